import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../server/src/core/decide/action.ts';
import {
  applyEdits,
  insertKey,
  insertRule,
  insertRuleKey,
  moveRule,
  removePattern,
  removeRule,
  replacePattern,
} from '../../server/src/core/edits.ts';
import type { Edit } from '../../server/src/core/finding.ts';
import { type AgentRole, EFFECTS, type Effect, type Rule } from '../../server/src/core/model/manifest.ts';
import { readManifest } from '../../server/src/core/model/read.ts';
import { toJson } from '../../server/src/core/syntax/node-json.ts';
import { parse } from '../../server/src/core/syntax/parse.ts';

function read(text: string): AgentRole {
  const { manifest, findings } = readManifest({ uri: 'file:///w/a.agent-role.yaml', text });
  assert.deepEqual(
    findings.map((each) => each.message),
    [],
    text,
  );
  assert(manifest.kind === 'AgentRole');
  return manifest;
}

const HEAD = 'kind: AgentRole\nversion: 1\nname: a\n';

type Change = (role: AgentRole, rule: Rule) => Edit | readonly Edit[] | undefined;

/** The change, made to the first rule of a role, makes of this text that one. The head of the manifest is left out. */
function check(change: Change, before: string, after: string, head = HEAD): void {
  const role = read(head + before);
  const edits = change(role, role.rules[0]!);
  assert(edits, 'no edit');
  const result = applyEdits(head + before, [edits].flat());
  assert.equal(result, head + after);
  read(result);
}

const rule = { read: ['**/.env'], because: 'secrets' };

test('a rule is put at the end of its list, in the style of the list', () => {
  const deny: Change = (role) => insertRule(role, 'deny', rule);
  check(
    deny,
    'deny:\n  - read: [x] # why\nowner: y\n',
    'deny:\n  - read: [x] # why\n  - read: ["**/.env"]\n    because: secrets\nowner: y\n',
  );
  check(deny, 'deny:\n- read: [x]', 'deny:\n- read: [x]\n- read: ["**/.env"]\n  because: secrets');
  check(deny, 'deny: [{ read: [x] }]\n', 'deny: [{ read: [x] }, { read: ["**/.env"], because: secrets }]\n');
  check(deny, 'deny: []\n', 'deny:\n  - read: ["**/.env"]\n    because: secrets\n');
});

test('a list of rules is begun at its place', () => {
  const deny: Change = (role) => insertRule(role, 'deny', { read: ['x'] });
  check(
    deny,
    'allow:\n  - read: [x]\ntrace: { record: [attempts] }\n',
    'allow:\n  - read: [x]\ndeny:\n  - read: [x]\ntrace: { record: [attempts] }\n',
  );
  check(deny, '', 'deny:\n  - read: [x]\n');
});

test('JSON stays JSON', () => {
  const head = '{ "kind": "AgentRole", "version": 1, "name": "a",';
  check(
    (role) => insertRule(role, 'deny', rule),
    '\n  "allow": [{ "read": ["x"] }]\n}',
    '\n  "allow": [{ "read": ["x"] }],\n  "deny": [{"read":["**/.env"],"because":"secrets"}]\n}',
    head,
  );
  check(
    (_, first) => insertRuleKey(first, 'until', '2027-01-01'),
    '\n  "allow": [{ "read": ["x"] }]\n}',
    '\n  "allow": [{ "read": ["x"], "until": "2027-01-01" }]\n}',
    head,
  );
});

test('a key is put at its place in the canonical order', () => {
  check(
    (role) => insertKey(role, 'expires', '2027-02-28'),
    'owner: x # who\nallow: []\n',
    'owner: x # who\nexpires: 2027-02-28\nallow: []\n',
  );
  check(
    (role) => insertKey(role, 'budget', { calls: '500/run', spend: '5 USD/day' }),
    '',
    'budget: { calls: 500/run, spend: 5 USD/day }\n',
  );
  check(
    (_, first) => insertRuleKey(first, 'until', '2027-01-01'),
    'allow:\n  - read: [x]\n    because: y\n',
    'allow:\n  - read: [x]\n    until: 2027-01-01\n    because: y\n',
  );
  check(
    (_, first) => insertRuleKey(first, 'limit', { calls: '20/run' }),
    'allow:\n  - { read: [x], because: y }\n',
    'allow:\n  - { read: [x], limit: { calls: 20/run }, because: y }\n',
  );
  check((_, first) => insertRuleKey(first, 'id', 'x'), 'allow:\n  - read: [x]\n', 'allow:\n  - id: x\n    read: [x]\n');
});

test('a rule is taken out with its lines, and its list with the last one', () => {
  check(removeRule, 'allow:\n  - read: [x]\n    because: y # z\n  - run: [x]\n', 'allow:\n  - run: [x]\n');
  check(removeRule, 'allow:\n  - read: [x]\nowner: y\n', 'owner: y\n');
  check(removeRule, 'allow: [{ read: [x] }, { run: [x] }]\n', 'allow: [{ run: [x] }]\n');
});

