import type { Json } from './decide/action.ts';
import type { Edit } from './finding.ts';
import type { AgentRole, Boundary, Effect, Manifest, Pattern, Rule } from './model/manifest.ts';
import { keyOrder, RULE_KEYS } from './schema/schemas.ts';
import type { Source } from './source.ts';
import type { Span } from './span.ts';
import type { MapEntry, MapNode, Node, SeqNode } from './syntax/node.ts';
import { entryOf, toJson } from './syntax/node-json.ts';
import { spanWithQuotes } from './syntax/yaml-tree.ts';

/*
 * Changes to a manifest's text that keep everything else as it is: comments, order, block or flow style, JSON. Each
 * returns undefined where the text has a shape that it cannot change with certainty.
 */

/** Applies edits of one source. They must not overlap. */
export function applyEdits(text: string, edits: readonly { readonly span: Span; readonly newText: string }[]): string {
  let result = text;
  for (const { span, newText } of [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end)) {
    result = result.slice(0, span.start) + newText + result.slice(span.end);
  }
  return result;
}

export function replaceSpan(source: Source, span: Span, newText: string): Edit {
  return { source, span, newText };
}

/** A top-level key with its value, at its place in the canonical order. */
export function insertKey(manifest: Manifest, key: string, value: Json): Edit | undefined {
  if (entryOf(manifest.node, key)?.value) return undefined;
  return insertEntry(manifest.source, manifest.node, keyOrder(manifest.kind), key, value);
}

/** A condition on a rule, at its place in the canonical order: `until`, `limit`, `approval`. */
export function insertRuleKey(rule: Rule, key: string, value: Json): Edit | undefined {
  if (entryOf(rule.node, key)?.value) return undefined;
  return insertEntry(rule.source, rule.node, RULE_KEYS, key, value);
}

/** A rule at the end of the effect's list, which is begun where there is none. */
export function insertRule(
  manifest: AgentRole | Boundary,
  effect: Effect,
  rule: { readonly [key: string]: Json },
): Edit | undefined {
  return insertItem(manifest, effect, (style) =>
    style.flow ? printFlow(rule, style.json) : printBlockMap(rule, style),
  );
}

/** Takes a rule out, and the effect's list with it where it was the only one. */
export function removeRule(manifest: AgentRole | Boundary, rule: Rule): Edit | undefined {
  const list = listOf(manifest, rule);
  if (!list) return undefined;
  const { entry, seq, index } = list;
  if (seq.items.length === 1) return removeEntry(manifest.source, manifest.node, entry);
  return removeItem(manifest.source, seq, index);
}

/** Takes a pattern out of its rule, and the rule with it where it was the last that grants or denies anything. */
export function removePattern(manifest: AgentRole | Boundary, rule: Rule, pattern: Pattern): Edit | undefined {
  if (!rule.patterns.some((each) => each !== pattern && !each.negated)) return removeRule(manifest, rule);
  const seq = patternList(rule);
  const index = seq ? itemAt(seq, pattern.span) : -1;
  return seq && index >= 0 ? removeItem(rule.source, seq, index) : undefined;
}

/** Others in place of one pattern, each as it is to be written, with `!` where it is negated. */
export function replacePattern(rule: Rule, pattern: Pattern, texts: readonly string[]): Edit | undefined {
  const { source } = rule;
  const value = entryOf(rule.node, rule.verb)?.value;
  if (texts.length === 0 || !value) return undefined;
  const json = isJson(source, rule.node);
  if (value.kind === 'scalar') {
    const newText = texts.length === 1 ? quoted(texts[0]!) : `[${texts.map(quoted).join(', ')}]`;
    return { source, span: spanWithQuotes(source.text, value)!, newText };
  }
  if (value.kind !== 'seq') return undefined;
  const index = itemAt(value, pattern.span);
  const item = value.items[index];
  if (!item) return undefined;
  const span = spanWithQuotes(source.text, item)!;
  if (isFlow(source, value) || json) return { source, span, newText: texts.map(quoted).join(', ') };
  const indent = ' '.repeat(columnOf(source.text, value.itemSpans[index]!.start));
  return { source, span, newText: texts.map(quoted).join(`${newlineOf(source)}${indent}- `) };
}

