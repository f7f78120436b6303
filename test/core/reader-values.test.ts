import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../../server/src/core/model/manifest.ts';
import { KINDS, readManifest } from '../../server/src/core/model/read.ts';
import { STAGES } from '../../server/src/core/model/read-role.ts';
import { DOES } from '../../server/src/core/model/read-tool.ts';
import {
  readAmount,
  readBoolean,
  readDuration,
  readInstant,
  readQuantity,
} from '../../server/src/core/model/values.ts';
import { keyOrder, RULE_KEYS, schemaAt } from '../../server/src/core/schema/schemas.ts';

const outcomeOf = (read: { readonly value: unknown } | { readonly problem: string }) =>
  'value' in read ? read.value : 'problem';

test('moments', () => {
  const moments: Readonly<Record<string, string>> = {
    '2027-02-28': '2027-02-28T23:59:59.999Z',
    '2028-02-29': '2028-02-29T23:59:59.999Z',
    '2026-12-01T09:00:00Z': '2026-12-01T09:00:00.000Z',
    '2026-12-01T09:00Z': '2026-12-01T09:00:00.000Z',
    '2026-12-01 09:00:00.5+01:30': '2026-12-01T07:30:00.500Z',
  };
  for (const [text, expected] of Object.entries(moments)) {
    assert.equal(new Date(outcomeOf(readInstant(text, 'its end')) as number).toISOString(), expected);
  }
  assert.equal(outcomeOf(readInstant('2026-12-01', 'its start')), Date.parse('2026-12-01T00:00:00Z'));
  for (const text of ['', '2027', '2027-13-01', '2027-02-29', '01.02.2027', '2027-01-01T25:00Z', '2027-01-01T10:00']) {
    assert.equal(outcomeOf(readInstant(text, 'its end')), 'problem', text);
  }
});

test('durations are milliseconds', () => {
  const minute = 60_000;
  const durations = {
    '45s': 45_000,
    '30m': 30 * minute,
    '2h': 120 * minute,
    '1h30m': 90 * minute,
    '90d': 90 * 1440 * minute,
    '1w': 7 * 1440 * minute,
    '1y': 365 * 1440 * minute,
    '0.5h': 30 * minute,
  };
  for (const [text, expected] of Object.entries(durations)) assert.equal(outcomeOf(readDuration(text)), expected, text);
  for (const text of ['', '5', 'm', '5 m', '5 minutes', '-5m', '1e3s', '9999999999d'])
    assert.equal(outcomeOf(readDuration(text)), 'problem', text);
});

test('quantities have an amount, a unit where one is needed, and a window', () => {
  assert.deepEqual(outcomeOf(readQuantity('20/run', 'calls')), { amount: 20, per: 'run' });
  assert.deepEqual(outcomeOf(readQuantity('20 calls / hour', 'calls')), { amount: 20, unit: 'calls', per: 'hour' });
  assert.deepEqual(outcomeOf(readQuantity('0.5 EUR/day', 'spend')), { amount: 0.5, unit: 'EUR', per: 'day' });
  assert.deepEqual(outcomeOf(readQuantity('1000000/minute', 'tokens')), { amount: 1_000_000, per: 'minute' });
  for (const text of ['20', '20/week', 'many/run', '20 USD/run', '-1/run'])
    assert.equal(outcomeOf(readQuantity(text, 'calls')), 'problem', text);
  assert.equal(outcomeOf(readQuantity('5/day', 'spend')), 'problem');
  assert.deepEqual(outcomeOf(readAmount('3 USD')), { amount: 3, unit: 'USD' });
  assert.equal(outcomeOf(readAmount('3')), 'problem');
});

test('yes and no are booleans', () => {
  assert.deepEqual(['yes', 'true', 'no', 'false', 'maybe'].map(readBoolean), [true, true, false, false, undefined]);
});

