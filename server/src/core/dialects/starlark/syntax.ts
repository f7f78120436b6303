import type { Span } from '../../span.ts';

/** A Starlark file as a tree. Every node has the place of all its text. */
export type Expression = { readonly span: Span } & (
  | { readonly kind: 'name'; readonly name: string }
  /** `inner`: what stands between the quotes. */
  | { readonly kind: 'string'; readonly value: string; readonly inner: Span }
  | { readonly kind: 'format'; readonly parts: readonly string[]; readonly holes: readonly Expression[] }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'unread'; readonly what: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | {
      readonly kind: 'comprehension';
      /** What each round gives; of a dictionary key and value. */
      readonly item: Expression;
      readonly value?: Expression;
      readonly clauses: readonly Clause[];
    }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Argument[] }
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression }
  | {
      readonly kind: 'slice';
      readonly object: Expression;
      readonly from?: Expression;
      readonly to?: Expression;
      readonly step?: Expression;
    }
);

export type Clause =
  | { readonly kind: 'for'; readonly target: Expression; readonly iterable: Expression }
  | { readonly kind: 'if'; readonly condition: Expression };

export interface Argument {
  readonly kind: 'positional' | 'named' | 'list' | 'dict';
  /** Of a named one. */
  readonly name?: string;
  readonly value: Expression;
  readonly span: Span;
}

export interface Parameter {
  /** `star`: takes what is left of the positional arguments, or, without a name, ends them. */
  readonly kind: 'plain' | 'star' | 'double-star';
  readonly name?: string;
  readonly fallback?: Expression;
  readonly annotated: boolean;
  readonly span: Span;
}

export type Statement = { readonly span: Span } & (
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'assign'; readonly target: Expression; readonly value: Expression }
  | { readonly kind: 'augment'; readonly operator: string; readonly target: Expression; readonly value: Expression }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: 'for';
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'def';
      readonly name: string;
      readonly parameters: readonly Parameter[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'return'; readonly value?: Expression }
  | { readonly kind: 'load' | 'break' | 'continue' | 'pass' }
);
