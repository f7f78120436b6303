import type { Edit, Fix } from '../finding.ts';
import type { AgentRole, Boundary, Effect, Pattern, Rule, ToolScope, Verb } from '../model/manifest.ts';
import type { Source } from '../source.ts';
import type { MapEntry, MapNode, SeqNode } from '../syntax/node.ts';

/*
 * Edits of manifests as people write them: YAML in block style, with lists of patterns in brackets or with dashes. For
 * any other shape these functions give nothing, and no fix is offered: whatever they give is read again and verified.
 */

type WithRules = Pick<AgentRole | Boundary, 'source' | 'node'> & Pick<AgentRole, 'foreign'>;

/** Adds a rule as the last of its effect's list. */
export function addRule(manifest: WithRules, effect: Effect, lines: readonly string[]): readonly Edit[] | undefined {
  const { source, node } = manifest;
  if (isFlow(source, node)) return undefined;
  const entry = entryOf(node, effect);
  if (!entry) {
    const indent = '  ';
    const after = lastEntry(node);
    const text = `${effect}:\n${itemText(indent, lines)}`;
    return after && [insertion(source, trimmedEnd(source, after.span.end), `\n\n${text}`)];
  }
  const list = entry.value;
  if (list?.kind !== 'seq' || isFlow(source, list) || list.itemSpans.length === 0) return undefined;
  const last = list.itemSpans.at(-1)!;
  const indent = ' '.repeat(columnOf(source, last.start));
  return [insertion(source, trimmedEnd(source, last.end), `\n${itemText(indent, lines)}`)];
}

/** The lines of a rule with one verb: `deny` these paths. */
export function ruleLines(verb: Verb, patterns: readonly string[]): string[] {
  const quoted = patterns.map((pattern) => JSON.stringify(pattern));
  const line = `${verb}: [${quoted.join(', ')}]`;
  return line.length <= 100 ? [line] : [`${verb}:`, ...quoted.map((each) => `  - ${each}`)];
}

/** Adds a rule about these patterns; in another tool's file in that tool's words. */
export function addPatterns(
  role: WithRules,
  effect: Effect,
  verb: Verb,
  patterns: readonly string[],
): readonly Edit[] | undefined {
  if (role.foreign) return role.foreign.edits?.add(effect, verb, patterns);
  return addRule(role, effect, ruleLines(verb, patterns));
}

/** Takes one pattern out of its rule, and the whole rule where it is the last that grants something. */
export function removePattern(role: WithRules, rule: Rule, pattern: Pattern): readonly Edit[] | undefined {
  if (rule.foreign) return role.foreign?.edits?.remove(rule.foreign);
  const others = rule.patterns.filter((each) => each !== pattern && !each.negated);
  return others.length === 0 ? removeRule(role, rule) : cutPattern(rule, pattern);
}

function cutPattern(rule: Rule, pattern: Pattern): readonly Edit[] | undefined {
  const list = entryOf(rule.node, rule.verb)?.value;
  if (list?.kind !== 'seq') return undefined;
  const { source } = rule;
  const index = list.items.findIndex((item) => item?.span.start === pattern.span.start);
  const item = list.itemSpans[index];
  if (!item) return undefined;
  if (!isFlow(source, list)) return [lineRemoval(source, item.start, item.end)];
  const quoted = withQuotes(source, pattern);
  const text = source.text;
  const after = /^\s*,\s*/.exec(text.slice(quoted.end));
  if (after) return [{ source, span: { start: quoted.start, end: quoted.end + after[0].length }, newText: '' }];
  const before = /,\s*$/.exec(text.slice(0, quoted.start));
  if (!before) return undefined;
  return [{ source, span: { start: quoted.start - before[0].length, end: quoted.end }, newText: '' }];
}