/** The same rule under another effect, its text and comments kept where both lists are written with dashes. */
export function moveRule(manifest: AgentRole | Boundary, rule: Rule, effect: Effect): readonly Edit[] | undefined {
  if (effect === rule.effect) return undefined;
  const removed = removeRule(manifest, rule);
  const { source } = manifest;
  const text = blockTextOf(source, rule);
  const inserted = insertItem(manifest, effect, (style) =>
    style.flow || text === undefined
      ? style.flow
        ? printFlow(toJson(rule.node), style.json)
        : printBlockMap(toJson(rule.node) as Record<string, Json>, style)
      : text
          .map((line, index) => (index === 0 || line === '' ? line : `${style.indent}${line}`))
          .join(newlineOf(source)),
  );
  if (!removed || !inserted) return undefined;
  // Where one list goes and the other begins at the same place, it is one change.
  if (inserted.span.start >= removed.span.start && inserted.span.start <= removed.span.end) {
    const before =
      inserted.span.start === removed.span.start &&
      !inserted.newText.startsWith('\n') &&
      !inserted.newText.startsWith('\r');
    if (before) return [{ source, span: removed.span, newText: inserted.newText }];
    if (inserted.span.start !== inserted.span.end) return undefined;
    return [{ source, span: removed.span, newText: mergedText(source, removed, inserted) }];
  }
  return [removed, inserted];
}

/** A removal of whole lines, at the end of which something is inserted. */
function mergedText(source: Source, removed: Edit, inserted: Edit): string {
  const newline = newlineOf(source);
  const lines = inserted.newText.startsWith(newline)
    ? inserted.newText.slice(newline.length) + newline
    : inserted.newText;
  return source.text.slice(removed.span.start - 1, removed.span.start) === '\n' || removed.span.start === 0
    ? lines
    : inserted.newText;
}

/* Lists of rules */

interface Style {
  /** Inside brackets. */
  readonly flow: boolean;
  readonly json: boolean;
  /** White space before the keys of a rule after its first. */
  readonly indent: string;
  readonly newline: string;
}

function insertItem(manifest: AgentRole | Boundary, effect: Effect, print: (style: Style) => string): Edit | undefined {
  const { source, node } = manifest;
  const { text } = source;
  const newline = newlineOf(source);
  const json = isJson(source, node);
  const entry = entryOf(node, effect);
  const value = entry?.value;
  if (value && value.kind !== 'seq') return undefined;
  if (value && isFlow(source, value)) {
    const item = print({ flow: true, json, indent: '', newline });
    const last = value.itemSpans[value.itemSpans.length - 1];
    if (last) return { source, span: { start: last.end, end: last.end }, newText: `, ${item}` };
    if (json) return { source, span: value.span, newText: `[${item}]` };
    const block = print({ flow: false, json, indent: '    ', newline });
    return { source, span: trimmedBefore(text, value.span), newText: `${newline}  - ${block}` };
  }
  const last = value?.itemSpans[value.itemSpans.length - 1];
  if (value && last) {
    const column = columnOf(text, value.itemSpans[0]!.start);
    const dash = `${newline}${' '.repeat(column)}- `;
    return insertAfterLine(
      source,
      last.end,
      `${dash}${print({ flow: false, json, indent: ' '.repeat(column + 2), newline })}`,
    );
  }
  const block = { flow: false, json, indent: '    ', newline };
  if (entry) return json ? undefined : insertAfterLine(source, entry.span.end, `${newline}  - ${print(block)}`);
  return insertEntryText(source, node, keyOrder(manifest.kind), effect, (flow) =>
    flow ? `[${print({ flow: true, json, indent: '', newline })}]` : `${newline}  - ${print(block)}`,
  );
}

function listOf(
  manifest: AgentRole | Boundary,
  rule: Rule,
): { readonly entry: MapEntry; readonly seq: SeqNode; readonly index: number } | undefined {
  for (const entry of manifest.node.entries) {
    const seq = entry.value;
    if (entry.key.text !== rule.effect || seq?.kind !== 'seq') continue;
    const index = seq.itemSpans.findIndex((span) => span.start === rule.span.start && span.end === rule.span.end);
    if (index >= 0) return { entry, seq, index };
  }
  return undefined;
}

