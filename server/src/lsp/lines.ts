import type { Position } from 'vscode-languageserver';
import type { Document } from '../core/source.ts';

/** Where the lines of a text begin. Columns are UTF-16 code units, the encoding that every client speaks. */
export interface LineIndex {
  readonly starts: readonly number[];
  readonly length: number;
}

const indexes = new WeakMap<Document, LineIndex>();

export function linesOf(document: Document): LineIndex {
  let index = indexes.get(document);
  if (!index) {
    index = indexLines(document.text);
    indexes.set(document, index);
  }
  return index;
}

/** A line ends with LF, CRLF or a lone CR, as the protocol says. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) starts.push(feed + 1);
  } else {
    for (const end of text.matchAll(/\r\n?|\n/g)) starts.push(end.index + end[0].length);
  }
  return { starts, length: text.length };
}

export function positionAt(index: LineIndex, offset: number): Position {
  const bounded = Math.max(0, Math.min(offset, index.length));
  let low = 0;
  let high = index.starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (index.starts[middle]! <= bounded) low = middle;
    else high = middle;
  }
  return { line: low, character: bounded - index.starts[low]! };
}

/** Positions outside of the text are moved to the nearest place in it; one beyond a line's end to that end. */
export function offsetAt(document: Document, position: Position): number {
  const { starts, length } = linesOf(document);
  if (position.line < 0) return 0;
  const start = starts[position.line];
  if (start === undefined) return length;
  let end = starts[position.line + 1] ?? length;
  if (position.line + 1 < starts.length) {
    if (document.text.charCodeAt(end - 1) === 10) end--;
    if (end > start && document.text.charCodeAt(end - 1) === 13) end--;
  }
  return Math.min(start + Math.max(0, position.character), Math.max(start, end));
}
