import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { exportRole } from '../../server/src/core/export/export-role.ts';
import { TARGETS } from '../../server/src/core/export/targets.ts';
import { roleOf, TEST_NOW } from '../support/workspace.ts';
import { ROLES, roles, roleText } from './roles.ts';

const NOBODY: ReadonlySet<string> = new Set();

/** Each row as `fidelity name`, without those about conditions and what reading back found. */
function check(target: string, rules: string, expected: readonly string[], accept: readonly string[] = []): void {
  const role = roleOf({ 'a.agent-role.yaml': roleText(rules) });
  const to = TARGETS.find(({ id }) => id === target)!;
  const { rows } = exportRole(role, to, { now: TEST_NOW, accept: new Set(accept) });
  const told = rows.filter(({ name }) => !/^(condition|default|seen) /.test(name));
  assert.deepEqual(
    told.map(({ fidelity, name, written, fails }) => `${fidelity}${fails ? '!' : ''} ${name} → ${written.join(' ')}`),
    expected,
  );
}

test('Claude Code: one word is any text there, so an allow is dropped and a deny kept', () => {
  check('claude-code', 'allow:\n  - run: ["npm run *", "git status", "git **"]\ndeny:\n  - run: ["git push *"]\n', [
    'narrower deny run git push * → Bash(git push *)',
    'dropped allow run npm run * → ',
    'exact allow run git status → Bash(git status)',
    'exact allow run git ** → Bash(git *)',
  ]);
});

test('Claude Code: what is accepted by name is written, and told', () => {
  check(
    'claude-code',
    'allow:\n  - run: ["npm run *"]\n',
    ['wider allow run npm run * → Bash(npm run *)'],
    ['allow run npm run *'],
  );
});

test('Codex: a deny that no prefix can say keeps out every grant that meets it', () => {
  check('codex', 'allow:\n  - run: ["git **", "ls **"]\ndeny:\n  - run: ["** --force"]\n', [
    'prompt-only deny run ** --force → ',
    'narrower allow run git ** → ',
    'narrower allow run ls ** → ',
  ]);
});

test('Codex: a deny of a word that is not first takes the whole program', () => {
  check('codex', 'allow:\n  - run: ["ls **"]\ndeny:\n  - run: ["git ** --force"]\n', [
    'narrower deny run git ** --force → forbidden ["git"]',
    'exact allow run ls ** → allow ["ls"]',
  ]);
});

test('opencode: everything is denied first, and denies come last', () => {
  const role = roleOf({
    'a.agent-role.yaml': roleText('allow:\n  - run: ["git **"]\ndeny:\n  - run: ["git push **"]\n'),
  });
  const { files } = exportRole(role, TARGETS.find(({ id }) => id === 'opencode')!, { now: TEST_NOW, accept: NOBODY });
  assert.deepEqual(Object.entries(JSON.parse(files[0]!.text).permission.bash), [
    ['*', 'deny'],
    ['git *', 'allow'],
    ['git push *', 'deny'],
  ]);
});

test('Cedar: what is denied in words that it lacks is not asked about, either', () => {
  check('cedar', 'allow:\n  - read: [docs]\nask:\n  - read: [src/a]\ndeny:\n  - read: ["**/s*/**"]\n', [
    'exact deny read **/s*/** → ',
    'narrower ask read src/a → ',
    'exact allow read docs → context.root == "workspace" && context.path.size == 1 && context.path has first0 && context.path.first0 == "docs"',
  ]);
});

test('Cursor has no ask: it asks by itself', () => {
  check('cursor', 'allow:\n  - read: ["src/**"]\nask:\n  - run: ["git push **"]\n', [
    'exact ask run git push ** → ',
    'exact allow read src/** → Read(src/**)',
  ]);
});