test('short forms stand for what they are short for', () => {
  const { manifest, findings } = readManifest({
    uri: 'file:///w/t.tool-scope.yaml',
    text: `kind: ToolScope
version: 1
name: t
operations:
  get: read
  put:
    does: [write, send]
    reversible: no
    arguments: { a: string, b: "integer[]?", c: [x, y], d: { type: number, maximum: 5, optional: yes } }
  mcp:
    does: read
    arguments: { type: object, properties: { q: { type: string }, n: { type: integer } }, required: [q] }
`,
  });
  assert.deepEqual(findings, []);
  assert(manifest.kind === 'ToolScope');
  const [get, put, mcp] = manifest.operations;
  assert.deepEqual(
    get?.does.map((each) => each.value),
    ['read'],
  );
  assert.deepEqual([put?.does.map((each) => each.value), put?.reversible?.value], [['write', 'send'], false]);
  assert.deepEqual(
    put?.arguments.map(({ name, schema, required }) => [name.value, schema, required]),
    [
      ['a', { type: 'string' }, true],
      ['b', { type: 'array', items: { type: 'integer' } }, false],
      ['c', { enum: ['x', 'y'] }, true],
      ['d', { type: 'number', maximum: 5 }, false],
    ],
  );
  assert.deepEqual(
    mcp?.arguments.map(({ name, required }) => [name.value, required]),
    [
      ['q', true],
      ['n', false],
    ],
  );
});

test('conditions on arguments', () => {
  const { manifest } = readManifest({
    uri: 'file:///w/a.agent-role.yaml',
    text: 'kind: AgentRole\nversion: 1\nname: a\nallow:\n  - call: t/x\n    where: { a: 1, b: [x, 2], c: { min: 1, from: user }, d: { matches: "p-*", max-length: 3 } }\n',
  });
  assert(manifest.kind === 'AgentRole');
  const tests = manifest.rules[0]?.where.map(({ argument, tests }) => [
    argument.value,
    tests.map(({ span, ...each }) => each),
  ]);
  assert.deepEqual(tests, [
    ['a', [{ kind: 'is', value: 1 }]],
    ['b', [{ kind: 'in', values: ['x', 2] }]],
    [
      'c',
      [
        { kind: 'min', value: 1 },
        { kind: 'from', origins: ['user'] },
      ],
    ],
    [
      'd',
      [
        { kind: 'matches', pattern: 'p-*' },
        { kind: 'max-length', value: 3 },
      ],
    ],
  ]);
});

test('the reader and the schemas know the same words', () => {
  assert.deepEqual(schemaAt('AgentRole', ['stage'])?.enum, STAGES);
  assert.deepEqual(schemaAt('ToolScope', ['operations', 'x', 'does'])?.items?.enum, DOES);
  assert.deepEqual(
    KINDS.map((kind) => schemaAt(kind, ['kind'])?.const),
    KINDS,
  );
  for (const kind of KINDS) assert.deepEqual(keyOrder(kind).slice(0, 4), ['$schema', 'kind', 'version', 'name']);
  assert.equal(RULE_KEYS[0], 'id');
});

test('every key of the language is explained, with an example', () => {
  const unexplained: string[] = [];
  const walk = (kind: Kind, path: readonly string[], depth: number) => {
    const schema = schemaAt(kind, path);
    if (!schema || depth > 6) return;
    if (path.length > 0 && !/^\d+$/.test(path[path.length - 1]!)) {
      const explained =
        schema.description?.match(/[.?]$/) &&
        (schema.markdownDescription?.includes('```yaml') || path[path.length - 1] === '$schema');
      if (!explained && !['amount', 'unit', 'mcp'].includes(path[path.length - 1]!))
        unexplained.push(`${kind} ${path.join('.')}`);
      if (schema.enum?.some((each) => typeof each === 'string' && each !== 'yes' && each !== 'no')) {
        assert.equal(schema.enumDescriptions?.length, schema.enum.length, path.join('.'));
      }
    }
    for (const key of Object.keys(schema.properties ?? {})) walk(kind, [...path, key], depth + 1);
    if (schema.items?.$ref || schema.items?.properties) walk(kind, [...path, '0'], depth + 1);
  };
  for (const kind of KINDS) walk(kind, [], 0);
  assert.deepEqual(unexplained, []);
});
