import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSteps } from '../../server/src/core/simulate/compare.ts';
import { sampleTrace } from '../viewer/sample.ts';

/** The changes between the sample's run and the one after an edit: step before, step now, from, to, kind. */
function checkChanges(edit: (text: string) => string, expected: readonly string[]): void {
  const before = sampleTrace().runs[0]!;
  const after = sampleTrace(edit).runs[0]!;
  const changes = compareSteps(before.steps, after.steps);
  assert.deepEqual(
    changes.map(
      ({ before: was, step, from, to, kind }) =>
        `${was} → ${step}: ${from.decision} ${from.reason} → ${to.decision} ${to.reason}, ${kind}`,
    ),
    expected,
  );
}

test('nothing changes where nothing has changed', () => {
  checkChanges((text) => text, []);
  checkChanges((text) => text.replace('purpose: Reviews', 'purpose: Reads'), []);
});

test('more, less, and the same for another reason', () => {
  checkChanges(
    (text) => text.replace('write: ["package.json"]', 'write: ["docs/**"]'),
    ['6 → 6: allow granted → deny no-matching-rule, narrowing'],
  );
  checkChanges(
    (text) =>
      text.replace('- run: ["git push **"]', '- run: ["x"]').replace('"git log **"]', '"git log **", "git push **"]'),
    ['16 → 16: deny part-denied → allow granted, widening'],
  );
  checkChanges(
    (text) =>
      text.replace('  - write: ["package.json"]\n', '').replace('ask:\n', 'ask:\n  - write: ["package.json"]\n'),
    ['6 → 6: allow granted → ask approval-required, narrowing'],
  );
  checkChanges(
    (text) => text.replace('methods: [GET]', 'methods: [HEAD]'),
    ['14 → 14: allow granted → deny condition-failed, narrowing'],
  );
});

test('steps that only one of the runs has are no change, and do not shift the others', () => {
  checkChanges(
    (text) =>
      text
        .replace('steps:\n', 'steps:\n  - read: docs/new.md\n')
        .replace('  - write: package.json\n    expect: deny\n', '')
        .replace('- run: ["git push **"]', '- run: ["x"]')
        .replace('"git log **"]', '"git log **", "git push **"]'),
    ['16 → 16: deny part-denied → allow granted, widening'],
  );
});
