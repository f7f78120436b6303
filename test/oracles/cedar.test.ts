import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { CEDAR, cedarRequest } from '../../server/src/core/export/cedar.ts';
import { edgeActions } from '../../server/src/core/export/compare.ts';
import { plainWords } from '../../server/src/core/scope/command-pattern.ts';
import { ROLES, roles, roleText } from '../export/roles.ts';
import { roleOf, TEST_NOW } from '../support/workspace.ts';
import { cedar, cedarDecides, cedarSchemaProblem } from './cedar-engine.ts';

/** Cedar, given what was exported, permits nothing that the role does not, and everything whose rules are exact. */
describe('export to Cedar', { skip: cedar.skip }, () => {
  let compared = 0;

  function check(text: string): void {
    const role = roleOf({ 'a.agent-role.yaml': text });
    const exported = CEDAR.export(role, { now: TEST_NOW, accept: new Set() });
    const policies = exported.files[0]!.text;
    const exact = exported.rows.every(({ fidelity, name }) => fidelity === 'exact' || name.startsWith('condition '));
    for (const action of edgeActions(role)) {
      if (action.verb === 'run' && (plainWords(action.value) === undefined || isTakenApart(action.value))) continue;
      const unasked = cedarRequest(role, action, false);
      const approved = cedarRequest(role, action, true);
      if ('problem' in unasked || 'problem' in approved) continue;
      const [first, second] = [cedarDecides(policies, unasked), cedarDecides(policies, approved)];
      const theirs = first === 'allow' ? 'allow' : second === 'allow' ? 'ask' : 'deny';
      assert(typeof first === 'string' && typeof second === 'string', JSON.stringify([first, second]));
      const mine = decide(role, action, freshRun(TEST_NOW)).decision;
      compared++;
      const where = `${action.verb} ${action.value}: the role would ${mine}, Cedar ${theirs}\n${text}\n${policies}`;
      if (exact) assert.equal(theirs, mine, where);
      else assert(RANK[theirs] <= RANK[mine], where);
    }
  }

  const RANK = { deny: 0, ask: 1, allow: 2 } as const;

  for (const [name, rules] of Object.entries(ROLES)) test(name, () => check(roleText(rules)));

  test('generated roles', () => {
    fc.assert(fc.property(roles, check), { numRuns: 60 });
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

/** Lines of programs that stand for others, or whose operands are files: the enforcement point puts several requests for them. */
function isTakenApart(line: string): boolean {
  return /^(env|sudo|bash|cat|rm|make)\b/.test(line) || /(^|\/)bin\//.test(line);
}
