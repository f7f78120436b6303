import type { Finding } from '../finding.ts';
import type { Source } from '../source.ts';
import { type EntryStretch, entryStretches, type Stretch } from './chunks.ts';
import { blank, cleaned } from './clean.ts';
import { tooDeepAt } from './depth.ts';
import { CHUNK_COST, costOf, MOST_COST } from './limits.ts';
import type { MapEntry, MapNode, Node, SeqNode } from './node.ts';
import { type Problem, problemsToFindings, shiftedProblem } from './problem.ts';
import { shiftedNode } from './shift.ts';
import { detached, isBeyondLimit, takeAncestor } from './split.ts';
import type { Work } from './work.ts';
import { halfWritten } from './yaml-errors.ts';
import { withoutDuplicates, yamlTree } from './yaml-tree.ts';

export { splitSources } from './split.ts';

/** Reads the text of one manifest into a tree. Never throws: what cannot be read is a finding, and the rest is in the tree. */
export function parse(
  source: Source,
  work?: Work,
): { readonly node: Node | undefined; readonly findings: readonly Finding[] } {
  const { node, problems } = parseProblems(source, work);
  return { node, findings: problemsToFindings(source, problems) };
}

interface Parsed {
  readonly node: Node | undefined;
  readonly problems: readonly Problem[];
}

const known = new WeakMap<Source, Parsed>();

/** The same with problems as they were met, for readers that have some of their own to add. Memoised by source. */
export function parseProblems(source: Source, work?: Work): Parsed {
  const before = known.get(source);
  if (before) return before;
  if (work) work.sourcesParsed++;
  if (isBeyondLimit(source)) {
    const result = {
      node: undefined,
      problems: [tooLarge(source.text, 0, 'The file is too large: what follows is not read. Split it into several')],
    };
    known.set(source, result);
    return result;
  }
  const chunks = chunksOf(source, work);
  const clean = cleaned(source.text);
  const problems = [...clean.problems];
  const node = parseClean(clean.text, chunks, problems, work);
  const result = { node, problems };
  known.set(source, result);
  return result;
}

/** Text as a whole, without chunks: what chunked reading has to agree with. For tests. */
export function parseWhole(text: string): Parsed {
  return yamlTree(text);
}

function parseClean(text: string, chunks: Chunks, problems: Problem[], work: Work | undefined): Node | undefined {
  const entries = entryStretches(text);
  const refused = refusedStretches(text, entries ?? [{ start: 0, end: text.length }], chunks, problems);
  if (entries) {
    const ahead = problems.length;
    const map = parseEntries(text, entries, refused, chunks, problems);
    if (map !== 'unusual') return map;
    problems.length = ahead;
  }
  if (!entries && refused.size > 0) return undefined;
  const whole = parsed(refused.size > 0 ? without(text, refused) : text, work);
  for (const problem of whole.problems) problems.push(problem);
  return whole.node;
}

/** Stretches that are nested too deep, or beyond what is read of a file, each of which is said. */
function refusedStretches(
  text: string,
  entries: readonly EntryStretch[],
  chunks: Chunks,
  problems: Problem[],
): ReadonlySet<Stretch> {
  const refused = new Set<Stretch>();
  let cost = 0;
  for (const stretch of entries.flatMap((each) => each.items ?? [each])) {
    const full = cost > MOST_COST;
    const measured = full ? undefined : chunks.measure(text.slice(stretch.start, stretch.end));
    cost += CHUNK_COST + (measured?.cost ?? 0);
    if (cost > MOST_COST) {
      if (!full) problems.push(tooLarge(text, stretch.start));
      refused.add(stretch);
    } else if (measured?.tooDeepAt !== undefined) {
      const start = stretch.start + measured.tooDeepAt;
      const message = 'The text is nested too deep here: this part of the manifest is not read';
      problems.push({ rule: 'too-deep', severity: 'error', message, start, end: start + 1 });
      refused.add(stretch);
    }
  }
  return refused;
}

/** The text with some of its stretches blanked out. */
function without(text: string, refused: ReadonlySet<Stretch>): string {
  let result = '';
  let at = 0;
  for (const { start, end } of refused) {
    result += text.slice(at, start) + blank(text.slice(start, end));
    at = end;
  }
  return (result + text.slice(at)).trimEnd();
}

const TOO_LARGE =
  'The manifest is too large: what follows is not read. Split it into several that `extends` each other';

function tooLarge(text: string, start: number, message = TOO_LARGE): Problem {
  const newline = text.indexOf('\n', start);
  const end = Math.min(newline < 0 ? text.length : newline, start + 80);
  return { rule: 'too-large', severity: 'error', message, start, end };
}