/** Takes a rule out, and its list's key where it is the only one. */
export function removeRule(role: WithRules, rule: Rule): readonly Edit[] | undefined {
  const entry = entryOf(role.node, rule.effect);
  if (entry?.value?.kind !== 'seq' || isFlow(rule.source, entry.value)) return undefined;
  if (entry.value.items.length === 1)
    return [lineRemoval(rule.source, entry.span.start, trimmedEnd(rule.source, entry.span.end))];
  return [lineRemoval(rule.source, rule.span.start, trimmedEnd(rule.source, rule.span.end))];
}

/** Lets a person decide: the pattern moves from `allow` to `ask`, with its rule's conditions. */
export function askInstead(role: WithRules, rule: Rule, pattern: Pattern): readonly Edit[] | undefined {
  if (rule.foreign) return role.foreign?.edits?.move(rule.foreign, 'ask');
  const removal = removePattern(role, rule, pattern);
  if (!removal) return undefined;
  const verb = entryOf(rule.node, rule.verb);
  const others = rule.node.entries
    .filter((entry) => entry !== verb && !['id', 'examples'].includes(entry.key.text))
    .map((entry) => rule.source.text.slice(entry.span.start, trimmedEnd(rule.source, entry.span.end)))
    .filter((text) => !text.includes('\n'));
  const addition = addRule(role, 'ask', [...ruleLines(rule.verb, [pattern.text]), ...others]);
  return addition && together(addition[0]!, removal[0]!);
}

/** An insertion and a removal as edits that do not overlap: text that is added where text goes takes its place. */
function together(addition: Edit, removal: Edit): readonly Edit[] {
  const at = addition.span.start;
  if (at < removal.span.start || at > removal.span.end) return [addition, removal];
  return [{ ...removal, newText: `${addition.newText.replace(/^\n+/, '')}\n` }];
}

/** The one fix for a grant that nobody can mean: take it out. */
export function removals(role: WithRules, rule: Rule, pattern: Pattern): readonly Fix[] {
  const edits = removePattern(role, rule, pattern);
  return edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'offer', edits, loses: [`\`${pattern.text}\``] }] : [];
}

/** Adds a line such as `methods: [GET]` to a rule. */
export function addToRule(rule: Rule, line: string): readonly Edit[] | undefined {
  const { source, node } = rule;
  const last = lastEntry(node);
  const first = node.entries[0];
  if (!last || !first || isFlow(source, node)) return undefined;
  const indent = ' '.repeat(columnOf(source, first.span.start));
  return [insertion(source, trimmedEnd(source, last.span.end), `\n${indent}${line}`)];
}

/** Adds an entry to a mapping inside a rule, such as `binds: [arguments]` to its approval. */
export function addToMap(source: Source, node: MapNode, entry: string): readonly Edit[] | undefined {
  const last = lastEntry(node);
  if (!last) return undefined;
  if (isFlow(source, node)) return [insertion(source, trimmedEnd(source, last.span.end), `, ${entry}`)];
  const indent = ' '.repeat(columnOf(source, node.entries[0]!.span.start));
  return [insertion(source, trimmedEnd(source, last.span.end), `\n${indent}${entry}`)];
}

/** Puts other patterns in the place of one. */
export function replacePattern(rule: Rule, pattern: Pattern, texts: readonly string[]): readonly Edit[] | undefined {
  if (rule.foreign) return undefined;
  const list = entryOf(rule.node, rule.verb)?.value;
  if (list?.kind === 'seq' && !isFlow(rule.source, list) && texts.length > 1) return undefined;
  if (list?.kind !== 'seq' && texts.length > 1) return undefined;
  const span = withQuotes(rule.source, pattern);
  return [{ source: rule.source, span, newText: texts.map((text) => JSON.stringify(text)).join(', ') }];
}

const HEAD = ['kind', 'version', 'name', 'purpose', 'owner', 'stage', 'expires'];

/** Adds a line such as `expires: 2027-02-22` to the head of a manifest. */
export function addKey(
  manifest: Pick<AgentRole | ToolScope, 'source' | 'node'>,
  line: string,
  atEnd = false,
): readonly Edit[] | undefined {
  const { source, node } = manifest;
  if (isFlow(source, node)) return undefined;
  const head = node.entries.filter((entry) => HEAD.includes(entry.key.text));
  const after = atEnd ? lastEntry(node) : head.at(-1);
  return after && [insertion(source, trimmedEnd(source, after.span.end), `\n${line}`)];
}

