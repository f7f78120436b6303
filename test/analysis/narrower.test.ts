import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withEdits } from '../../server/src/core/analysis/apply-edits.ts';
import { allowsNoMore, contextOf } from '../../server/src/core/analysis/context.ts';
import { isNarrower } from '../../server/src/core/analysis/newly-allowed.ts';
import { ACTIONS, POLICIES } from '../import/policies.ts';
import { TEST_NOW, workspaceOf } from '../support/workspace.ts';

/** Rules with priorities: none is known to let less happen by being gone. */
const ORDERED = new Set(['gemini']);

for (const [name, policies] of Object.entries(POLICIES)) {
  test(`${name}: what is known of the wider policy is what the narrower one would say itself`, () => {
    let count = 0;
    const change = fc.record({ pick: fc.nat(), kind: fc.constantFrom('remove', 'ask', 'deny', 'add') });
    fc.assert(
      fc.property(
        policies,
        change,
        fc.array(ACTIONS, { minLength: 5, maxLength: 20 }),
        (files, { pick, kind }, actions) => {
          const { snapshot } = workspaceOf(files);
          const old = snapshot.foreign.principals[0]!;
          const { edits, rules } = old.role.foreign!;
          const rule = rules[pick % rules.length];
          if (!rule || !edits) return;
          const changes =
            kind === 'remove'
              ? edits.remove(rule)
              : kind === 'add'
                ? edits.add('deny', 'run', ['git push **'])
                : edits.move(rule, kind === 'ask' ? 'ask' : 'deny');
          const changed = changes && withEdits(snapshot, changes);
          const again = changes && withEdits(snapshot, changes);
          if (!changed || !again) return;
          const now = changed.after.foreign.principals[0]!;
          const alone = again.after.foreign.principals[0]!;
          assert.notEqual(now, alone);
          if (!isNarrower(now, old)) return;
          allowsNoMore(now, old);
          count++;
          for (const action of actions) {
            assert.equal(
              contextOf(now, TEST_NOW).allows(action),
              contextOf(alone, TEST_NOW).allows(action),
              action.value,
            );
          }
          const reached = (role: typeof now) =>
            contextOf(role, TEST_NOW).reached.map(({ rule: own, pattern, entry, line, plants }) => [
              own.span.start,
              pattern.text,
              entry.id,
              line,
              plants,
            ]);
          assert.deepEqual(reached(now), reached(alone));
        },
      ),
      { numRuns: 150 },
    );
    if (ORDERED.has(name)) assert.equal(count, 0);
    else assert(count > 20, `only ${count} changes made a policy narrower`);
  });
}
