import type { Span } from '../span.ts';

/** The syntax tree of a manifest, with only what a reader needs. YAML's and JSON's own trees stay behind parse.ts. */
export type Node = ScalarNode | MapNode | SeqNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, without quotes: `007` where the value is 7. */
  readonly text: string;
  /** Of the value without quotes, so that a finding can point at a word in it when `plain` is true. */
  readonly span: Span;
  /** True where offsets in `text` are offsets in the source: no escapes, no folding. */
  readonly plain: boolean;
}

export interface MapNode {
  readonly kind: 'map';
  readonly span: Span;
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: Node | undefined;
  readonly span: Span;
}

export interface SeqNode {
  readonly kind: 'seq';
  readonly span: Span;
  readonly items: readonly (Node | undefined)[];
  /** Span of each item including its dash, in step with `items`. */
  readonly itemSpans: readonly Span[];
}