function patternList(rule: Rule): SeqNode | undefined {
  const value = entryOf(rule.node, rule.verb)?.value;
  return value?.kind === 'seq' ? value : undefined;
}

function itemAt(seq: SeqNode, span: Span): number {
  return seq.itemSpans.findIndex((each) => each.start <= span.start && span.end <= each.end);
}

/** The lines of a rule after its dash, without their indentation. Undefined where it is not written with a dash. */
function blockTextOf(source: Source, rule: Rule): readonly string[] | undefined {
  const { text } = source;
  const first = rule.node.entries[0];
  if (text[rule.span.start] !== '-' || !first || isFlow(source, rule.node)) return undefined;
  const column = columnOf(text, first.span.start);
  const lines = text.slice(first.span.start, endOfLine(text, rule.span.end)).split(/\r?\n/);
  const dedented = lines.map((line, index) => {
    if (index === 0 || line.trim() === '') return line.trimEnd();
    return line.slice(0, column).trim() === '' ? line.slice(column) : undefined;
  });
  return dedented.includes(undefined) ? undefined : (dedented as string[]);
}

/* Entries and items in any collection */

function insertEntry(
  source: Source,
  map: MapNode,
  order: readonly string[],
  key: string,
  value: Json,
): Edit | undefined {
  return insertEntryText(source, map, order, key, (flow) =>
    flow ? ` ${printFlow(value, isJson(source, map))}` : printValue(value, newlineOf(source)),
  );
}

/** `print` gives what follows the colon, without the space before a value in brackets. */
function insertEntryText(
  source: Source,
  map: MapNode,
  order: readonly string[],
  key: string,
  print: (flow: boolean) => string,
): Edit | undefined {
  const { text } = source;
  const json = isJson(source, map);
  const name = json ? JSON.stringify(key) : key;
  const written = entryOf(map, key);
  if (written)
    return json
      ? undefined
      : { source, span: { start: written.span.end, end: written.span.end }, newText: afterColon(print(false)) };
  const before = precedingEntry(map, order, key);
  if (isFlow(source, map)) {
    const entry = `${name}: ${print(true).trimStart()}`;
    const first = map.entries[0];
    if (!first) return { source, span: map.span, newText: json ? `{${entry}}` : `{ ${entry} }` };
    if (!before) return { source, span: { start: first.span.start, end: first.span.start }, newText: `${entry}, ` };
    const end = before.span.end;
    // Where each entry has its own line, so has the new one.
    const lineStart = text.lastIndexOf('\n', before.span.start - 1) + 1;
    const own = lineStart > map.span.start && text.slice(lineStart, before.span.start).trim() === '';
    const space = own ? `${newlineOf(source)}${text.slice(lineStart, before.span.start)}` : ' ';
    return { source, span: { start: end, end }, newText: `,${space}${entry}` };
  }
  const first = map.entries[0];
  if (!first) return undefined;
  const column = columnOf(text, first.span.start);
  const newline = newlineOf(source);
  const entry = `${name}:${afterColon(print(false))}`;
  if (!before)
    return {
      source,
      span: { start: first.span.start, end: first.span.start },
      newText: `${entry}${newline}${' '.repeat(column)}`,
    };
  return insertAfterLine(source, before.span.end, `${newline}${' '.repeat(column)}${entry}`);
}

function afterColon(text: string): string {
  return /^[\r\n ]/.test(text) ? text : ` ${text}`;
}

/** The entry after which a key belongs: the last one, in the text, of those that come before it in the canonical order. */
function precedingEntry(map: MapNode, order: readonly string[], key: string): MapEntry | undefined {
  const rank = order.indexOf(key);
  let found: MapEntry | undefined;
  for (const entry of map.entries) {
    const other = order.indexOf(entry.key.text);
    if (rank >= 0 && other > rank) continue;
    if (!found || entry.span.start > found.span.start) found = entry;
  }
  return found;
}