test('Cursor has no ask, so that no allow is written that would take the question away', () => {
  check('cursor', 'allow:\n  - run: ["git **", "ls **"]\nask:\n  - run: ["git push **"]\n', [
    'exact ask run git push ** → ',
    'narrower allow run git ** → ',
    'exact allow run ls ** → Shell(ls)',
  ]);
});

test('Cursor reads files without a question, and a deny in words that it may not know is lost', () => {
  check('cursor', 'deny:\n  - read: ["~/.ssh/**", "**/.env"]\n', [
    'dropped! deny read ~/.ssh/** → Read(~/.ssh/**)',
    'exact deny read **/.env → Read(**/.env)',
  ]);
});

describe('what is written for Cursor and read back as Cursor reads it permits no more', () => {
  for (const [name, rules] of Object.entries(ROLES)) {
    test(name, () => {
      const role = roleOf({ 'a.agent-role.yaml': roleText(rules) });
      const { comparison } = exportRole(role, TARGETS.find(({ id }) => id === 'cursor')!, {
        now: TEST_NOW,
        accept: NOBODY,
      });
      assert(comparison && comparison.compared > 50, 'nothing is compared');
      // That files are read without a question is told by a row of its own, which fails.
      assert.deepEqual(
        comparison.wider.filter(({ action }) => action.verb !== 'read').map(({ words }) => words),
        [],
      );
    });
  }
});

test('VS Code never stops, it asks', () => {
  check('vscode', 'deny:\n  - run: ["rm **"]\n', ['prompt-only deny run rm ** → terminal: /^rm(?: [^\\s]+)*$/']);
});

test('VS Code: what a workspace cannot set is a file of its own, and what is asked about comes first', () => {
  const rules =
    'allow:\n  - run: ["cat *.md"]\n  - write: ["src/**"]\n  - fetch: [docs.example.com]\ndeny:\n  - write: ["src/x/**"]\n  - fetch: ["**.example.com"]\n';
  const role = roleOf({ 'a.agent-role.yaml': roleText(rules) });
  const to = TARGETS.find(({ id }) => id === 'vscode')!;
  const { files, comparison } = exportRole(role, to, { now: TEST_NOW, accept: NOBODY });
  const text = (path: string) => JSON.parse(files.find((file) => file.path === path)!.text);
  const settings = text('.vscode/settings.json');
  assert.deepEqual(settings['chat.tools.terminal.autoApprove'], { '/^cat [^\\s]*\\.md$/': true });
  assert.deepEqual(Object.entries(settings['chat.tools.urls.autoApprove']).at(-1), ['https://docs.example.com', true]);
  assert.deepEqual(Object.entries(text('Code/User/settings.json')['chat.tools.edits.autoApprove']), [
    ['**/*', false],
    ['src/**', true],
    ['src/x/**', false],
  ]);
  assert.deepEqual(comparison?.wider, []);
});

describe('nothing is lost in silence', () => {
  const checkAll = (text: string) => {
    const role = roleOf({ 'a.agent-role.yaml': text });
    for (const target of TARGETS) {
      const { rows, comparison } = exportRole(role, target, { now: TEST_NOW, accept: NOBODY });
      // Every pattern has a row, and what reading back finds is told by one that fails.
      const patterns = role.rules.flatMap((rule) => rule.patterns.filter(({ negated }) => !negated));
      for (const pattern of patterns)
        assert(
          rows.some((row) => row.pattern === pattern),
          `${target.id}: ${pattern.text}`,
        );
      const verbs = new Set(comparison?.wider.map(({ action }) => action.verb));
      for (const verb of verbs) {
        assert(
          rows.some(({ name, fails }) => fails && name.split(' ')[1] === verb),
          `${target.id}: ${verb} is wider\n${text}`,
        );
      }
    }
  };
  for (const [name, rules] of Object.entries(ROLES)) test(name, () => checkAll(roleText(rules)));
  test('generated roles', () => fc.assert(fc.property(roles, checkAll), { numRuns: 25 }));
});