/** An anchor, to which aliases in other stretches may refer. Errs on the safe side. Without any, every alias is a mistake. */
const ANCHOR = /(?:^|[[{,]|[:?-][ \t])[ \t]*(?:!\S*[ \t]+)?&[^\s,[\]{}]/m;

function parseEntries(
  text: string,
  stretches: readonly EntryStretch[],
  refused: ReadonlySet<Stretch>,
  chunks: Chunks,
  problems: Problem[],
): MapNode | undefined | 'unusual' {
  const entries: MapEntry[] = [];
  for (const stretch of stretches) {
    if (refused.has(stretch)) continue;
    const added = stretch.items
      ? parseItems(text, stretch, stretch.items, refused, chunks, problems)
      : parseEntry(text, stretch, chunks, problems);
    if (added === 'unusual') return 'unusual';
    for (const entry of added) entries.push(entry);
  }
  if (entries.length === 0) return undefined;
  for (const problem of withoutDuplicates(entries).problems) problems.push(problem);
  return { kind: 'map', span: { start: entries[0]!.span.start, end: entries[entries.length - 1]!.span.end }, entries };
}

function parseEntry(
  text: string,
  stretch: Stretch,
  chunks: Chunks,
  problems: Problem[],
): readonly MapEntry[] | 'unusual' {
  const part = text.slice(stretch.start, stretch.end);
  const parsed = chunks.parse(part);
  if (parsed === 'unusual') return 'unusual';
  for (const problem of parsed.problems) problems.push(shiftedProblem(problem, stretch.start));
  const node = parsed.at(stretch.start);
  if (node?.kind === 'map') return node.entries;
  if (node?.kind === 'scalar') return [lonelyKey(text, node, problems)];
  return node ? 'unusual' : [];
}

/** A word at the place of a key, without a colon: somebody is just writing it. */
function lonelyKey(text: string, node: Node & { kind: 'scalar' }, problems: Problem[]): MapEntry {
  problems.push(halfWritten(text, node.span.start));
  return { key: node, value: undefined, span: node.span };
}

function parseItems(
  text: string,
  stretch: Stretch,
  items: readonly Stretch[],
  refused: ReadonlySet<Stretch>,
  chunks: Chunks,
  problems: Problem[],
): readonly MapEntry[] | 'unusual' {
  const head = parseEntry(text, { start: stretch.start, end: items[0]!.start }, chunks, problems);
  if (head === 'unusual' || head.length !== 1) return 'unusual';
  const nodes: (Node | undefined)[] = [];
  const itemSpans: Stretch[] = [];
  const entries: MapEntry[] = [];
  for (const item of items) {
    if (refused.has(item)) continue;
    const { start, end } = item;
    const parsed = chunks.parse(text.slice(start, end));
    if (parsed === 'unusual') return 'unusual';
    for (const problem of parsed.problems) problems.push(shiftedProblem(problem, start));
    const node = parsed.at(start);
    if (node?.kind === 'seq') {
      for (const item of node.items) nodes.push(item);
      for (const span of node.itemSpans) itemSpans.push(span);
    } else if (node?.kind === 'map') {
      for (const entry of node.entries) entries.push(entry);
    } else if (node?.kind === 'scalar') {
      entries.push(lonelyKey(text, node, problems));
    }
  }
  const { key, span } = head[0]!;
  let value: Node | undefined;
  if (nodes.length > 0) value = listOf(nodes, itemSpans);
  else if (entries.length > 0) value = mapOf(entries);
  else value = nothingRead(text, items[0]!, span.end);
  if (nodes.length > 0 && entries.length > 0) return 'unusual';
  if (value.kind === 'map') for (const problem of withoutDuplicates(value.entries).problems) problems.push(problem);
  return [{ key, value, span: { start: span.start, end: value.span.end } }];
}

/** An empty list or mapping for one of which something stands in the text, and none could be read. */
function nothingRead(text: string, first: Stretch, at: number): Node {
  const span = { start: at, end: at };
  const dashes = /^ *-(?:\s|$)/.test(text.slice(first.start, Math.min(first.end, first.start + 500)));
  return dashes ? { kind: 'seq', span, items: [], itemSpans: [] } : { kind: 'map', span, entries: [] };
}

function listOf(items: readonly (Node | undefined)[], itemSpans: readonly Stretch[]): SeqNode {
  return {
    kind: 'seq',
    span: { start: itemSpans[0]!.start, end: itemSpans[itemSpans.length - 1]!.end },
    items,
    itemSpans,
  };
}

function mapOf(entries: readonly MapEntry[]): MapNode {
  return { kind: 'map', span: { start: entries[0]!.span.start, end: entries[entries.length - 1]!.span.end }, entries };
}

interface Chunk {
  readonly node: Node | undefined;
  readonly problems: readonly Problem[];
  /** The node with its spans moved by `by`. Remembers the last answer, since most chunks stay where they are. */
  at(by: number): Node | undefined;
}

/** What is known of a stretch of text before it is parsed, and what came of that. */
interface Known {
  readonly cost: number;
  readonly tooDeepAt: number | undefined;
  chunk?: Chunk | 'unusual';
}

/** The stretches of one source by their text. What is known of them is taken over from the source that it was edited from. */
interface Chunks {
  measure(text: string): Known;
  /** `unusual` where other stretches may have a say in what it means. */
  parse(text: string): Chunk | 'unusual';
}

const memos = new WeakMap<Source, Map<string, Known>>();

function chunksOf(source: Source, work: Work | undefined): Chunks {
  let ancestor = takeAncestor(source);
  while (ancestor && !memos.has(ancestor)) ancestor = takeAncestor(ancestor);
  const old = ancestor && memos.get(ancestor);
  const memo = new Map<string, Known>();
  memos.set(source, memo);
  const measure = (text: string) => {
    let stretch = memo.get(text);
    if (!stretch) {
      stretch = old?.get(text) ?? { cost: costOf(text), tooDeepAt: tooDeepAt(text) };
      memo.set(text, stretch);
    }
    return stretch;
  };
  const parse = (text: string) => {
    const stretch = measure(text);
    // What outlives this source must not keep all of its text in memory.
    stretch.chunk ??= ANCHOR.test(text) ? 'unusual' : parsed(detached(text), work);
    return stretch.chunk;
  };
  return { measure, parse };
}

function parsed(text: string, work: Work | undefined): Chunk {
  if (work) work.chunksParsed++;
  const { node, problems } = yamlTree(text);
  let last = 0;
  let lastNode = node;
  return {
    node,
    problems,
    at(by) {
      if (by !== last) {
        lastNode = node && shiftedNode(node, by);
        last = by;
      }
      return lastNode;
    },
  };
}
