import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Action } from '../../server/src/core/decide/action.ts';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { CEDAR, cedarRequest } from '../../server/src/core/export/cedar.ts';
import { edgeActions, RANK } from '../../server/src/core/export/compare.ts';
import { callsWithArguments, isOneRequest, ROLES, roles, rolesWithConditions, roleText } from '../export/roles.ts';
import { roleOf, TEST_NOW } from '../support/workspace.ts';
import { cedar, cedarDecides, cedarSchemaProblem } from './cedar-engine.ts';

/** Cedar, given what was exported, permits nothing that the role does not, and everything whose rules are exact. */
describe('export to Cedar', { skip: cedar.skip }, () => {
  let compared = 0;

  function check(text: string, actions?: readonly Action[]): void {
    const role = roleOf({ 'a.agent-role.yaml': text });
    const exported = CEDAR.export(role, { now: TEST_NOW, accept: new Set() });
    const policies = exported.files[0]!.text;
    const exact = exported.rows.every(({ fidelity, name }) => fidelity === 'exact' || name.startsWith('condition '));
    for (const action of actions ?? edgeActions(role)) {
      if (!isOneRequest(action)) continue;
      const unasked = cedarRequest(role, action, false);
      const approved = cedarRequest(role, action, true);
      if ('problem' in unasked || 'problem' in approved) continue;
      const [first, second] = [cedarDecides(policies, unasked), cedarDecides(policies, approved)];
      const theirs = first === 'allow' ? 'allow' : second === 'allow' ? 'ask' : 'deny';
      assert(typeof first === 'string' && typeof second === 'string', JSON.stringify([first, second]));
      const mine = decide(role, action, freshRun(TEST_NOW)).decision;
      compared++;
      const where = `${JSON.stringify(action)}: the role would ${mine}, Cedar ${theirs}\n${text}\n${policies}`;
      if (exact) assert.equal(theirs, mine, where);
      else assert(RANK[theirs] <= RANK[mine], where);
    }
  }

  for (const [name, rules] of Object.entries(ROLES)) test(name, () => check(roleText(rules)));

  test('generated roles', () => {
    fc.assert(
      fc.property(roles, (text) => check(text)),
      { numRuns: 60 },
    );
  });

  test('conditions on arguments', () => {
    const calls = fc.array(callsWithArguments, { minLength: 10, maxLength: 20, size: 'max' });
    fc.assert(fc.property(rolesWithConditions, calls, check), { numRuns: 150 });
    console.log(`compared with Cedar: ${compared} decisions`);
  });

  test('the schema is one', () => {
    const schema = CEDAR.export(roleOf({ 'a.agent-role.yaml': roleText(ROLES.paths!) }), {
      now: TEST_NOW,
      accept: new Set(),
    }).files.find(({ path }) => path.endsWith('.cedarschema'))!.text;
    assert.equal(cedarSchemaProblem(schema), undefined);
  });
});
