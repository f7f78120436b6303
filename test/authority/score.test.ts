import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { BANDS, bandOf, type ExposureLevel, type Gate, type Impact } from '../../server/src/core/authority/impact.ts';
import { narrowingsOf } from '../../server/src/core/authority/narrowing.ts';
import { scoreOf, scoreOfRepository, vectorText } from '../../server/src/core/authority/score.ts';
import { roleOf, TEST_NOW, type WorkspaceOptions, workspaceOf } from '../support/workspace.ts';

const HEAD = 'kind: AgentRole\nversion: 1\nname: r\n';
const BY = (who: string) => `triggers: [{ on: x, by: ${who} }]\n`;
const TOOLS = `---
kind: ToolScope
version: 1
name: desk
operations:
  get: { does: read, returns: [untrusted, personal] }
  list: { does: read }
  pay: { does: spend, spends: amount, reversible: no, arguments: { amount: number } }
  merge: { does: write, reversible: no }
  label: { does: write, reversible: yes }
  odd: {}
`;

/** The vector's first three parts and the score: `U:3/I:4/G:0 93`. */
function checkScore(body: string, expected: string, options?: WorkspaceOptions): void {
  const score = scoreOf(roleOf({ 'r.agent-role.yaml': HEAD + body }, options), TEST_NOW);
  const vector = vectorText(score.vector).split('/').slice(0, 3).join('/');
  assert.equal(
    `${vector} ${score.value}`,
    expected,
    `${body}\n${score.witnesses.map(({ words }) => words).join('\n')}`,
  );
}

describe('the score of a role', () => {
  test('is the band of its worst witness, by who can talk to it', () => {
    checkScore(`${BY('anyone')}allow:\n  - read: [".env"]\n`, 'U:3/I:3/G:0 90');
    checkScore(`${BY('members')}allow:\n  - read: [".env"]\n`, 'U:1/I:3/G:0 40');
    checkScore(`${BY('owner')}allow:\n  - read: [".env"]\n`, 'U:0/I:3/G:0 15');
    checkScore(`${BY('owner')}allow:\n  - read: ["src/**"]\n`, 'U:0/I:1/G:0 0');
    checkScore(`${BY('schedule')}allow:\n  - run: ["git **"]\n`, 'U:0/I:4/G:0 49');
  });

  test('takes what is not said for the worse, and says so', () => {
    checkScore('allow:\n  - read: [".env"]\n', 'U:3/I:3/G:0 90');
    checkScore(`${BY('owner')}allow:\n  - call: ["desk/odd"]\n${TOOLS}`, 'U:2/I:4/G:0 90');
    checkScore(`${BY('owner')}allow:\n  - call: ["nobody/knows"]\n`, 'U:3/I:4/G:0 90');
    const { assumed } = scoreOf(roleOf({ 'r.agent-role.yaml': `${HEAD}allow:\n  - read: [".env"]\n` }), TEST_NOW);
    assert.deepEqual(assumed, ['who sets it going is not said']);
  });

  test('counts what the sandbox leaves of a program', () => {
    const run = 'allow:\n  - run: ["python3 **"]\n';
    checkScore(`${BY('members')}${run}`, 'U:1/I:4/G:0 76');
    const held = scoreOf(
      roleOf({
        'r.agent-role.yaml': `${HEAD}${BY('members')}sandbox: { read: [src], write: [reports], network: [] }\n${run}`,
      }),
      TEST_NOW,
    );
    assert.equal(held.band, 'low');
  });

  test('counts an approval that a person gives to exactly this, and no other', () => {
    const ask = (approval: string) => `${BY('anyone')}ask:\n  - read: [".env"]\n${approval}`;
    checkScore(ask(''), 'U:3/I:3/G:0 90');
    checkScore(ask('    approval: { from: [lead] }\n'), 'U:3/I:3/G:0 90');
    checkScore(ask('    approval: { from: [lead], binds: [arguments] }\n'), 'U:3/I:3/G:1 70');
    checkScore(ask('    approval: { from: [lead], count: 2, binds: [arguments] }\n'), 'U:3/I:3/G:2 40');
    checkScore(
      ask('    approval: { from: [lead], count: 2, binds: [arguments], otherwise: allow }\n'),
      'U:3/I:3/G:0 90',
    );
    checkScore(ask('    approval: { from: [r], binds: [arguments] }\n'), 'U:3/I:3/G:0 90');
  });

  test('reads what operations do and return', () => {
    checkScore(`${BY('owner')}allow:\n  - call: ["desk/get"]\n${TOOLS}`, 'U:3/I:1/G:0 15');
    checkScore(`${BY('owner')}allow:\n  - call: ["desk/label"]\n${TOOLS}`, 'U:0/I:2/G:0 15');
    checkScore(`${BY('owner')}allow:\n  - call: ["desk/merge", "desk/list"]\n${TOOLS}`, 'U:2/I:3/G:0 70');
    const capped = '    where: { amount: { max: 10 } }\n';
    checkScore(`${BY('members')}allow:\n  - call: ["desk/pay"]\n${TOOLS}`, 'U:1/I:4/G:0 70');
    checkScore(`${BY('members')}allow:\n  - call: ["desk/pay"]\n${capped}${TOOLS}`, 'U:1/I:3/G:0 40');
  });

  test('is nothing for a role that may do nothing, or whose day has passed', () => {
    checkScore(BY('anyone'), 'U:3/I:0/G:0 0');
    checkScore(`${BY('anyone')}expires: 2026-01-01\nallow:\n  - run: ["**"]\n`, 'U:3/I:0/G:0 0');
  });

  test('a file is a secret where it is one by its place, or where the workspace has it', () => {
    const role = `${BY('anyone')}allow:\n  - read: ["config/**"]\n`;
    checkScore(role, 'U:3/I:1/G:0 15');
    checkScore(role, 'U:3/I:3/G:0 90', { paths: ['config/prod.key'] });
  });

  test('each gate, impact and exposure only ever raises or keeps the band', () => {
    const rank = (impact: number, exposure: number, gate: number) =>
      BANDS.indexOf(bandOf(impact as Impact, exposure as ExposureLevel, gate as Gate));
    for (const impact of [1, 2, 3, 4])
      for (const exposure of [0, 1, 2, 3])
        for (const gate of [0, 1, 2]) {
          const here = rank(impact, exposure, gate);
          if (impact < 4) assert(rank(impact + 1, exposure, gate) >= here);
          if (exposure < 3) assert(rank(impact, exposure + 1, gate) >= here);
          if (gate < 2) assert(rank(impact, exposure, gate + 1) <= here);
        }
  });
});

