import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirmedBy } from '../../server/src/core/analysis/confirm.ts';
import { vainDenies } from '../../server/src/core/authority/vain-denies.ts';
import { roleOf, TEST_NOW } from '../support/workspace.ts';

/** `kind pattern: words`, and every step confirmed. */
function checkVain(body: string, expected: readonly string[], paths: readonly string[] = []): void {
  const role = roleOf({ 'r.agent-role.yaml': `kind: AgentRole\nversion: 1\nname: r\n${body}` }, { paths });
  const found = vainDenies(role, TEST_NOW);
  for (const { kind, steps, words } of found) {
    if (kind === 'side-door') assert(confirmedBy(role, { role: 'r', steps }, TEST_NOW), words);
  }
  assert.deepEqual(
    found.map(({ kind, pattern, words }) => `${kind} ${pattern.text}: ${words}`),
    expected,
  );
}

test('a denied file that a granted command shows', () => {
  checkVain('allow:\n  - run: ["git **"]\ndeny:\n  - read: [".env"]\n', [
    'side-door .env: `git grep --no-index . .env` reads it all the same',
  ]);
});

test('a denied file that any program reads', () => {
  checkVain(
    'allow:\n  - run: ["python3 **"]\ndeny:\n  - read: ["secrets/**"]\n',
    ['side-door secrets/**: `python3 -m base64 -e secrets/a` reads it all the same'],
    ['secrets/a'],
  );
});

test('a sandbox closes the door', () => {
  checkVain(
    'sandbox: { read: [src], write: [src], network: [] }\nallow:\n  - run: ["python3 **"]\ndeny:\n  - read: ["secrets/**"]\n',
    [],
    ['secrets/a'],
  );
});

test('a denied command that can be said otherwise', () => {
  checkVain('allow:\n  - run: ["git push **"]\ndeny:\n  - run: ["git push --force **"]\n', [
    'side-door git push --force **: `git push -f origin main` overwrites the published history all the same',
  ]);
});

test('a deny that known programs keep to is none', () => {
  checkVain('allow:\n  - run: ["cat **"]\ndeny:\n  - read: ["**/.env*"]\n', []);
});

test('what nothing would have allowed', () => {
  checkVain('allow:\n  - read: ["src/**"]\ndeny:\n  - read: [".git/**", "**/.env"]\n  - fetch: ["evil.example"]\n', [
    'nothing-to-deny .git/**: nothing would have allowed it',
    'nothing-to-deny evil.example: nothing would have allowed it',
  ]);
});
