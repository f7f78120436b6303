import type { Span } from '../../span.ts';
import { limited } from './operators.ts';
import { BeyondUs, StarlarkError } from './problem.ts';
import {
  type BuiltinValue,
  bool,
  type Call,
  compare,
  integer,
  itemsOf,
  keyOf,
  list,
  repr,
  string,
  text,
  truth,
  typeName,
  type Value,
} from './values.ts';

/** What a built-in function makes of its positional arguments, as many as `least` to `most`. */
export function builtin(
  name: string,
  [least, most]: readonly [number, number],
  run: (args: readonly Value[], call: Call) => Value,
  names: readonly string[] = [],
): BuiltinValue {
  const call = (call: Call): Value => {
    if (call.args.length < least) throw new StarlarkError(`\`${name}\` needs more arguments`, call.span);
    if (call.args.length > most) throw new StarlarkError(`\`${name}\` takes fewer arguments`, call.span);
    for (const given of call.named.keys())
      if (!names.includes(given)) throw new BeyondUs(`\`${given}\` of \`${name}\` is not read`, call.spanOf(given));
    return run(call.args, call);
  };
  return { kind: 'builtin', name, call };
}

const sequenceOf = (value: Value | undefined, span: Span): Value[] => (value ? [...itemsOf(value, span)] : []);

function extreme(args: readonly Value[], call: Call, sign: 1 | -1): Value {
  const values = args.length === 1 ? itemsOf(args[0]!, call.span) : args;
  const [first, ...rest] = values;
  if (first === undefined) throw new StarlarkError('there is nothing to choose from', call.span);
  const key = call.named.get('key');
  const measure = (value: Value) => (key ? call.apply(key, [value]) : value);
  let best = first;
  for (const value of rest) if (compare(measure(value), measure(best), call.span) * sign > 0) best = value;
  return best;
}

function sorted([values]: readonly Value[], call: Call): Value {
  const key = call.named.get('key');
  const reverse = call.named.get('reverse');
  const sign = reverse !== undefined && truth(reverse) ? -1 : 1;
  const measured = sequenceOf(values, call.span).map((value) => ({
    value,
    by: key ? call.apply(key, [value]) : value,
  }));
  call.work.spend(measured.length, call.span);
  return list(measured.sort((a, b) => sign * compare(a.by, b.by, call.span)).map(({ value }) => value));
}

function range(args: readonly Value[], { span, work }: Call): Value {
  const numbers = args.map((value) => {
    if (value.kind !== 'int') throw new StarlarkError('`range` takes numbers', span);
    return value.value;
  });
  const [start, end, step] = [
    numbers.length > 1 ? numbers[0]! : 0,
    numbers[numbers.length > 1 ? 1 : 0]!,
    numbers[2] ?? 1,
  ];
  if (step === 0) throw new StarlarkError('a step cannot be 0', span);
  const length = Math.max(0, Math.ceil((end - start) / step));
  work.spend(length, span);
  return { kind: 'range', items: Array.from({ length }, (_, i) => integer(start + i * step, span)) };
}

function toInt(args: readonly Value[], { span }: Call): Value {
  const [value] = args;
  if (args.length > 1) throw new BeyondUs('`int` with a base is not read', span);
  if (value?.kind === 'int') return value;
  if (value?.kind === 'bool') return integer(value.value ? 1 : 0, span);
  if (value?.kind !== 'string') throw new StarlarkError('`int` takes a number or its text', span);
  if (/^[+-]?(0|[1-9][0-9]*)$/.test(value.value)) return integer(Number(value.value), span);
  throw /^[+-]?[0-9]/.test(value.value)
    ? new BeyondUs('a number written like this is not read', span)
    : new StarlarkError('this is no number', span);
}

