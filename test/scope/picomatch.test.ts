import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import picomatch from 'picomatch';
import { matchesPath } from '../../server/src/core/scope/path.ts';

test('paths differ from picomatch as the page on the analysis says', () => {
  const rows = [
    ...readFileSync('docs/analysis.md', 'utf8').matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (yes|no) \| (yes|no) \|/gm),
  ];
  assert.ok(rows.length > 10, `${rows.length} rows`);
  for (const [row, pattern, path, here, there] of rows) {
    assert.equal(matchesPath([{ text: pattern!, negated: false }], path!), here === 'yes', row);
    assert.equal(picomatch(pattern!, { dot: true })(path!), there === 'yes', row);
    assert.notEqual(here, there, row);
  }
});
