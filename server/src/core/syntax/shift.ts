import { shifted } from '../span.ts';
import type { MapEntry, Node, ScalarNode } from './node.ts';

/** The same tree with all of its spans moved. */
export function shiftedNode(node: Node, by: number): Node {
  if (by === 0) return node;
  if (node.kind === 'scalar') return shiftedScalar(node, by);
  const span = shifted(node.span, by);
  if (node.kind === 'map') return { kind: 'map', span, entries: node.entries.map((entry) => shiftedEntry(entry, by)) };
  return {
    kind: 'seq',
    span,
    items: node.items.map((item) => item && shiftedNode(item, by)),
    itemSpans: node.itemSpans.map((each) => shifted(each, by)),
  };
}

function shiftedEntry(entry: MapEntry, by: number): MapEntry {
  return {
    key: shiftedScalar(entry.key, by),
    value: entry.value && shiftedNode(entry.value, by),
    span: shifted(entry.span, by),
  };
}

function shiftedScalar(node: ScalarNode, by: number): ScalarNode {
  const { kind, value, text, span, plain } = node;
  return { kind, value, text, span: shifted(span, by), plain };
}
