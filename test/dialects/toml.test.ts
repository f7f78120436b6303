import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse, stringify, TomlDate } from 'smol-toml';
import { parseToml } from '../../server/src/core/dialects/toml/tree.ts';
import type { Node } from '../../server/src/core/syntax/node.ts';
import { toJson } from '../../server/src/core/syntax/node-json.ts';

const read = (text: string) => parseToml({ uri: 'test:///a.toml', text });

/** What smol-toml makes of a text, with dates as they are written left out of the comparison. */
function plain(value: unknown): unknown {
  if (value instanceof TomlDate) return 'date';
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}

/** Checks that we and smol-toml agree on what a text says, and that everything stands where it is said to stand. */
function checkAlike(text: string): void {
  let expected: unknown;
  try {
    expected = plain(parse(text));
  } catch {
    assert.notEqual(read(text).problem, undefined, text);
    return;
  }
  const { node, problem } = read(text);
  assert.equal(problem, undefined, text);
  assert.deepEqual(
    JSON.parse(JSON.stringify(plain(dated(toJson(node), expected)))),
    JSON.parse(JSON.stringify(expected)),
    text,
  );
  checkPlaces(text, node);
}

/** A date is its text to us. */
function dated(ours: unknown, theirs: unknown): unknown {
  if (theirs === 'date' && typeof ours === 'string') return 'date';
  if (Array.isArray(ours) && Array.isArray(theirs)) return ours.map((item, i) => dated(item, theirs[i]));
  if (typeof ours !== 'object' || ours === null || typeof theirs !== 'object' || theirs === null) return ours;
  const other = theirs as Record<string, unknown>;
  return Object.fromEntries(Object.entries(ours).map(([key, item]) => [key, dated(item, other[key])]));
}

function checkPlaces(text: string, node: Node | undefined): void {
  if (!node) return;
  assert(node.span.start >= 0 && node.span.end <= text.length && node.span.start <= node.span.end);
  if (node.kind === 'scalar') {
    if (node.plain) assert.equal(text.slice(node.span.start, node.span.end), node.text);
    return;
  }
  if (node.kind === 'seq') {
    for (const item of node.items) checkPlaces(text, item);
    return;
  }
  for (const { key, value, span } of node.entries) {
    checkPlaces(text, key);
    checkPlaces(text, value);
    if (value) assert(span.start <= value.span.start && value.span.end <= span.end, JSON.stringify([span, value.span]));
  }
}

const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'a-b', '1', '"q"', "'*'", '"\\n"', '""', '__proto__', 'true'),
  fc.tuple(fc.constantFrom('a', 'b', '"x.y"'), fc.constantFrom('a', 'c')).map(([x, y]) => `${x} . ${y}`),
);
const scalar = fc.constantFrom(
  ...[
    '1',
    '-1',
    '+0',
    '1_000',
    '0xff',
    '0o7',
    '0b1',
    '1.5',
    '1e3',
    'inf',
    'nan',
    'true',
    'false',
    '""',
    '"a#b"',
    "'c:\\\\d'",
    '"\\u00e9\\t\\\\"',
    '"""\nx\n"""',
    "'''a''b'''",
    '""""q""""',
    '"""a\\\n   b"""',
    '1979-05-27',
    '1979-05-27T07:32:00Z',
    '07:32:00',
    '1979-05-27 07:32:00',
    '01',
    '"x',
    'yes',
    '',
  ],
);
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { arbitrary: scalar, weight: 4 },
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[ ${items.join(', ')} ]`),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[\n  ${items.join(', # c\n  ')},\n]`),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 3 })
      .map((pairs) => `{ ${pairs.map(([k, v]) => `${k} = ${v}`).join(', ')} }`),
  ),
}));
const line = fc.oneof(
  { arbitrary: fc.tuple(key, value).map(([k, v]) => `${k} = ${v}`), weight: 4 },
  key.map((k) => `[${k}]`),
  key.map((k) => `[[ ${k} ]]`),
  fc.constantFrom('', '# comment', '  ', 'a', '=', '[', ']]', 'a = 1 # c', '\ta=2'),
);

test('values are those of smol-toml, and stand where they are said to stand', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), (lines, end) =>
      checkAlike(lines.join(end)),
    ),
    { numRuns: 3000, includeErrorInReport: true },
  );
});

test('what smol-toml writes is read as it was', () => {
  const json = fc.dictionary(
    fc.string(),
    fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.boolean(),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('any'), { maxKeys: 3 }),
      ),
    })).any,
    { maxKeys: 4 },
  );
  fc.assert(
    fc.property(json, (data) => checkAlike(stringify(data as Record<string, never>))),
    { numRuns: 500, includeErrorInReport: true },
  );
});

test('mistakes stand at their place', () => {
  const at = (text: string) => {
    const { problem } = read(text);
    return problem && text.slice(problem.span.start, problem.span.end);
  };
  assert.equal(at('a = 1\na = 2\n'), 'a');
  assert.equal(read('a = 1\na = 2\n').problem?.span.start, 6);
  assert.equal(at('a = "x'), '"x');
  assert.equal(read('[t]\nx = 1\n[t]\n').problem !== undefined, true);
  assert.equal(read('a = 1').problem, undefined);
});

test('a table is one map, however it is written, and its places are its own', () => {
  const text = '[a]\nx = 1\n\n[a.b]\ny = 2\n\n[[r]]\nn = 1\n[[r]]\nn = 2\n';
  const { node } = read(text);
  assert.deepEqual(toJson(node), { a: { x: 1, b: { y: 2 } }, r: [{ n: 1 }, { n: 2 }] });
  const list = node.entries.find((entry) => entry.key.text === 'r')?.value;
  assert(list?.kind === 'seq');
  assert.deepEqual(
    list.itemSpans.map(({ start, end }) => text.slice(start, end)),
    ['[[r]]\nn = 1', '[[r]]\nn = 2'],
  );
});

test('reading never throws, and ends', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('[', ']', '{', '}', '"', "'", '=', '.', ',', '#', '\n', '\\', 'a', ' ', '1'),
        maxLength: 40,
      }),
      (text) => {
        checkPlaces(text, read(text).node);
      },
    ),
    { numRuns: 3000 },
  );
  const deep = `a = ${'['.repeat(50_000)}`;
  assert.notEqual(read(deep).problem, undefined);
});
