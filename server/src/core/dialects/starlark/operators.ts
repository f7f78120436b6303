import type { Span } from '../../span.ts';
import { BeyondUs, StarlarkError } from './problem.ts';
import {
  bool,
  compare,
  equal,
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
  type Work,
} from './values.ts';

/** Characters and items that one value may have. */
const LONGEST = 100_000;

/** The value of a binary operator other than `and` and `or`. @throws StarlarkError where the values do not fit it. */
export function binary(operator: string, a: Value, b: Value, span: Span, work: Work): Value {
  switch (operator) {
    case '==':
      return bool(equal(a, b, span));
    case '!=':
      return bool(!equal(a, b, span));
    case '<':
      return bool(compare(a, b, span) < 0);
    case '>':
      return bool(compare(a, b, span) > 0);
    case '<=':
      return bool(compare(a, b, span) <= 0);
    case '>=':
      return bool(compare(a, b, span) >= 0);
    case 'in':
      return bool(isIn(a, b, span));
    case 'not in':
      return bool(!isIn(a, b, span));
    default:
      break;
  }
  if (a.kind === 'int' && b.kind === 'int') return integer(arithmetic(operator, a.value, b.value, span), span);
  if (operator === '%' && a.kind === 'string') return string(limited(percent(a.value, b, span), span, work));
  if (operator === '+') {
    if (a.kind === 'string' && b.kind === 'string') return string(limited(a.value + b.value, span, work));
    if (a.kind === 'list' && b.kind === 'list') return list(limited([...a.items, ...b.items], span, work));
    if (a.kind === 'tuple' && b.kind === 'tuple')
      return { kind: 'tuple', items: limited([...a.items, ...b.items], span, work) };
  }
  if (operator === '*') {
    const [many, times] = a.kind === 'int' ? [b, a] : [a, b];
    if (times.kind === 'int') {
      const count = Math.max(0, times.value);
      if (many.kind === 'string') return string(repeated(many.value, count, span, work));
      if (many.kind === 'list' || many.kind === 'tuple') {
        if (many.items.length * count > LONGEST) throw new BeyondUs('lists as long as this are not built', span);
        work.spend(many.items.length * count, span);
        const items = Array.from({ length: count }, () => many.items).flat();
        return many.kind === 'list' ? list(items) : { kind: 'tuple', items };
      }
    }
  }
  if (operator === '|' && a.kind === 'dict' && b.kind === 'dict')
    return { kind: 'dict', entries: new Map([...a.entries, ...b.entries]), readers: 0 };
  if (operator === '/') throw new BeyondUs('fractions are not read', span);
  throw new StarlarkError(`a ${typeName(a)} and a ${typeName(b)} cannot be put together by \`${operator}\``, span);
}

export function unary(operator: string, operand: Value, span: Span): Value {
  if (operator === 'not') return bool(!truth(operand));
  if (operand.kind !== 'int') throw new StarlarkError(`\`${operator}\` cannot be done to a ${typeName(operand)}`, span);
  if (operator === '~') return integer(-operand.value - 1, span);
  return integer(operator === '-' ? 0 - operand.value : operand.value, span);
}

/** `object[index]`. */
export function element(object: Value, index: Value, span: Span): Value {
  if (object.kind === 'dict') {
    const found = object.entries.get(keyOf(index, span));
    if (!found) throw new StarlarkError(`there is no key ${repr(index, span)}`, span);
    return found[1];
  }
  const items = sequence(object, span);
  if (index.kind !== 'int') throw new StarlarkError('an element is found by a number', span);
  const at = index.value < 0 ? index.value + items.length : index.value;
  const found = items[at];
  if (found === undefined) throw new StarlarkError(`there is no element ${index.value}`, span);
  return typeof found === 'string' ? string(found) : found;
}

/** `object[from:to:step]`. */
export function slice(
  object: Value,
  from: Value | undefined,
  to: Value | undefined,
  by: Value | undefined,
  span: Span,
): Value {
  const items = sequence(object, span);
  const number = (value: Value | undefined): number | undefined => {
    if (value === undefined || value.kind === 'none') return undefined;
    if (value.kind !== 'int') throw new StarlarkError('a part is cut out by numbers', span);
    if (Math.abs(value.value) > 2 ** 31 - 1) throw new BeyondUs('bounds as large as this are not read', span);
    return value.value;
  };
  const step = number(by) ?? 1;
  if (step === 0) throw new StarlarkError('a step cannot be 0', span);
  const [low, high] = step > 0 ? [0, items.length] : [-1, items.length - 1];
  const bound = (value: number | undefined, fallback: number) =>
    value === undefined ? fallback : Math.min(high, Math.max(low, value < 0 ? value + items.length : value));
  const start = bound(number(from), step > 0 ? low : high);
  const end = bound(number(to), step > 0 ? high : low);
  const picked: (Value | string)[] = [];
  for (let i = start; step > 0 ? i < end : i > end; i += step) picked.push(items[i]!);
  if (object.kind === 'string') return string(picked.join(''));
  const values = picked as Value[];
  if (object.kind === 'list') return list(values);
  return { kind: object.kind === 'range' ? 'range' : 'tuple', items: values };
}