function removeEntry(source: Source, map: MapNode, entry: MapEntry): Edit | undefined {
  if (map.entries.length === 1) return undefined;
  if (!isFlow(source, map)) return removeLines(source, entry.span);
  const index = map.entries.indexOf(entry);
  return removeBetweenCommas(
    source,
    map.entries.map((each) => each.span),
    index,
  );
}

function removeItem(source: Source, seq: SeqNode, index: number): Edit | undefined {
  if (isFlow(source, seq)) return removeBetweenCommas(source, seq.itemSpans, index);
  return seq.items.length === 1 ? undefined : removeLines(source, seq.itemSpans[index]!);
}

function removeBetweenCommas(source: Source, spans: readonly Span[], index: number): Edit {
  const { start, end } = spans[index]!;
  const next = spans[index + 1];
  const previous = spans[index - 1];
  const span = next ? { start, end: next.start } : { start: previous?.end ?? start, end };
  return { source, span, newText: '' };
}

/** Whole lines where the span has them for itself, with a comment behind it. Otherwise just the span. */
function removeLines(source: Source, span: Span): Edit {
  const { text } = source;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const lineEnd = endOfLine(text, span.end);
  if (text.slice(lineStart, span.start).trim() !== '') {
    // The first of a list or mapping that begins behind a dash: the next one moves to its place.
    const next = /^[^\n]*\n\s*/.exec(text.slice(span.end));
    return { source, span: { start: span.start, end: span.end + (next?.[0].length ?? 0) }, newText: '' };
  }
  if (lineEnd < text.length)
    return { source, span: { start: lineStart, end: text.indexOf('\n', lineEnd) + 1 }, newText: '' };
  // The last line goes with the line break before it.
  const start = Math.max(0, lineStart - (text[lineStart - 2] === '\r' ? 2 : 1));
  return { source, span: { start, end: lineEnd }, newText: '' };
}

function insertAfterLine(source: Source, offset: number, newText: string): Edit {
  const end = endOfLine(source.text, offset);
  return { source, span: { start: end, end }, newText };
}

/* Printing */

/** What follows a colon: a block for lists of mappings, otherwise one line. */
function printValue(value: Json, newline: string): string {
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  ) {
    const style = { flow: false, json: false, indent: '    ', newline };
    return value.map((each) => `${newline}  - ${printBlockMap(each as Record<string, Json>, style)}`).join('');
  }
  return printFlow(value, false);
}

function printBlockMap(map: { readonly [key: string]: Json }, style: Style): string {
  const entries = Object.entries(map).map(([key, value]) => `${printKey(key)}: ${printFlow(value, false)}`);
  return entries.length === 0 ? '{}' : entries.join(`${style.newline}${style.indent}`);
}

/** A value on one line: as JSON, or as a person would write it in YAML. */
export function printFlow(value: Json, json: boolean): string {
  if (json) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((each) => printFlow(each, false)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${printKey(key)}: ${printFlow(each, false)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? printText(value) : JSON.stringify(value);
}

function printKey(key: string): string {
  return printText(key);
}

/** Without quotes where that means the same to every reader of YAML. */
function printText(text: string): string {
  const plain = /^[A-Za-z0-9_][\w./-]*(?: [A-Za-z0-9_./][\w./-]*)*$/.test(text);
  const word = /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain && !word && Number.isNaN(Number(text)) ? text : quoted(text);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/* Places in the text */

function isFlow(source: Source, node: Node): boolean {
  const first = source.text[node.span.start];
  return node.kind === 'map' ? first === '{' : first === '[';
}

/** Whether a mapping is written as JSON, so that what is added has to be JSON too. */
function isJson(source: Source, map: MapNode): boolean {
  return isFlow(source, map) && source.text[map.entries[0]?.span.start ?? 0] === '"';
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The end of the line without its line break. */
function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' && newline > offset ? newline - 1 : newline;
}

function newlineOf(source: Source): string {
  return source.text.includes('\r\n') ? '\r\n' : '\n';
}

function trimmedBefore(text: string, span: Span): Span {
  let { start } = span;
  while (text[start - 1] === ' ') start--;
  return { start, end: span.end };
}
