import {
  type Alias,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  Schema,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { MapEntry, MapNode, Node, ScalarNode, SeqNode } from './node.ts';
import type { Problem } from './problem.ts';
import { shown, TAB_MESSAGE, yamlProblem } from './yaml-errors.ts';

/** Nodes that aliases may stand for in one document, altogether. Beyond that they are left out. */
const MOST_ALIASED_NODES = 20_000;

/**
 * The one place that knows the YAML library: text in, our tree out, with spans that count from the start of the text.
 * JSON is YAML. Total: whatever goes wrong is a problem, and the tree holds what could be read.
 */
export function yamlTree(text: string): { readonly node: Node | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  try {
    let document = withoutStacks(() => parseDocument(text, OPTIONS));
    addErrors(text, document, problems);
    if (document.errors.some((error) => error.code === 'TAB_AS_INDENT')) {
      // Whoever wrote a tab meant indentation. It is said, and read as that.
      problems.splice(0, problems.length, ...problems.filter((each) => each.message === TAB_MESSAGE));
      const spaced = text.replace(/^[ \t]*\t[ \t]*/gm, (white) => ' '.repeat(white.length));
      document = withoutStacks(() => parseDocument(spaced, OPTIONS));
      addErrors(spaced, document, problems);
    }
    const builder: Builder = { text, problems, anchors: new Map(), sizes: new Map(), aliased: 0 };
    const node = build(builder, document.contents);
    return { node, problems };
  } catch (error) {
    // The library gives up by throwing where its own stack ends. Limits keep such text away from it; this is the net below.
    const why = error instanceof RangeError ? 'it is nested too deep' : 'the YAML parser gave up';
    problems.push({
      rule: 'syntax-error',
      severity: 'error',
      message: `This cannot be read: ${why}`,
      start: 0,
      end: 1,
    });
    return { node: undefined, problems };
  }
}

function addErrors(text: string, document: Document.Parsed, problems: Problem[]): void {
  const listed = new Set<string>();
  for (const error of document.errors) {
    // Whoever made thousands of mistakes is served with the first ones.
    if (problems.length >= 1_000) return;
    const problem = yamlProblem(error, text);
    const place = problem && `${problem.start}:${problem.message}`;
    if (!problem || !place || listed.has(place)) continue;
    listed.add(place);
    problems.push(problem);
  }
}

// Built once: the library would build it for every text.
const OPTIONS = {
  schema: new Schema({ schema: 'core' }),
  uniqueKeys: false,
  prettyErrors: false,
  keepSourceTokens: true,
  logLevel: 'silent',
} as const;

/** The library makes an Error of every mistake in the text. Collecting a call stack for each takes longer than all else. */
function withoutStacks<T>(parse: () => T): T {
  const errors = Error as { stackTraceLimit?: number };
  const limit = errors.stackTraceLimit;
  errors.stackTraceLimit = 0;
  try {
    return parse();
  } finally {
    if (limit === undefined) delete errors.stackTraceLimit;
    else errors.stackTraceLimit = limit;
  }
}

interface Builder {
  readonly text: string;
  readonly problems: Problem[];
  readonly anchors: Map<string, Node | undefined>;
  /** How many nodes a node stands for with all aliases written out. */
  readonly sizes: Map<Node, number>;
  aliased: number;
}

function build(builder: Builder, node: unknown): Node | undefined {
  if (isAlias(node)) return buildAlias(builder, node);
  let built: Node | undefined;
  if (isScalar(node)) built = buildScalar(builder, node);
  else if (isMap(node)) built = buildMap(builder, node);
  else if (isSeq(node)) built = buildSeq(builder, node);
  const { anchor } = (node ?? {}) as { anchor?: string };
  if (anchor) builder.anchors.set(anchor, built);
  return built;
}

function buildScalar(builder: Builder, node: Scalar): ScalarNode | undefined {
  const { text } = builder;
  const [from, to] = rangeOf(node, text);
  if (node.tag?.startsWith('!') && !node.tag.startsWith('!!')) return taggedScalar(builder, node);
  const quote = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  if (from === to && !quote) return undefined;
  const written = text.slice(from, to);
  if (quote) {
    const closed = to - from > 1 && written[written.length - 1] === written[0];
    const span = { start: from + 1, end: closed ? to - 1 : to };
    const value = String(node.value ?? '');
    return { kind: 'scalar', value, text: value, span, plain: text.slice(span.start, span.end) === value };
  }
  const value = scalarValue(node.value);
  const own = node.type === 'PLAIN' ? (node.source ?? written) : String(node.value ?? '');
  const end = from + written.trimEnd().length;
  return {
    kind: 'scalar',
    value: value ?? (node.value === null ? null : own),
    text: own,
    span: { start: from, end },
    plain: own === text.slice(from, end),
  };
}

function scalarValue(value: unknown): ScalarNode['value'] | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

/** To YAML a text that begins with `!` and has no quotes is a tag. It is read as the pattern that was meant, and said. */
function taggedScalar(builder: Builder, node: Scalar): ScalarNode {
  const [from, to] = rangeOf(node, builder.text);
  const start = builder.text.lastIndexOf('!', Math.max(0, from - 1));
  const tagStart = tagBegin(builder.text, start < 0 ? from : start);
  const end =
    from === to
      ? tagEnd(builder.text, tagStart)
      : tagStart +
        builder.text
          .slice(tagStart, to)
          .split(/[\r\n]/, 1)[0]!
          .trimEnd().length;
  return unquoted(builder, tagStart, Math.max(end, tagStart + 1), 'a tag');
}

function tagBegin(text: string, at: number): number {
  let start = at;
  while (start > 0 && !/[\s,[\]{}]/.test(text[start - 1]!)) start--;
  return start;
}

function tagEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && !/[\s,[\]{}]/.test(text[end]!)) end++;
  return end;
}