function dict(args: readonly Value[], call: Call): Value {
  const entries = new Map<string, readonly [Value, Value]>();
  const put = (key: Value, value: Value) => entries.set(keyOf(key, call.span), [key, value]);
  const [from] = args;
  if (from?.kind === 'dict') for (const [key, value] of from.entries.values()) put(key, value);
  else
    for (const pair of sequenceOf(from, call.span)) {
      const items = itemsOf(pair, call.span);
      if (items.length !== 2) throw new StarlarkError('`dict` takes pairs', call.span);
      put(items[0]!, items[1]!);
    }
  for (const [name, value] of call.named) put(string(name), value);
  return { kind: 'dict', entries, readers: 0 };
}

function length([value]: readonly Value[], { span }: Call): Value {
  if (value?.kind === 'string') return integer([...value.value].length, span);
  if (value?.kind === 'dict') return integer(value.entries.size, span);
  if (value?.kind === 'iterator') throw new StarlarkError('an iterator has no length', span);
  return integer(itemsOf(value!, span).length, span);
}

const unread = (name: string): BuiltinValue => ({
  kind: 'builtin',
  name,
  call: ({ span }) => {
    throw new BeyondUs(`\`${name}\` is not read`, span);
  },
});

const FUNCTIONS: readonly BuiltinValue[] = [
  builtin('all', [1, 1], ([a], { span }) => bool(sequenceOf(a, span).every(truth))),
  builtin('any', [1, 1], ([a], { span }) => bool(sequenceOf(a, span).some(truth))),
  builtin('bool', [0, 1], ([a]) => bool(a !== undefined && truth(a))),
  { kind: 'builtin', name: 'dict', call: (call) => dict(call.args, call) },
  builtin('enumerate', [1, 2], ([a, from], { span }) => {
    if (from && from.kind !== 'int') throw new StarlarkError('`enumerate` counts from a number', span);
    const first = from?.kind === 'int' ? from.value : 0;
    return list(sequenceOf(a, span).map((item, i) => ({ kind: 'tuple', items: [integer(first + i, span), item] })));
  }),
  builtin('fail', [0, Number.MAX_SAFE_INTEGER], (args, { span }) => {
    throw new StarlarkError(`the file itself gives up: ${args.map((value) => text(value, span)).join(' ')}`, span);
  }),
  builtin('int', [1, 2], toInt),
  builtin('len', [1, 1], length),
  builtin('list', [0, 1], ([a], { span, work }) => list(limited(sequenceOf(a, span), span, work))),
  builtin('max', [1, Number.MAX_SAFE_INTEGER], (args, call) => extreme(args, call, 1), ['key']),
  builtin('min', [1, Number.MAX_SAFE_INTEGER], (args, call) => extreme(args, call, -1), ['key']),
  builtin('range', [1, 3], range),
  builtin('repr', [1, 1], ([a], { span }) => string(repr(a!, span))),
  builtin('reversed', [1, 1], ([a], { span }) => list(sequenceOf(a, span).reverse())),
  builtin('sorted', [1, 1], sorted, ['key', 'reverse']),
  builtin('str', [1, 1], ([a], { span }) => string(text(a!, span))),
  builtin('tuple', [0, 1], ([a], { span }) => ({ kind: 'tuple', items: sequenceOf(a, span) })),
  builtin('type', [1, 1], ([a]) => string(typeName(a!))),
  builtin('zip', [0, Number.MAX_SAFE_INTEGER], (args, { span }) => {
    const lists = args.map((value) => itemsOf(value, span));
    const shortest = Math.min(...lists.map((one) => one.length));
    const count = lists.length === 0 ? 0 : shortest;
    return list(Array.from({ length: count }, (_, i) => ({ kind: 'tuple', items: lists.map((one) => one[i]!) })));
  }),
  ...['abs', 'bytes', 'chr', 'dir', 'float', 'getattr', 'hasattr', 'hash', 'ord'].map(unread),
];

/** What is called something wherever Starlark runs, in the implementation that Codex uses. */
export const GLOBALS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['None', { kind: 'none' }],
  ['True', bool(true)],
  ['False', bool(false)],
  ...FUNCTIONS.map((one) => [one.name, one] as const),
]);
