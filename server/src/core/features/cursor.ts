import { contains, type Span } from '../span.ts';
import type { MapEntry, Node, ScalarNode } from '../syntax/node.ts';

/** Where in a manifest's tree an offset stands: everything around it, from the outside in. */
export interface Cursor {
  /** Keys and list positions from the top: `['allow', 0, 'read', 1]`. */
  readonly path: readonly (string | number)[];
  /** Spans of all that encloses the offset, from the inside out, each once. */
  readonly around: readonly Span[];
  /** The innermost entry that the offset is in. */
  readonly entry?: MapEntry;
  /** The word that it stands on. */
  readonly scalar?: ScalarNode;
  /** Whether that word is a key or a value. */
  readonly on: 'key' | 'value' | 'nothing';
}

export function cursorAt(root: Node | undefined, offset: number): Cursor {
  const path: (string | number)[] = [];
  const around: Span[] = [];
  let entry: MapEntry | undefined;
  let node = root;
  while (node && contains(node.span, offset)) {
    around.push(node.span);
    if (node.kind === 'scalar') {
      return { path, around: innermostFirst(around), ...(entry ? { entry } : {}), scalar: node, on: 'value' };
    }
    if (node.kind === 'seq') {
      const index: number = node.items.findIndex((item) => item && contains(item.span, offset));
      const inItem = index >= 0 ? index : node.itemSpans.findIndex((span) => contains(span, offset));
      if (inItem < 0) break;
      path.push(inItem);
      around.push(node.itemSpans[inItem]!);
      node = node.items[inItem];
      continue;
    }
    const within: MapEntry | undefined =
      node.entries.find(({ key }) => contains(key.span, offset)) ??
      node.entries.find(({ value }) => value && contains(value.span, offset)) ??
      node.entries.find(({ span }) => contains(span, offset));
    if (!within) break;
    entry = within;
    path.push(within.key.text);
    around.push(within.span);
    if (contains(within.key.span, offset)) {
      around.push(within.key.span);
      return { path, around: innermostFirst(around), entry, scalar: within.key, on: 'key' };
    }
    node = within.value;
  }
  return { path, around: innermostFirst(around), ...(entry ? { entry } : {}), on: 'nothing' };
}

function innermostFirst(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].reverse()) {
    const last = result.at(-1);
    if (!last || last.start !== span.start || last.end !== span.end) result.push(span);
  }
  return result;
}
