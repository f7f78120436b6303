import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Action } from '../../server/src/core/decide/action.ts';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { RANK } from '../../server/src/core/export/compare.ts';
import { importFile } from '../../server/src/core/import/import-policy.ts';
import { plainSpelling } from '../../server/src/core/import/plain-spelling.ts';
import { roleOf, TEST_NOW, workspaceOf } from '../support/workspace.ts';
import { ACTIONS, POLICIES } from './policies.ts';

const RUNS = Number(process.env.BAILIWICK_IMPORT_RUNS ?? 25);

describe('what is imported never permits more than the tool does', () => {
  for (const [id, policies] of Object.entries(POLICIES)) {
    test(id, () => {
      const state = freshRun(TEST_NOW);
      let calls = 0;
      let equal = 0;
      let spelled = 0;
      const check = (files: Readonly<Record<string, string>>, actions: readonly Action[]) => {
        const { snapshot } = workspaceOf(files);
        const { source, path } = snapshot.foreign.files[0]!;
        for (const { text, principal, comparison } of importFile(snapshot, source, path)) {
          assert.deepEqual(comparison?.narrower, [], text);
          const mine = roleOf({ 'a.agent-role.yaml': text });
          const theirs = snapshot.foreign.principal(principal!)!;
          for (const action of actions) {
            const ours = decide(mine, action, state).decision;
            let other = decide(theirs, action, state).decision;
            // The same command, spelt as everybody would write it, is as good a way to do it.
            const plain = action.verb === 'run' ? plainSpelling(action.value) : undefined;
            if (RANK[ours] > RANK[other] && plain !== undefined) {
              other = decide(theirs, { ...action, value: plain }, state).decision;
              spelled++;
            }
            assert(
              RANK[ours] <= RANK[other],
              `${action.verb} ${action.value} ${action.method ?? ''}: ${ours} here, ${other} there\n${JSON.stringify(files)}\n${text}`,
            );
            calls++;
            if (ours === other) equal++;
          }
        }
      };
      const property = fc.property(policies, fc.array(ACTIONS, { minLength: 60, maxLength: 60 }), check);
      const { failed, seed, errorInstance } = fc.check(property, { numRuns: RUNS });
      assert(!failed, `seed ${seed}: ${(errorInstance as Error | undefined)?.message}`);
      assert(calls > 0 && equal > calls / 4, `${equal} of ${calls}`);
      console.log(
        `${id}: ${calls} calls, none wider, ${Math.round((100 * equal) / calls)} % decided alike, ${spelled} only in another spelling`,
      );
    });
  }
});
