import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from '../../server/src/core/decide/action.ts';
import { factsOf, type ListedHow } from '../../server/src/core/workspace/host.ts';
import { type Presence, presenceOf } from '../../server/src/core/workspace/presence.ts';

const PATHS = ['src/app.ts', 'dist/app.js', 'node_modules.md'];

function checkPresence(paths: readonly string[], how: ListedHow, expected: Readonly<Record<string, Presence>>): void {
  const { files } = factsOf(paths, [], how);
  for (const [value, presence] of Object.entries(expected)) {
    for (const verb of ['read', 'write', 'delete'] as const) {
      assert.equal(presenceOf(files, { verb, value }), presence, `${verb} ${value}`);
    }
  }
}

test('a file is there, absent, or where nobody looked', () => {
  checkPresence(
    PATHS,
    {},
    {
      'src/app.ts': 'there',
      'src/none.ts': 'absent',
      'node_modules.md': 'there',
      'node_modules/a/index.js': 'unknown',
      '.git/hooks/pre-commit': 'unknown',
      '/etc/passwd': 'unknown',
      '~/.ssh/id_ed25519': 'unknown',
      '../other/x': 'unknown',
      'C:\\x': 'unknown',
      '$HOME/x': 'unknown',
    },
  );
});

test('a directory that was left out tells nothing, and one that was not does', () => {
  checkPresence(PATHS, {}, { 'dist/other.js': 'absent' });
  checkPresence(['src/app.ts'], { unlisted: new Set(['dist']) }, { 'dist/app.js': 'unknown', 'src/x': 'absent' });
});

test('what is not in a list that was cut, or in none, may be there', () => {
  checkPresence(PATHS, { isCut: true }, { 'src/app.ts': 'there', 'src/none.ts': 'unknown' });
  checkPresence([], {}, { 'src/app.ts': 'unknown' });
});

test('what is no file has no presence', () => {
  const { files } = factsOf(PATHS);
  const others: readonly Action[] = [
    { verb: 'run', value: 'cat src/app.ts' },
    { verb: 'fetch', value: 'https://a.example/' },
    { verb: 'call', value: 'hub/get' },
  ];
  for (const action of others) assert.equal(presenceOf(files, action), undefined);
});
