import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

test('generated files are what `npm run generate` makes', () => {
  try {
    execFileSync(process.execPath, ['scripts/generate.mjs', '--check'], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    assert.fail(`run npm run generate\n${(error as { stderr?: string }).stderr ?? ''}`);
  }
});