test('a pattern is taken out, and its rule with the last one that counts', () => {
  const first: Change = (role, each) => removePattern(role, each, each.patterns[0]!);
  check(first, 'allow:\n  - read: ["x", y, z]\n', 'allow:\n  - read: [y, z]\n');
  check(
    (role, each) => removePattern(role, each, each.patterns[2]!),
    'allow:\n  - read: ["x", y, z]\n',
    'allow:\n  - read: ["x", y]\n',
  );
  check(first, 'allow:\n  - read:\n      - "x" # why\n      - y\n', 'allow:\n  - read:\n      - y\n');
  check(first, 'allow:\n  - read: [x, "!y"]\n  - run: [x]\n', 'allow:\n  - run: [x]\n');
  check(first, 'allow:\n  - read: x\n  - run: [x]\n', 'allow:\n  - run: [x]\n');
});

test('a pattern gives way to others', () => {
  const narrow: Change = (_, each) => replacePattern(each, each.patterns[0]!, ['git status', 'git diff **']);
  check(narrow, 'allow:\n  - run: ["git **", x]\n', 'allow:\n  - run: ["git status", "git diff **", x]\n');
  check(narrow, 'allow:\n  - run: git **\n', 'allow:\n  - run: ["git status", "git diff **"]\n');
  check(
    narrow,
    'allow:\n  - run:\n      - "git **" # why\n',
    'allow:\n  - run:\n      - "git status"\n      - "git diff **" # why\n',
  );
});

test('a rule is moved to another effect with its comments', () => {
  const ask: Change = (role, each) => moveRule(role, each, 'ask');
  check(
    ask,
    'allow:\n  - run: [x] # why\n    because: y\n  - read: [x]\nask:\n- run: [z]\n',
    'allow:\n  - read: [x]\nask:\n- run: [z]\n- run: [x] # why\n  because: y\n',
  );
  check(
    ask,
    'allow:\n  - run: [x]\n  - read: [x]\ndeny: []\n',
    'allow:\n  - read: [x]\nask:\n  - run: [x]\ndeny: []\n',
  );
  check(ask, 'allow:\n  - run: [x]\ndeny: []\n', 'ask:\n  - run: [x]\ndeny: []\n');
  check(ask, 'allow:\n  - run: [x]', 'ask:\n  - run: [x]');
  check(
    ask,
    'allow: [{ run: [x] }, { read: [y] }]\nask: [{ run: [z] }]\n',
    'allow: [{ read: [y] }]\nask: [{ run: [z] }, { run: [x] }]\n',
  );
});

/* Properties: whatever the style, an edit does to the data what it says, and the text can be read. */

type Data = { [key: string]: Json };

const patterns = fc.uniqueArray(fc.constantFrom('src/**', '*.md', 'a b', 'x', '#y'), {
  minLength: 1,
  maxLength: 3,
});
const ruleData = fc.record({
  verb: fc.constantFrom('read', 'run', 'write'),
  patterns,
  because: fc.option(fc.constantFrom('y', 'for: this', '#1'), { nil: undefined }),
  style: fc.constantFrom('block', 'flow', 'lists', 'text'),
  comment: fc.boolean(),
});
const listData = fc.record({
  rules: fc.array(ruleData, { maxLength: 3 }),
  indent: fc.constantFrom('', '  ', '    '),
  flow: fc.boolean(),
});
const roleText = fc
  .record({
    allow: listData,
    ask: fc.option(listData, { nil: undefined }),
    deny: fc.option(listData, { nil: undefined }),
    after: fc.boolean(),
    newline: fc.constantFrom('\n', '\r\n'),
    end: fc.boolean(),
  })
  .map(({ after, newline, end, ...lists }) => {
    let text = `${HEAD}# rules\n`;
    for (const effect of EFFECTS) {
      const list = lists[effect];
      if (list) text += `${effect}:${printList(list)}\n`;
    }
    if (after) text += '\n# the end\nbudget: { calls: 5/run }\n';
    return (end ? text : text.trimEnd()).replaceAll('\n', newline);
  });

function printList({ rules, indent, flow }: { rules: readonly RuleData[]; indent: string; flow: boolean }): string {
  if (rules.length === 0) return ' []';
  if (flow) return ` [${rules.map((each) => printRule({ ...each, style: 'flow', comment: false }, '')).join(', ')}]`;
  return rules.map((each) => `\n${indent}- ${printRule(each, `${indent}  `)}`).join('');
}

type RuleData = { verb: string; patterns: string[]; because: string | undefined; style: string; comment: boolean };

function printRule({ verb, patterns, because, style, comment }: RuleData, indent: string): string {
  const flow = `[${patterns.map((each) => JSON.stringify(each)).join(', ')}]`;
  const reason = because === undefined ? '' : JSON.stringify(because);
  if (style === 'flow') return `{ ${verb}: ${flow}${reason && `, because: ${reason}`} }${comment ? ' # c' : ''}`;
  const list =
    style === 'lists'
      ? patterns.map((each) => `\n${indent}  - ${JSON.stringify(each)}`).join('')
      : ` ${style === 'text' && patterns.length === 1 ? JSON.stringify(patterns[0]) : flow}`;
  return `${verb}:${list}${comment ? ' # c' : ''}${reason && `\n${indent}because: ${reason}`}`;
}