function unquoted(builder: Builder, start: number, end: number, meaning: 'a tag' | 'an alias'): ScalarNode {
  const text = builder.text.slice(start, end);
  builder.problems.push({
    rule: 'unquoted-pattern',
    severity: 'error',
    message: `\`${shown(text)}\` needs quotes: without them YAML reads ${meaning}`,
    start,
    end,
    ...(text.includes('"') || text.includes('\\')
      ? {}
      : {
          fix: { title: `Put \`${shown(text)}\` in quotes`, kind: 'safe' as const, start, end, newText: `"${text}"` },
        }),
  });
  return { kind: 'scalar', value: text, text, span: { start, end }, plain: true };
}

function buildAlias(builder: Builder, node: Alias): Node | undefined {
  const [start, to] = rangeOf(node, builder.text);
  const end = Math.max(to, start + 1);
  if (!builder.anchors.has(node.source)) {
    // A name of letters was meant as an alias; anything else is a pattern that lacks its quotes.
    if (!/^[\w-]+$/.test(node.source)) return unquoted(builder, start, end, 'an alias');
    builder.problems.push({
      rule: 'unknown-alias',
      severity: 'error',
      message: `There is no anchor \`&${shown(node.source)}\` before this alias; if a pattern was meant, put it in quotes`,
      start,
      end,
    });
    return {
      kind: 'scalar',
      value: builder.text.slice(start, end),
      text: builder.text.slice(start, end),
      span: { start, end },
      plain: true,
    };
  }
  const target = builder.anchors.get(node.source);
  if (!target) return undefined;
  builder.aliased += sizeOf(builder, target);
  if (builder.aliased > MOST_ALIASED_NODES) {
    builder.problems.push({
      rule: 'too-many-aliases',
      severity: 'error',
      message: `The aliases up to here stand for more than ${MOST_ALIASED_NODES.toLocaleString('en')} values; this one and what follows is not read`,
      start,
      end,
    });
    return undefined;
  }
  return target;
}

function sizeOf(builder: Builder, node: Node): number {
  const known = builder.sizes.get(node);
  if (known !== undefined) return known;
  let size = 1;
  if (node.kind === 'map') for (const { value } of node.entries) size += 1 + (value ? sizeOf(builder, value) : 0);
  if (node.kind === 'seq') for (const item of node.items) size += item ? sizeOf(builder, item) : 1;
  builder.sizes.set(node, size);
  return size;
}

function buildMap(builder: Builder, map: YAMLMap): MapNode {
  const entries: MapEntry[] = [];
  const merged: MapEntry[] = [];
  for (const pair of map.items as Pair[]) {
    const entry = buildEntry(builder, pair);
    if (!entry) continue;
    if (entry.key.text === '<<' && entry.key.plain) for (const each of mergedEntries(entry.value)) merged.push(each);
    else entries.push(entry);
  }
  const { kept, problems } = withoutDuplicates(entries);
  for (const problem of problems) builder.problems.push(problem);
  const own = new Set(kept.map((entry) => entry.key.text));
  const all = [...entries];
  for (const entry of merged) {
    if (own.has(entry.key.text)) continue;
    own.add(entry.key.text);
    all.push(entry);
  }
  return {
    kind: 'map',
    span: collectionSpan(
      builder.text,
      map,
      entries.map((entry) => entry.span),
    ),
    entries: all,
  };
}

function mergedEntries(value: Node | undefined): readonly MapEntry[] {
  if (value?.kind === 'map') return value.entries;
  if (value?.kind === 'seq') return value.items.flatMap((item) => (item?.kind === 'map' ? item.entries : []));
  return [];
}