/** Puts another value in the place of a scalar, quotes included. */
export function replaceValue(
  source: Source,
  span: { readonly start: number; readonly end: number },
  newText: string,
): readonly Edit[] {
  return [{ source, span: withQuotes(source, { span }), newText }];
}

export function entryOf(node: MapNode, key: string): MapEntry | undefined {
  return node.entries.find((entry) => entry.key.text === key);
}

function lastEntry(node: MapNode): MapEntry | undefined {
  return node.entries.at(-1);
}

function itemText(indent: string, lines: readonly string[]): string {
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`).join('\n');
}

function isFlow(source: Source, node: MapNode | SeqNode): boolean {
  const first = source.text[node.span.start];
  return first === '{' || first === '[';
}

function columnOf(source: Source, offset: number): number {
  return offset - (source.text.lastIndexOf('\n', offset - 1) + 1);
}

/** The end of a node without the blank lines, comments and document ends that a parser may count to it. */
function trimmedEnd(source: Source, end: number): number {
  let text = source.text.slice(0, end).trimEnd();
  for (;;) {
    const lineStart = text.lastIndexOf('\n') + 1;
    const line = text.slice(lineStart).trim();
    if (lineStart === 0 || (!line.startsWith('#') && line !== '---' && line !== '...'))
      return endOfLine(source, text.length);
    text = text.slice(0, lineStart).trimEnd();
  }
}

/** After a comment that stands behind a value on its line. */
function endOfLine(source: Source, offset: number): number {
  const rest = /^[ \t]+#[^\n]*/.exec(source.text.slice(offset));
  return rest ? offset + rest[0].trimEnd().length : offset;
}

function withQuotes(source: Source, { span }: Pick<Pattern, 'span'>): { start: number; end: number } {
  const quote = source.text[span.start - 1];
  const quoted = (quote === '"' || quote === "'") && source.text[span.end] === quote;
  return quoted ? { start: span.start - 1, end: span.end + 1 } : { start: span.start, end: span.end };
}

function insertion(source: Source, at: number, newText: string): Edit {
  return { source, span: { start: at, end: at }, newText };
}

function lineRemoval(source: Source, start: number, end: number): Edit {
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
  const newline = source.text.indexOf('\n', end);
  return { source, span: { start: lineStart, end: newline < 0 ? source.text.length : newline + 1 }, newText: '' };
}

/** Takes one item out of a list of words such as `extends`, and the key with the last of them. */
export function removeListItem(
  manifest: Pick<AgentRole, 'source' | 'node'>,
  key: string,
  item: { readonly span: { readonly start: number; readonly end: number } },
): readonly Edit[] | undefined {
  const entry = entryOf(manifest.node, key);
  if (!entry?.value) return undefined;
  const { source } = manifest;
  const list = entry.value;
  if (list.kind !== 'seq' || list.items.length === 1) {
    if (isFlow(source, manifest.node)) return undefined;
    return [lineRemoval(source, entry.span.start, trimmedEnd(source, entry.span.end))];
  }
  const index = list.items.findIndex((each) => each?.span.start === item.span.start);
  const span = list.itemSpans[index];
  if (!span) return undefined;
  if (!isFlow(source, list)) return [lineRemoval(source, span.start, span.end)];
  const quoted = withQuotes(source, item);
  const after = /^\s*,\s*/.exec(source.text.slice(quoted.end));
  if (after) return [{ source, span: { start: quoted.start, end: quoted.end + after[0].length }, newText: '' }];
  const before = /,\s*$/.exec(source.text.slice(0, quoted.start));
  return before
    ? [{ source, span: { start: quoted.start - before[0].length, end: quoted.end }, newText: '' }]
    : undefined;
}
