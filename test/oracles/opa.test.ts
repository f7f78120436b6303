import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { edgeActions } from '../../server/src/core/export/compare.ts';
import { OPA, opaInput } from '../../server/src/core/export/opa.ts';
import { plainWords } from '../../server/src/core/scope/command-pattern.ts';
import { ROLES, roles, roleText } from '../export/roles.ts';
import { roleOf, TEST_NOW } from '../support/workspace.ts';
import { endOpa, opa, opaAnswers } from './opa-engine.ts';

/** OPA, given what was exported, decides what the role decides. */
describe('export to OPA', { skip: opa.skip }, () => {
  after(endOpa);
  let compared = 0;

  /** All in one run of the engine, which has to compile the policy for each. */
  async function check(texts: readonly string[]): Promise<void> {
    const data: Record<string, unknown> = {};
    const asked: { readonly input: object; readonly mine: string; readonly exact: boolean; readonly where: string }[] =
      [];
    let policy = '';
    for (const [index, text] of texts.entries()) {
      const role = roleOf({ 'a.agent-role.yaml': text });
      const { files, rows } = OPA.export(role, { now: TEST_NOW, accept: new Set() });
      const file = (path: string) => files.find((each) => each.path === path)!.text;
      policy = file('bailiwick/policy.rego');
      data[`${index}`] = JSON.parse(file('data.json')).bailiwick.roles[role.name];
      const exact = rows.every(({ fidelity }) => fidelity === 'exact');
      const actions = edgeActions(role);
      const every = Math.ceil(actions.length / MOST_ACTIONS);
      for (const action of actions.filter((_, at) => at % every === 0)) {
        const input = opaInput(`${index}`, action);
        if (input === undefined || (action.verb === 'run' && isTakenApart(action.value))) continue;
        const mine = decide(role, action, freshRun(TEST_NOW)).decision;
        asked.push({ input, mine, exact, where: `${JSON.stringify(action)}\n${text}` });
      }
    }
    const answers = await opaAnswers(
      policy,
      data,
      asked.map(({ input }) => input),
    );
    assert.equal(answers.length, asked.length);
    for (const [index, { mine, exact, where }] of asked.entries()) {
      const theirs = answers[index]!;
      if (exact) assert.equal(theirs, mine, where);
      else assert(RANK[theirs]! <= RANK[mine]!, `the role would ${mine}, OPA ${theirs}: ${where}`);
    }
    compared += asked.length;
  }

  /** A decision takes this engine about three milliseconds. */
  const MOST_ACTIONS = 80;

  const RANK: Readonly<Record<string, number>> = { deny: 0, ask: 1, allow: 2 };

  test('written roles', () => check(Object.values(ROLES).map(roleText)));

  test('generated roles', async () => {
    await fc.assert(fc.asyncProperty(fc.array(roles, { minLength: 1, maxLength: 10, size: 'max' }), check), {
      numRuns: 10,
    });
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

function isTakenApart(line: string): boolean {
  return plainWords(line) === undefined || /^(env|sudo|bash|cat|rm|make)\b/.test(line) || /(^|\/)bin\//.test(line);
}
