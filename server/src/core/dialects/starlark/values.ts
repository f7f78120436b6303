import type { Span } from '../../span.ts';
import { BeyondUs, StarlarkError } from './problem.ts';
import type { Expression, Parameter, Statement } from './syntax.ts';

/** A value of a Starlark run. Strings and lists know where they were written, as long as nothing was computed from them. */
export type Value =
  | { readonly kind: 'none' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number }
  | StringValue
  | ListValue
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  | { readonly kind: 'range'; readonly items: readonly Value[] }
  /** What can only be gone over: the letters of a text. */
  | { readonly kind: 'iterator'; readonly items: readonly Value[] }
  | DictValue
  | FunctionValue
  | BuiltinValue;

export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
  /** The text between the quotes of the literal that it is. */
  readonly span?: Span;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: Value[];
  /** Loops that are going over it: until they end it cannot be changed. */
  readers: number;
  readonly span?: Span;
}

export interface DictValue {
  readonly kind: 'dict';
  /** By {@link keyOf}. */
  readonly entries: Map<string, readonly [Value, Value]>;
  readers: number;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly fallbacks: ReadonlyMap<string, Value>;
  readonly body: readonly Statement[] | Expression;
  readonly scope: Scope;
}

export interface BuiltinValue {
  readonly kind: 'builtin';
  readonly name: string;
  readonly call: (call: Call) => Value;
}

/** A call of a built-in function. */
export interface Call {
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly span: Span;
  /** Where the argument of this position or name stands; the whole call where it is not written as one. */
  spanOf(argument: number | string): Span;
  /** Calls a value that was an argument. */
  apply(callee: Value, args: readonly Value[]): Value;
  readonly work: Work;
}

/** Names and what they stand for; undefined: declared, and not assigned yet. */
export interface Scope {
  readonly values: Map<string, Value | undefined>;
  readonly parent?: Scope;
}

export const NONE: Value = { kind: 'none' };
export const bool = (value: boolean): Value => ({ kind: 'bool', value });
export const string = (value: string): StringValue => ({ kind: 'string', value });
export const list = (items: Value[], span?: Span): ListValue => ({
  kind: 'list',
  items,
  readers: 0,
  ...(span && { span }),
});

/** Counts what a run does, so that no file keeps us busy for long. */
export class Work {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws BeyondUs when all is spent. */
  spend(steps: number, span: Span): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BeyondUs('this takes more steps than we follow', span);
  }
}

export function integer(value: number, span: Span): Value {
  if (!Number.isSafeInteger(value)) throw new BeyondUs('numbers as large as this are not read', span);
  return { kind: 'int', value };
}

export function truth(value: Value): boolean {
  switch (value.kind) {
    case 'none':
      return false;
    case 'bool':
      return value.value;
    case 'int':
      return value.value !== 0;
    case 'string':
      return value.value !== '';
    case 'list':
    case 'tuple':
    case 'range':
      return value.items.length > 0;
    case 'dict':
      return value.entries.size > 0;
    default:
      return true;
  }
}

export function typeName(value: Value): string {
  return value.kind === 'none' ? 'NoneType' : value.kind === 'builtin' ? 'function' : value.kind;
}

/** Values inside values: one that holds itself has no end. */
const DEEPEST = 100;

function deeper(depth: number, span: Span): number {
  if (depth >= DEEPEST) throw new BeyondUs('values as deep as this are not read', span);
  return depth + 1;
}

/** Text that equal values share and others do not. @throws StarlarkError where the value cannot be a key. */
export function keyOf(value: Value, span: Span, depth = 0): string {
  switch (value.kind) {
    case 'none':
      return 'none';
    case 'bool':
      return `bool ${value.value}`;
    case 'int':
      return `int ${value.value}`;
    case 'string':
      return `string ${value.value.length} ${value.value}`;
    case 'tuple':
      return `tuple ${value.items.length} ${value.items.map((item) => keyOf(item, span, deeper(depth, span))).join(' ')}`;
    case 'list':
    case 'dict':
      throw new StarlarkError(`a ${value.kind} cannot be a key`, span);
    default:
      throw new BeyondUs(`a ${typeName(value)} as a key is not read`, span);
  }
}

export function equal(a: Value, b: Value, span: Span, depth = 0): boolean {
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'none':
      return true;
    case 'bool':
    case 'int':
    case 'string':
      return a.value === (b as typeof a).value;
    case 'list':
    case 'tuple':
    case 'range': {
      const other = (b as typeof a).items;
      return (
        a.items.length === other.length && a.items.every((item, i) => equal(item, other[i]!, span, deeper(depth, span)))
      );
    }
    case 'dict': {
      const other = (b as DictValue).entries;
      return (
        a.entries.size === other.size &&
        [...a.entries].every(
          ([key, [, value]]) => other.has(key) && equal(value, other.get(key)![1], span, deeper(depth, span)),
        )
      );
    }
    default:
      throw new BeyondUs(`whether two ${typeName(a)}s are the same is not read`, span);
  }
}

/** Less than 0, 0, or more, as `a` comes before `b`. @throws StarlarkError where they have no order. */
export function compare(a: Value, b: Value, span: Span, depth = 0): number {
  if (a.kind === 'int' && b.kind === 'int') return a.value - b.value;
  if (a.kind === 'bool' && b.kind === 'bool') return Number(a.value) - Number(b.value);
  if (a.kind === 'string' && b.kind === 'string') return compareText(a.value, b.value);
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
    for (let i = 0; i < Math.min(a.items.length, b.items.length); i++) {
      const order = compare(a.items[i]!, b.items[i]!, span, deeper(depth, span));
      if (order !== 0) return order;
    }
    return a.items.length - b.items.length;
  }
  throw new StarlarkError(`a ${typeName(a)} and a ${typeName(b)} have no order`, span);
}

/** By code points, not by the halves that some are stored as. */
function compareText(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** The items of something that can be gone over. @throws StarlarkError where it cannot. */
export function itemsOf(value: Value, span: Span): readonly Value[] {
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'range' || value.kind === 'iterator')
    return value.items;
  if (value.kind === 'dict') return [...value.entries.values()].map(([key]) => key);
  // The compiler of the Rust implementation removes some loops over it, and refuses others.
  if (value.kind === 'string' && value.value === '')
    throw new BeyondUs('a loop over an empty string is not read', span);
  throw new StarlarkError(`nothing can go over a ${typeName(value)}`, span);
}

/** As `repr` writes it. */
export function repr(value: Value, span: Span, depth = 0): string {
  const inner = (item: Value) => repr(item, span, deeper(depth, span));
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'string':
      return `"${[...value.value].map(escaped).join('')}"`;
    case 'list':
      return `[${value.items.map(inner).join(', ')}]`;
    case 'tuple': {
      const items = value.items.map(inner).join(', ');
      return value.items.length === 1 ? `(${items},)` : `(${items})`;
    }
    case 'dict':
      return `{${[...value.entries.values()].map(([key, item]) => `${inner(key)}: ${inner(item)}`).join(', ')}}`;
    default:
      throw new BeyondUs(`a ${typeName(value)} as text is not read`, span);
  }
}

function escaped(character: string): string {
  const known = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', '"': '\\"' }[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0)!;
  if (code >= 0x20 && code < 0x7f) return character;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return character;
}

export function text(value: Value, span: Span): string {
  return value.kind === 'string' ? value.value : repr(value, span);
}
