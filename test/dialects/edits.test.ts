import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withEdits } from '../../server/src/core/analysis/apply-edits.ts';
import type { ForeignPolicy, ForeignRule } from '../../server/src/core/dialects/dialect.ts';
import type { Edit } from '../../server/src/core/finding.ts';
import type { Snapshot } from '../../server/src/core/workspace/workspace.ts';
import { POLICIES } from '../import/policies.ts';
import { workspaceOf } from '../support/workspace.ts';

const EFFECTS = ['allow', 'ask', 'deny'] as const;

function policyIn(snapshot: Snapshot): ForeignPolicy {
  const policy = snapshot.foreign.principals[0]?.role.foreign;
  assert(policy, 'there is no policy');
  return policy;
}

function edited(snapshot: Snapshot, edits: readonly Edit[]): readonly ForeignRule[] {
  const changed = withEdits(snapshot, edits);
  assert(changed, 'the edits do not fit');
  return policyIn(changed.after).rules;
}

/** What is written down, and not what the tool does where nothing is. */
const words = (rules: readonly ForeignRule[]) =>
  rules.filter(({ isDefault }) => !isDefault).map(({ effect, text }) => `${effect} ${text}`);

for (const [name, policies] of Object.entries(POLICIES)) {
  test(`${name}: a rule that is taken out is gone, one that is moved has the other effect, and the rest is as it was`, () => {
    let count = 0;
    fc.assert(
      fc.property(policies, fc.nat(), fc.constantFrom(...EFFECTS), (files, pick, effect) => {
        const { snapshot } = workspaceOf(files);
        const policy = policyIn(snapshot);
        const rules = policy.rules.filter(({ isDefault }) => !isDefault);
        const rule = rules[pick % rules.length];
        if (!rule) return;
        const others = words(policy.rules.filter((each) => each !== rule));
        const removed = policy.edits?.remove(rule);
        if (removed) assert.deepEqual(words(edited(snapshot, removed)), others);
        const moved = rule.effect === effect ? undefined : policy.edits?.move(rule, effect);
        if (moved) {
          const now = edited(snapshot, moved);
          const left = [...others];
          const own = words(now).filter((each) => {
            const at = left.indexOf(each);
            if (at >= 0) left.splice(at, 1);
            return at < 0;
          });
          assert.deepEqual(left, []);
          assert.deepEqual(
            own.map((each) => each.split(' ')[0]),
            [effect],
          );
        }
        count += Number(removed !== undefined) + Number(moved !== undefined);
      }),
      { numRuns: 300 },
    );
    assert(count > 100, `only ${count} changes were possible`);
  });
}
