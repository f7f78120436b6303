import type { Span } from '../../span.ts';
import { builtin } from './builtins.ts';
import { limited } from './operators.ts';
import { BeyondUs, StarlarkError } from './problem.ts';
import {
  bool,
  type Call,
  type DictValue,
  equal,
  integer,
  itemsOf,
  keyOf,
  type ListValue,
  list,
  NONE,
  repr,
  string,
  text,
  typeName,
  type Value,
} from './values.ts';

type Method<Self> = {
  readonly counts: readonly [number, number];
  readonly run: (self: Self, args: readonly Value[], call: Call) => Value;
};

const method = <Self>(least: number, most: number, run: Method<Self>['run']): Method<Self> => ({
  counts: [least, most],
  run,
});

const asText = (value: Value | undefined, span: Span): string => {
  if (value?.kind !== 'string') throw new StarlarkError('a string is needed here', span);
  return value.value;
};

const asNumber = (value: Value, span: Span): number => {
  if (value.kind !== 'int') throw new StarlarkError('a number is needed here', span);
  return value.value;
};

/** What `strip` and its kin take away when nothing is named. */
const BLANK = ' \t\n\r\v\f';

function stripped(value: string, args: readonly Value[], { span }: Call, ends: 'both' | 'left' | 'right'): Value {
  if (args[0]?.kind === 'none') throw new BeyondUs('`None` in place of characters is not read', span);
  const characters = new Set([...(args.length > 0 ? asText(args[0], span) : BLANK)]);
  const letters = [...value];
  let start = 0;
  let end = letters.length;
  if (ends !== 'right') while (start < end && characters.has(letters[start]!)) start++;
  if (ends !== 'left') while (end > start && characters.has(letters[end - 1]!)) end--;
  return string(letters.slice(start, end).join(''));
}

function split(value: string, args: readonly Value[], { span }: Call): Value {
  if (args.length > 1) throw new BeyondUs('`split` with a limit is not read', span);
  if (args.length === 0 || args[0]!.kind === 'none')
    return list(
      value
        .split(/[ \t\n\r\v\f]+/)
        .filter((part) => part !== '')
        .map(string),
    );
  const by = asText(args[0], span);
  if (by === '') throw new StarlarkError('nothing splits a text at nothing', span);
  return list(value.split(by).map(string));
}

function format(value: string, args: readonly Value[], { span, named }: Call): Value {
  let result = '';
  let next = 0;
  for (let at = 0; at < value.length; at++) {
    const c = value[at]!;
    if (c !== '{' && c !== '}') {
      result += c;
    } else if (value[at + 1] === c) {
      result += c;
      at++;
    } else {
      const hole = /^\{([A-Za-z_][A-Za-z0-9_]*|[0-9]*)\}/.exec(value.slice(at, at + 200));
      if (!hole) throw new BeyondUs('a format like this is not read', span);
      const name = hole[1]!;
      const found = name === '' ? args[next++] : /^[0-9]/.test(name) ? args[Number(name)] : named.get(name);
      if (found === undefined) throw new StarlarkError('this text has a place without a value', span);
      result += text(found, span);
      at += hole[0].length - 1;
    }
  }
  return string(result);
}

function affix(value: string, args: readonly Value[], { span }: Call, has: (part: string) => boolean): Value {
  const parts = args[0]!.kind === 'tuple' ? args[0]!.items : [args[0]!];
  return bool(parts.map((part) => asText(part, span)).some(has) && value.length >= 0);
}

const isAscii = (value: string): boolean => /^[\0-\x7f]*$/.test(value);

function cased(value: string, { span }: Call, change: (value: string) => string): Value {
  if (!isAscii(value)) throw new BeyondUs('the case of letters beyond ASCII is not read', span);
  return string(change(value));
}

function replaced(value: string, args: readonly Value[], { span, work }: Call): Value {
  if (args.length > 2) throw new BeyondUs('`replace` with a limit is not read', span);
  const from = asText(args[0], span);
  const to = asText(args[1], span);
  if (from === '') throw new BeyondUs('`replace` of nothing is not read', span);
  return string(limited(value.split(from).join(to), span, work));
}

function join(value: string, args: readonly Value[], { span, work }: Call): Value {
  const parts = itemsOf(args[0]!, span).map((part) => asText(part, span));
  return string(limited(parts.join(value), span, work));
}

const STRING: Readonly<Record<string, Method<string>>> = {
  capitalize: method(0, 0, (s, _, call) =>
    cased(s, call, (v) => v.slice(0, 1).toUpperCase() + v.slice(1).toLowerCase()),
  ),
  elems: method(0, 0, (s) => ({ kind: 'iterator', items: [...s].map(string) })),
  endswith: method(1, 1, (s, args, call) => affix(s, args, call, (part) => s.endsWith(part))),
  format: method(0, Number.MAX_SAFE_INTEGER, format),
  join: method(1, 1, join),
  lower: method(0, 0, (s, _, call) => cased(s, call, (v) => v.toLowerCase())),
  lstrip: method(0, 1, (s, args, call) => stripped(s, args, call, 'left')),
  removeprefix: method(1, 1, (s, [a], { span }) => {
    const part = asText(a, span);
    return string(s.startsWith(part) ? s.slice(part.length) : s);
  }),
  removesuffix: method(1, 1, (s, [a], { span }) => {
    const part = asText(a, span);
    return string(s.endsWith(part) ? s.slice(0, s.length - part.length) : s);
  }),
  replace: method(2, 3, replaced),
  rstrip: method(0, 1, (s, args, call) => stripped(s, args, call, 'right')),
  split: method(0, 2, split),
  startswith: method(1, 1, (s, args, call) => affix(s, args, call, (part) => s.startsWith(part))),
  strip: method(0, 1, (s, args, call) => stripped(s, args, call, 'both')),
  upper: method(0, 0, (s, _, call) => cased(s, call, (v) => v.toUpperCase())),
};

