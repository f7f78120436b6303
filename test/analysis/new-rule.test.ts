import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

test('a rule that was just begun has a page that passes', { timeout: 120_000 }, () => {
  const root = process.cwd();
  const copy = mkdtempSync(path.join(root, 'out', 'new-rule-'));
  try {
    for (const part of ['scripts', 'server', 'test', 'package.json', 'tsconfig.base.json'])
      cpSync(part, path.join(copy, part), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    // Without this variable the inner run would take itself for a part of this one.
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
    const node = (...args: string[]) =>
      spawnSync(process.execPath, args, {
        cwd: copy,
        encoding: 'utf8',
        env: environment,
      });
    const begun = node('scripts/new-rule.mjs', 'brand-new', 'hygiene', 'A rule that was just begun.');
    assert.equal(begun.status, 0, begun.stderr);
    assert.match(readFileSync(path.join(copy, 'server/src/core/analysis/rules/index.ts'), 'utf8'), /brandNew,/);
    const again = node('scripts/new-rule.mjs', 'brand-new', 'hygiene');
    assert.match(again.stderr, /there is a rule brand-new already/);
    const tested = node('scripts/run-tests.mjs', 'test/rule-pages.test.ts', '--test-name-pattern=brand-new');
    assert.match(tested.stdout, /^[1-9]\d* passed, 0 failed/m, tested.stdout + tested.stderr);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
