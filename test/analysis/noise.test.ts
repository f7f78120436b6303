import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { confirms } from '../../server/src/core/simulate/simulate.ts';
import { commandsOf, isCommandFile } from '../../server/src/core/workspace/seen-commands.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

const BENIGN = 'test/analysis/benign';
const EXAMPLES = 'examples';

function filesIn(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/');
      return [path.slice(path.indexOf(directory) + directory.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

/** What is reported in each file, as `rule`; every witness on the way is confirmed by the simulator. */
function reported(files: Record<string, string>, audience: 'default' | 'audit' = 'default') {
  const commands = Object.entries(files).flatMap(([path, text]) => (isCommandFile(path) ? commandsOf(path, text) : []));
  const { snapshot } = workspaceOf(files, { commands });
  const found: Record<string, string[]> = {};
  for (const path of Object.keys(files)) {
    for (const { rule, witness, severity } of analyzeFile(snapshot, uriOf(path), { audience, rules: {} }).findings) {
      if (witness) assert(confirms(snapshot, witness), `${path}: the witness of ${rule} does not replay`);
      if (severity !== 'info') found[path] = [...(found[path] ?? []), rule];
    }
  }
  return found;
}

test('realistic roles that are in order have nothing reported to everybody', () => {
  const files = filesIn(BENIGN);
  assert(Object.keys(files).length >= 15);
  assert.deepEqual(reported(files), {});
});

test('what only auditors see is confirmed as well', () => {
  reported(filesIn(BENIGN), 'audit');
});

test('of the examples only the role that was written in a hurry has findings', () => {
  const found = reported(filesIn(EXAMPLES));
  assert.deepEqual(Object.keys(found), ['agents/roles/nightly-fixer.agent-role.yaml']);
  assert.deepEqual([...new Set(found['agents/roles/nightly-fixer.agent-role.yaml'])].sort(), [
    'approval-fails-open',
    'lethal-trifecta',
    'no-budget',
    'operation-wildcard',
    'prefix-reaches-exec',
    'public-suffix-wildcard',
    'secret-readable',
    'unconstrained-recipient',
    'untrusted-to-exec',
    'write-then-run',
  ]);
});

const ROLE = readFileSync(`${BENIGN}/docs-writer.agent-role.yaml`, 'utf8');

/** One line of a benign role made worse, and the one rule that must say so. */
const MUTATIONS: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['missing-owner', 'owner: team-docs\n', ''],
  ['expired-authority', 'expires: 2027-03-31', 'expires: 2025-03-31'],
  ['prefix-reaches-exec', '"npm run docs"', '"npm run docs", "git log **", "git grep **"'],
  ['interpreter-open', '"npm run docs"', '"npm run docs", "node **"'],
  ['unrestricted-shell', '"npm run docs"', '"**"'],
  ['destructive-ungated', '"npm run docs"', '"rm **"'],
  ['publish-ungated', '"npm run docs"', '"npm publish"'],
  ['privilege-elevation', '"npm run docs"', '"sudo **"'],
  ['spawns-agent', '"npm run docs"', '"codex **"'],
  ['shell-reopens-network', '"npm run docs"', '"curl **"'],
  ['environment-readable', '"npm run docs"', '"printenv"'],
  ['write-then-run', '"docs/**/*.md"', '"docs/**/*.md", "package.json"'],
  ['own-policy-writable', '"docs/**/*.md"', '"docs/**/*.md", "AGENTS.md"'],
  ['ci-writable', '"docs/**/*.md"', '"docs/**/*.md", ".github/workflows/docs.yml"'],
  ['write-everything', '"docs/**/*.md"', '"**"'],
  ['secret-readable', '"docs/**", "src', '"**", "src'],
  ['read-everything', '"docs/**", "src', '"~/**", "src'],
  ['any-host', 'budget:', '  - fetch: ["*"]\nbudget:'],
  ['metadata-host', 'budget:', '  - fetch: ["http://169.254.169.254/**"]\nbudget:'],
  ['literal-credential', 'purpose: Writes', 'purpose: ghp_0123456789abcdefghijABCDEFGHIJ012345 writes'],
  ['dead-rule', 'budget:', 'deny:\n  - read: ["docs/**"]\nbudget:'],
];

for (const [rule, from, to] of MUTATIONS) {
  test(`made worse: ${rule}`, () => {
    assert(ROLE.includes(from));
    const found = reported({ 'a.agent-role.yaml': ROLE.replace(from, to) });
    assert.deepEqual(found['a.agent-role.yaml'], [rule]);
  });
}