function changing(self: ListValue | DictValue, { span }: Call): void {
  if (self.readers > 0) throw new StarlarkError(`a ${self.kind} cannot change while a loop goes over it`, span);
}

const LIST: Readonly<Record<string, Method<ListValue>>> = {
  append: method(1, 1, (self, [item], call) => {
    changing(self, call);
    self.items.push(item!);
    return NONE;
  }),
  clear: method(0, 0, (self, _, call) => {
    changing(self, call);
    self.items.length = 0;
    return NONE;
  }),
  extend: method(1, 1, (self, [more], call) => {
    changing(self, call);
    const added = [...itemsOf(more!, call.span)];
    limited([...self.items, ...added], call.span, call.work);
    self.items.push(...added);
    return NONE;
  }),
  index: method(1, 3, (self, args, { span }) => {
    if (args.length > 1) throw new BeyondUs('`index` within a part is not read', span);
    const at = self.items.findIndex((item) => equal(item, args[0]!, span));
    if (at < 0) throw new StarlarkError('this list does not hold that', span);
    return integer(at, span);
  }),
  insert: method(2, 2, (self, [at, item], call) => {
    changing(self, call);
    self.items.splice(asNumber(at!, call.span), 0, item!);
    return NONE;
  }),
  pop: method(0, 1, (self, [index], call) => {
    changing(self, call);
    const at = index === undefined ? self.items.length - 1 : asNumber(index, call.span);
    const from = at < 0 ? at + self.items.length : at;
    if (from < 0 || from >= self.items.length) throw new StarlarkError('there is no such element', call.span);
    return self.items.splice(from, 1)[0]!;
  }),
  remove: method(1, 1, (self, [item], call) => {
    changing(self, call);
    const at = self.items.findIndex((one) => equal(one, item!, call.span));
    if (at < 0) throw new StarlarkError('this list does not hold that', call.span);
    self.items.splice(at, 1);
    return NONE;
  }),
};

const DICT: Readonly<Record<string, Method<DictValue>>> = {
  get: method(1, 2, (self, [key, fallback], { span }) => self.entries.get(keyOf(key!, span))?.[1] ?? fallback ?? NONE),
  items: method(0, 0, (self) => list([...self.entries.values()].map((pair) => ({ kind: 'tuple', items: pair })))),
  keys: method(0, 0, (self) => list([...self.entries.values()].map(([key]) => key))),
  pop: method(1, 2, (self, [key, fallback], call) => {
    changing(self, call);
    const at = keyOf(key!, call.span);
    const found = self.entries.get(at)?.[1] ?? fallback;
    if (found === undefined) throw new StarlarkError(`there is no key ${repr(key!, call.span)}`, call.span);
    self.entries.delete(at);
    return found;
  }),
  setdefault: method(1, 2, (self, [key, value], call) => {
    const at = keyOf(key!, call.span);
    const found = self.entries.get(at);
    if (found) return found[1];
    changing(self, call);
    self.entries.set(at, [key!, value ?? NONE]);
    return value ?? NONE;
  }),
  update: method(0, 1, (self, [from], call) => {
    changing(self, call);
    if (from !== undefined && from.kind !== 'dict') throw new BeyondUs('`update` with pairs is not read', call.span);
    for (const [at, pair] of from?.entries ?? []) self.entries.set(at, pair);
    return NONE;
  }),
  values: method(0, 0, (self) => list([...self.entries.values()].map(([, value]) => value))),
};

/** Methods that there are and that no file of rules was seen to need. */
const UNREAD: Readonly<Record<string, readonly string[]>> = {
  string:
    'chr codepoints count elem_ords codepoint_ords find index isalnum isalpha isdigit islower isspace istitle isupper partition rfind rindex rpartition rsplit splitlines title'.split(
      ' ',
    ),
  list: [],
  dict: ['clear', 'popitem'],
};

/** `object.name`, to be called. @throws StarlarkError where there is no such method, BeyondUs where we have none. */
export function methodOf(object: Value, name: string, span: Span): Value {
  const bound = (found: Method<never> | undefined, self: unknown): Value | undefined => {
    if (found === undefined) return undefined;
    const run = found.run as (self: unknown, args: readonly Value[], call: Call) => Value;
    if (name === 'format') return { kind: 'builtin', name, call: (call) => run(self, call.args, call) };
    return builtin(name, found.counts, (args, call) => run(self, args, call));
  };
  const own = <T>(methods: Readonly<Record<string, T>>): T | undefined =>
    Object.hasOwn(methods, name) ? methods[name] : undefined;
  const found =
    object.kind === 'string'
      ? bound(own(STRING), object.value)
      : object.kind === 'list'
        ? bound(own(LIST), object)
        : object.kind === 'dict'
          ? bound(own(DICT), object)
          : undefined;
  if (found) return found;
  if (UNREAD[object.kind]?.includes(name)) throw new BeyondUs(`\`${name}\` is not read`, span);
  if (object.kind === 'function' || object.kind === 'builtin' || object.kind === 'iterator')
    throw new BeyondUs(`\`${name}\` of a ${typeName(object)} is not read`, span);
  throw new StarlarkError(`a ${typeName(object)} has no \`${name}\``, span);
}