/** The data of a role with every list of patterns written as a list, and no empty list of rules. */
function dataOf(text: string): Data {
  const { node, findings } = parse({ uri: 'file:///w/a.agent-role.yaml', text });
  assert.deepEqual(
    findings.map((each) => each.message),
    [],
    text,
  );
  const data = toJson(node) as Data;
  for (const effect of EFFECTS) {
    const list = data[effect] as Data[] | undefined;
    if (list === undefined) continue;
    if (list.length === 0) delete data[effect];
    for (const each of list)
      for (const verb of ['read', 'run', 'write']) if (typeof each[verb] === 'string') each[verb] = [each[verb]];
  }
  return data;
}

function checkProperty(
  change: (role: AgentRole, pick: number) => readonly Edit[] | undefined,
  expected: (data: Data, role: AgentRole, pick: number) => void,
): void {
  fc.assert(
    fc.property(roleText, fc.nat(20), (text, pick) => {
      const role = read(text);
      if (role.rules.length === 0) return;
      const edits = change(role, pick);
      if (!edits) return;
      const result = applyEdits(text, edits);
      const data = dataOf(text);
      expected(data, role, pick);
      for (const effect of EFFECTS) if ((data[effect] as Json[] | undefined)?.length === 0) delete data[effect];
      assert.deepEqual(dataOf(result), data, `${text}\n=====\n${result}`);
      const comments = (all: string) => all.match(/# (?:rules|the end)/g)?.length ?? 0;
      assert.equal(comments(result), comments(text), 'comments elsewhere are kept');
      assert.equal(/(?<!\r)\n/.test(result), /(?<!\r)\n/.test(text), 'line breaks are of one sort');
    }),
    { numRuns: 1500 },
  );
}

const ruleAt = (role: AgentRole, pick: number) => role.rules[pick % role.rules.length]!;
const dataAt = (data: Data, role: AgentRole, pick: number) => {
  const picked = ruleAt(role, pick);
  const list = data[picked.effect] as Data[];
  return { list, index: role.rules.filter((each) => each.effect === picked.effect).indexOf(picked), picked };
};
const otherEffect = (effect: Effect, pick: number) => EFFECTS.filter((each) => each !== effect)[pick % 2]!;

test('removing a rule removes only that', () => {
  checkProperty(
    (role, pick) => [removeRule(role, ruleAt(role, pick))!],
    (data, role, pick) => {
      const { list, index } = dataAt(data, role, pick);
      list.splice(index, 1);
    },
  );
});

test('inserting a rule inserts only that', () => {
  checkProperty(
    (role, pick) => [insertRule(role, EFFECTS[pick % 3]!, rule)!],
    (data, _, pick) => {
      const effect = EFFECTS[pick % 3]!;
      data[effect] = [...((data[effect] as Json[] | undefined) ?? []), rule];
    },
  );
});

test('moving a rule moves only that', () => {
  checkProperty(
    (role, pick) => moveRule(role, ruleAt(role, pick), otherEffect(ruleAt(role, pick).effect, pick)),
    (data, role, pick) => {
      const { list, index, picked } = dataAt(data, role, pick);
      const effect = otherEffect(picked.effect, pick);
      const moved = list.splice(index, 1);
      data[effect] = [...((data[effect] as Json[] | undefined) ?? []), ...moved];
    },
  );
});

test('removing a pattern removes only that', () => {
  checkProperty(
    (role, pick) => [removePattern(role, ruleAt(role, pick), ruleAt(role, pick).patterns[0]!)!],
    (data, role, pick) => {
      const { list, index, picked } = dataAt(data, role, pick);
      const written = list[index]![picked.verb] as Json[];
      if (written.length === 1) list.splice(index, 1);
      else written.splice(0, 1);
    },
  );
});

test('replacing a pattern, and adding a condition, change only that', () => {
  checkProperty(
    (role, pick) => [replacePattern(ruleAt(role, pick), ruleAt(role, pick).patterns[0]!, ['new', '!old'])!],
    (data, role, pick) => {
      const { list, index, picked } = dataAt(data, role, pick);
      (list[index]![picked.verb] as Json[]).splice(0, 1, 'new', '!old');
    },
  );
  checkProperty(
    (role, pick) => [insertRuleKey(ruleAt(role, pick), 'limit', { calls: '20/run' })!],
    (data, role, pick) => {
      const { list, index } = dataAt(data, role, pick);
      list[index]!.limit = { calls: '20/run' };
    },
  );
  checkProperty(
    (role, pick) => [insertKey(role, ['owner', 'expires', 'memory'][pick % 3]!, 'x: y')!],
    (data, _, pick) => {
      data[['owner', 'expires', 'memory'][pick % 3]!] = 'x: y';
    },
  );
});