function sequence(object: Value, span: Span): readonly (Value | string)[] {
  if (object.kind === 'string') return [...object.value];
  if (object.kind === 'list' || object.kind === 'tuple' || object.kind === 'range') return object.items;
  throw new StarlarkError(`a ${typeName(object)} has no elements`, span);
}

function isIn(a: Value, b: Value, span: Span): boolean {
  if (b.kind === 'string') {
    if (a.kind !== 'string') throw new StarlarkError('only a string can be in a string', span);
    return b.value.includes(a.value);
  }
  if (b.kind === 'dict') return b.entries.has(keyOf(a, span));
  return itemsOf(b, span).some((item) => equal(item, a, span));
}

function arithmetic(operator: string, a: number, b: number, span: Span): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '//':
    case '%':
      if (b === 0) throw new StarlarkError('a division by zero', span);
      return operator === '//' ? Math.floor(a / b) : a - b * Math.floor(a / b);
    case '/':
      throw new BeyondUs('fractions are not read', span);
    default:
      return bits(operator, BigInt(a), BigInt(b), span);
  }
}

function bits(operator: string, a: bigint, b: bigint, span: Span): number {
  switch (operator) {
    case '&':
      return Number(a & b);
    case '|':
      return Number(a | b);
    case '^':
      return Number(a ^ b);
    default:
      if (b < 0n) throw new StarlarkError('bits cannot be shifted by less than 0', span);
      if (operator === '>>') return Number(a >> (b > 64n ? 64n : b));
      // The interpreter itself loses bits of small numbers that are shifted beyond 32 of them (0.169).
      if (a !== 0n && (b > 31n || BigInt.asIntN(32, a << b) !== a << b)) {
        throw new BeyondUs('numbers are not shifted beyond 32 bits', span);
      }
      return a === 0n ? 0 : Number(a << b);
  }
}

/** `"%s of %d" % (a, b)`. */
function percent(format: string, given: Value, span: Span): string {
  const values = given.kind === 'tuple' ? [...given.items] : [given];
  let result = '';
  for (let at = 0; at < format.length; at++) {
    if (format[at] !== '%') {
      result += format[at];
      continue;
    }
    const letter = format[++at];
    if (letter === '%') {
      result += '%';
      continue;
    }
    if (letter === undefined) throw new StarlarkError('this text ends within a `%`', span);
    if (!'srdoxX'.includes(letter)) throw new BeyondUs(`\`%${letter}\` in a format is not read`, span);
    const value = values.shift();
    if (value === undefined) throw new StarlarkError('this text has more places than values', span);
    result += percentValue(letter, value, span);
  }
  if (values.length > 0) throw new StarlarkError('this text has fewer places than values', span);
  return result;
}

function percentValue(letter: string, value: Value, span: Span): string {
  if (letter === 's') return text(value, span);
  if (letter === 'r') return repr(value, span);
  if (value.kind === 'bool') throw new BeyondUs('a truth value as a number is not read', span);
  if (value.kind !== 'int') throw new StarlarkError(`\`%${letter}\` takes a number`, span);
  if (letter === 'd') return String(value.value);
  const digits = value.value.toString(letter === 'o' ? 8 : 16);
  return letter === 'X' ? digits.toUpperCase() : digits;
}

function repeated(value: string, count: number, span: Span, work: Work): string {
  if (value.length * count > LONGEST) throw new BeyondUs('text as long as this is not built', span);
  work.spend(1 + Math.floor((value.length * count) / 100), span);
  return value.repeat(count);
}

/** The same, where it is short enough. @throws BeyondUs where it is not. */
export function limited<T extends string | Value[]>(value: T, span: Span, work: Work): T {
  if (value.length > LONGEST) throw new BeyondUs('values as long as this are not built', span);
  work.spend(typeof value === 'string' ? Math.floor(value.length / 100) : value.length, span);
  return value;
}
