import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineParts } from '../../server/src/core/decide/shell-walk.ts';

test('a line is taken apart once, whoever asks', () => {
  const line = 'sudo -u deploy git push --force origin main && cat .env > out.txt';
  assert.equal(lineParts(line, ''), lineParts(line, ''));
});

test('a line is taken apart anew for another directory', () => {
  const [inRoot] = lineParts('cat a', '').parts;
  const [inDirectory] = lineParts('cat a', 'src').parts;
  assert.deepEqual(inRoot?.directories, ['.']);
  assert.deepEqual(inDirectory?.directories, ['src']);
});