/** The entries whose key has not stood before, and a problem for each of the others. Linear. */
export function withoutDuplicates(entries: readonly MapEntry[]): {
  readonly kept: readonly MapEntry[];
  readonly problems: readonly Problem[];
} {
  const seen = new Set<string>();
  const kept: MapEntry[] = [];
  const problems: Problem[] = [];
  for (const entry of entries) {
    const { text, span } = entry.key;
    if (seen.has(text)) {
      problems.push({
        rule: 'duplicate-key',
        severity: 'error',
        message: `\`${shown(text)}\` stands here a second time: only the first counts`,
        start: span.start,
        end: span.end,
      });
    } else {
      seen.add(text);
      kept.push(entry);
    }
  }
  return { kept, problems };
}

function buildEntry(builder: Builder, pair: Pair): MapEntry | undefined {
  const token = pair.srcToken as CST.CollectionItem | undefined;
  const built = build(builder, pair.key);
  const colon = token?.sep?.find((each) => each.type === 'map-value-ind');
  const first = token?.start.find((each) => each.type === 'explicit-key-ind')?.offset;
  const start =
    first ?? spanWithQuotes(builder.text, built)?.start ?? colon?.offset ?? rangeOf(pair.key, builder.text)[0];
  if (built && built.kind !== 'scalar') {
    builder.problems.push({
      rule: 'syntax-error',
      severity: 'error',
      message: 'A key has to be a plain text here, not a list or mapping',
      ...built.span,
    });
    build(builder, pair.value);
    return undefined;
  }
  const key: ScalarNode = built ?? { kind: 'scalar', value: null, text: '', span: { start, end: start }, plain: true };
  const value = build(builder, pair.value);
  const ends = [key.span.end, colon ? colon.offset + 1 : 0];
  if (value && !isAlias(pair.value)) ends.push(spanWithQuotes(builder.text, value)!.end);
  else if (isAlias(pair.value)) ends.push(rangeOf(pair.value, builder.text)[1]);
  return { key, value, span: { start: Math.min(start, key.span.start), end: Math.max(...ends) } };
}

function buildSeq(builder: Builder, seq: YAMLSeq): SeqNode {
  const items: (Node | undefined)[] = [];
  const itemSpans: { start: number; end: number }[] = [];
  const tokens = (seq.srcToken as CST.BlockSequence | CST.FlowCollection | undefined)?.items;
  seq.items.forEach((item, index) => {
    const node = isPair(item) ? buildPairItem(builder, item) : build(builder, item);
    const [from, to] = isPair(item) ? [node?.span.start ?? 0, node?.span.end ?? 0] : rangeOf(item, builder.text);
    const dash = tokens?.[index]?.start.find((each) => each.type === 'seq-item-ind')?.offset;
    const inner = isAlias(item) || !node ? undefined : spanWithQuotes(builder.text, node);
    const start = dash ?? inner?.start ?? from;
    const end = Math.max(start, inner?.end ?? (node ? to : dash === undefined ? to : dash + 1));
    items.push(node);
    itemSpans.push({ start, end });
  });
  return { kind: 'seq', span: collectionSpan(builder.text, seq, itemSpans), items, itemSpans };
}

function isPair(item: unknown): item is Pair {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item && !isScalar(item);
}

/** `[a: 1]`: a mapping of one entry without braces. */
function buildPairItem(builder: Builder, pair: Pair): Node | undefined {
  const entry = buildEntry(builder, pair);
  return entry && { kind: 'map', span: entry.span, entries: [entry] };
}

function collectionSpan(text: string, node: YAMLMap | YAMLSeq, parts: readonly { start: number; end: number }[]) {
  const [from, to] = rangeOf(node, text);
  if (node.flow) return { start: from, end: to };
  const start = Math.min(from, parts[0]?.start ?? from);
  return { start, end: Math.max(start, parts[parts.length - 1]?.end ?? from) };
}

/** The span of a node as it takes up room in the text: with its quotes. */
export function spanWithQuotes(text: string, node: Node | undefined): { start: number; end: number } | undefined {
  if (!node) return undefined;
  const { start, end } = node.span;
  if (node.kind !== 'scalar') return node.span;
  const quote = text[start - 1];
  if (quote !== '"' && quote !== "'") return node.span;
  // An apostrophe before a plain text cannot be: a plain text begins after white space or an indicator.
  return { start: start - 1, end: text[end] === quote ? end + 1 : end };
}

function rangeOf(node: unknown, text: string): [number, number] {
  const range = (node as { range?: readonly number[] } | null)?.range;
  const start = Math.max(0, Math.min(range?.[0] ?? 0, text.length));
  return [start, Math.max(start, Math.min(range?.[1] ?? start, text.length))];
}