describe('what would bring it down', () => {
  function checkNarrowings(body: string, expected: readonly string[]): void {
    const role = roleOf({ 'r.agent-role.yaml': HEAD + body });
    const shown = narrowingsOf(role, TEST_NOW).map(
      ({ remove, to, smallest }) =>
        `${to.value} without ${remove.map(({ pattern }) => pattern?.text).join(', ')}${smallest ? '' : ' (perhaps not the fewest)'}`,
    );
    assert.deepEqual(shown, expected);
  }

  test('one line, where one is enough', () => {
    checkNarrowings(`${BY('anyone')}allow:\n  - read: ["src/**"]\n  - read: [".env"]\n`, ['15 without .env']);
  });

  test('the fewest lines, where one is not', () => {
    checkNarrowings(`${BY('anyone')}allow:\n  - read: [".env", ".npmrc", "docs/**"]\n`, ['15 without .env, .npmrc']);
  });

  test('what exposes the role counts too', () => {
    checkNarrowings(`${BY('owner')}allow:\n  - call: ["desk/get", "desk/label", "desk/pay", "desk/merge"]\n${TOOLS}`, [
      '40 without desk/get',
      '15 without desk/pay, desk/get',
    ]);
  });
});

describe('the score of a repository', () => {
  const texts = (directory: string): Record<string, string> =>
    Object.fromEntries(
      (readdirSync(directory, { recursive: true }) as string[])
        .filter((file) => /\.(ya?ml|json)$/.test(file) || file.startsWith('.env'))
        .map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(directory, file), 'utf8')]),
    );

  test('is that of its worst role', () => {
    const score = scoreOfRepository(workspaceOf(texts('examples')).snapshot)!;
    assert.equal(score.roles[0]!.role.name, 'nightly-fixer');
    assert.equal(score.band, 'critical');
    assert(score.roles.slice(1).every((each) => each.score.band !== 'critical'));
  });

  test('no role of the benign set is critical', () => {
    const score = scoreOfRepository(workspaceOf(texts('test/analysis/benign')).snapshot)!;
    for (const { role, score: each } of score.roles) assert.notEqual(each.band, 'critical', role.name);
  });
});
