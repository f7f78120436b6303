import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  type JSONPath,
  type Edit as JsonEdit,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';
import type { Edit } from '../../finding.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { SeqNode } from '../../syntax/node.ts';

/** Changes to JSON that keep its comments, order and indentation. */

/** Puts a value at a path; `isArrayInsertion` puts it before what stands there. */
export function setJson(
  source: Source,
  path: JSONPath,
  value: unknown,
  isArrayInsertion = false,
): readonly Edit[] | undefined {
  const { text } = source;
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root && isWrittenTwice(root, path)) return undefined;
  return edited(source, () => modify(text, path, value, { formattingOptions: formattingOf(text), isArrayInsertion }));
}

/**
 * Takes out the item or the member that stands at a path, with its comma and the line that it had to itself. Comments
 * stay: only their author knows what they are about.
 */
export function removeJson(source: Source, path: JSONPath): readonly Edit[] | undefined {
  const { text } = source;
  const root = parseTree(text, [], { allowTrailingComma: true });
  const found = root && findNodeAtLocation(root, path);
  const node = found?.parent?.type === 'property' ? found.parent : found;
  const siblings = node?.parent?.children;
  if (!root || !node || !siblings || isWrittenTwice(root, path)) return undefined;
  const previous = siblings[siblings.indexOf(node) - 1];
  const start = node.offset;
  const end = start + node.length;
  const comma = commaFrom(text, end);
  const edit = (from: number, to: number): Edit => ({ source, span: { start: from, end: to }, newText: '' });
  if (comma !== undefined) {
    const bare = isBlank(text, end, comma);
    const spans = lineOf(text, start, comma + 1);
    return bare ? [edit(spans.start, spans.end)] : [edit(start, end), edit(comma, comma + 1)];
  }
  const before = previous && commaFrom(text, previous.offset + previous.length);
  if (before === undefined) return [edit(start, end)];
  return isBlank(text, before + 1, start) ? [edit(before, end)] : [edit(before, before + 1), edit(start, end)];
}

/** Whether a name on the way stands twice in its object: which of them counts is for the tool to say, not for an edit. */
function isWrittenTwice(root: Node, path: JSONPath): boolean {
  return path.some((segment, index) => {
    const object = findNodeAtLocation(root, path.slice(0, index));
    const named = object?.type === 'object' ? object.children : undefined;
    return (named ?? []).filter(({ children }) => children?.[0]?.value === segment).length > 1;
  });
}

/** Where the comma is that comes next, after blanks and comments. */
function commaFrom(text: string, at: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(at);
  scanner.scan();
  const next = scanner.getTokenOffset();
  return text[next] === ',' ? next : undefined;
}

function isBlank(text: string, start: number, end: number): boolean {
  return text.slice(start, end).trim() === '';
}

/** A stretch with the whole line where it is alone there, and otherwise with the blanks after it. */
function lineOf(text: string, start: number, end: number): Span {
  const before = /\r?\n[ \t]*$/.exec(text.slice(0, start))?.[0];
  if (before !== undefined && /^[ \t]*(\r?\n|$)/.test(text.slice(end))) return { start: start - before.length, end };
  return { start, end: end + /^[ \t]*/.exec(text.slice(end))![0].length };
}

/** Puts a text at the end of a list, laid out as the items before it are. */
export function appendToList(source: Source, list: SeqNode, text: string): readonly Edit[] {
  const last = list.itemSpans.at(-1);
  const newText = JSON.stringify(text);
  if (!last) return [{ source, span: { start: list.span.start + 1, end: list.span.start + 1 }, newText }];
  const before = source.text.slice(list.span.start, last.start);
  const line = /(\r?\n)([ \t]*)$/.exec(before);
  const between = line ? `,${line[1]}${line[2]}` : ', ';
  return [{ source, span: { start: last.end, end: last.end }, newText: between + newText }];
}

/** Several changes one after the other, as one edit of the stretch that they touch together. */
export function inTurn(
  source: Source,
  ...steps: readonly ((now: Source) => readonly Edit[] | undefined)[]
): readonly Edit[] | undefined {
  let now = source;
  for (const step of steps) {
    const edits = step(now);
    if (!edits) return undefined;
    const text = applyEdits(
      now.text,
      edits.map(({ span, newText }) => ({ offset: span.start, length: span.end - span.start, content: newText })),
    );
    now = { uri: source.uri, text };
  }
  return [difference(source, now.text)];
}

/** The one edit that makes a text of another: what is the same at both ends is left alone. */
function difference(source: Source, after: string): Edit {
  const before = source.text;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { source, span: { start, end: before.length - end }, newText: after.slice(start, after.length - end) };
}

function edited(source: Source, change: () => JsonEdit[]): readonly Edit[] | undefined {
  try {
    const edits = change();
    return edits.map(({ offset, length, content }) => ({
      source,
      span: { start: offset, end: offset + length },
      newText: content,
    }));
  } catch {
    // The path leads through something that is no object or list.
    return undefined;
  }
}

function formattingOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
