import type { Span } from '../span.ts';
import type { Node } from '../syntax/node.ts';
import type { ReadSource } from '../workspace/workspace.ts';
import { cursorAt } from './cursor.ts';

export interface FoldingSpan extends Span {
  readonly kind: 'block' | 'comment';
}

/** What can be folded in one manifest: every mapping and list that takes more than one line, and blocks of comments. */
export function foldingSpans({ source, manifest }: ReadSource): FoldingSpan[] {
  const { text } = source;
  const spans: FoldingSpan[] = [];
  const visit = (node: Node | undefined): void => {
    if (node?.kind === 'map') {
      for (const { key, value } of node.entries) {
        if (value) add({ start: key.span.start, end: value.span.end });
        visit(value);
      }
    } else if (node?.kind === 'seq') {
      node.items.forEach((item, index) => {
        if (item && item.kind !== 'scalar') add({ start: node.itemSpans[index]!.start, end: item.span.end });
        visit(item);
      });
    }
  };
  const add = (span: Span) => {
    const end = trimmedEnd(text, span.start, span.end);
    if (text.slice(span.start, end).includes('\n')) spans.push({ start: span.start, end, kind: 'block' });
  };
  visit(manifest.node);
  return [...spans, ...commentBlocks(text)];
}

/** From the word at the offset outwards to the whole manifest, for growing a selection. */
export function selectionSpans({ source, manifest }: ReadSource, offset: number): Span[] {
  const spans = cursorAt(manifest.node, offset).around.map((span) => ({
    start: span.start,
    end: trimmedEnd(source.text, span.start, span.end),
  }));
  // Every span has to be within the next; a trimmed one may have become smaller than what it encloses.
  const growing: Span[] = [];
  for (const span of spans) {
    const last = growing.at(-1);
    if (!last || (span.start <= last.start && span.end >= last.end && span.end - span.start > last.end - last.start)) {
      growing.push(span);
    }
  }
  return growing;
}

/** An end without the white space and comments that a block's span may include. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = Math.min(end, text.length);
  while (at > start && /\s/.test(text[at - 1]!)) at--;
  return at;
}

function commentBlocks(text: string): FoldingSpan[] {
  const blocks: FoldingSpan[] = [];
  let start = -1;
  let lines = 0;
  let end = 0;
  const flush = () => {
    if (lines > 1) blocks.push({ start, end, kind: 'comment' });
    lines = 0;
  };
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf('\n', at);
    const lineEnd = next < 0 ? text.length : next;
    if (/^[ \t]*#/.test(text.slice(at, Math.min(lineEnd, at + 200)))) {
      if (lines === 0) start = at;
      lines++;
      end = lineEnd;
    } else {
      flush();
    }
    if (next < 0) break;
    at = next + 1;
  }
  flush();
  return blocks;
}
