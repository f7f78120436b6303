import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Action } from '../../server/src/core/decide/action.ts';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { edgeActions, RANK } from '../../server/src/core/export/compare.ts';
import { OPA, opaInput } from '../../server/src/core/export/opa.ts';
import type { Effect } from '../../server/src/core/model/manifest.ts';
import { callsWithArguments, isOneRequest, ROLES, roles, rolesWithConditions, roleText } from '../export/roles.ts';
import { roleOf, TEST_NOW } from '../support/workspace.ts';
import { endOpa, opa, opaAnswers } from './opa-engine.ts';

/** OPA, given what was exported, decides what the role decides. */
describe('export to OPA', { skip: opa.skip }, () => {
  after(endOpa);
  let compared = 0;

  /** Roles with what is asked of each. All in one run of the engine, which has to compile the policy for each. */
  async function check(asked: readonly (readonly [text: string, actions: readonly Action[]])[]): Promise<void> {
    const data: Record<string, unknown> = {};
    const cases: { readonly input: object; readonly mine: Effect; readonly exact: boolean; readonly where: string }[] =
      [];
    let policy = '';
    for (const [index, [text, actions]] of asked.entries()) {
      const role = roleOf({ 'a.agent-role.yaml': text });
      const { files, rows } = OPA.export(role, { now: TEST_NOW, accept: new Set() });
      const file = (path: string) => files.find((each) => each.path === path)!.text;
      policy = file('bailiwick/policy.rego');
      data[`${index}`] = JSON.parse(file('data.json')).bailiwick.roles[role.name];
      const exact = rows.every(({ fidelity }) => fidelity === 'exact');
      for (const action of actions) {
        const input = isOneRequest(action) ? opaInput(`${index}`, action) : undefined;
        if (input === undefined) continue;
        const mine = decide(role, action, freshRun(TEST_NOW)).decision;
        cases.push({ input, mine, exact, where: `${JSON.stringify(action)}\n${text}` });
      }
    }
    const answers = (await opaAnswers(
      policy,
      data,
      cases.map(({ input }) => input),
    )) as Effect[];
    assert.equal(answers.length, cases.length);
    for (const [index, { mine, exact, where }] of cases.entries()) {
      const theirs = answers[index]!;
      const words = `the role would ${mine}, OPA ${theirs}: ${where}`;
      assert(theirs in RANK, words);
      if (exact) assert.equal(theirs, mine, words);
      else assert(RANK[theirs] <= RANK[mine], words);
    }
    compared += cases.length;
  }

  function withEdges(text: string): readonly [string, readonly Action[]] {
    const actions = edgeActions(roleOf({ 'a.agent-role.yaml': text }));
    const every = Math.ceil(actions.length / MOST_ACTIONS);
    return [text, actions.filter((_, at) => at % every === 0)];
  }

  /** A decision takes this engine about three milliseconds. */
  const MOST_ACTIONS = 80;

  test('written roles', () => check(Object.values(ROLES).map((rules) => withEdges(roleText(rules)))));

  test('generated roles', async () => {
    const some = fc.array(roles.map(withEdges), { minLength: 1, maxLength: 10, size: 'max' });
    await fc.assert(fc.asyncProperty(some, check), { numRuns: 10 });
  });

  test('conditions on arguments', async () => {
    const calls = fc.array(callsWithArguments, { minLength: 10, maxLength: 20, size: 'max' });
    const some = fc.array(fc.tuple(rolesWithConditions, calls), { minLength: 1, maxLength: 20, size: 'max' });
    await fc.assert(fc.asyncProperty(some, check), { numRuns: 10 });
    console.log(`compared with OPA: ${compared} decisions`);
  });

  test('a role that is not there may nothing', async () => {
    const { files } = OPA.export(roleOf({ 'a.agent-role.yaml': roleText(ROLES.paths!) }), {
      now: TEST_NOW,
      accept: new Set(),
    });
    const policy = files.find(({ path }) => path.endsWith('.rego'))!.text;
    const input = { role: 'nobody', verb: 'read', text: './src/main.ts' };
    assert.deepEqual(await opaAnswers(policy, {}, [input]), ['deny']);
  });
});
