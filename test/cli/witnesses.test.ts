import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { benignWorkspaces, type Files, filesIn, mutations } from '../support/corpus.ts';
import { checkSarif } from '../support/sarif.ts';
import { bailiwick, inDirectory } from './support.ts';

interface FoundFinding {
  readonly rule: string;
  readonly role?: string;
  readonly witness?: readonly unknown[];
  readonly expects?: readonly string[];
  readonly confirm?: string;
}

/** Checks a workspace, and asks for the decision on every step of every witness, as a script would. Returns how many witnesses there were. */
async function checkWitnesses(files: Files): Promise<number> {
  let confirmed = 0;
  await inDirectory({ 'bailiwick.yaml': 'audience: audit\n', ...files }, async (cwd) => {
    const { out } = await bailiwick(['check', '--format', 'json'], { cwd });
    const { findings } = JSON.parse(out) as { findings: readonly FoundFinding[] };
    const byRole = new Map<string, FoundFinding[]>();
    for (const finding of findings) {
      if (!finding.witness) continue;
      assert(finding.confirm?.includes('bailiwick decide'), finding.rule);
      const role = finding.role ?? '';
      byRole.set(role, [...(byRole.get(role) ?? []), finding]);
    }
    for (const [role, own] of byRole) {
      const actions = own.flatMap(({ witness = [] }) => witness);
      const stdin = actions.map((action) => JSON.stringify(action)).join('\n');
      const decided = await bailiwick(['decide', '.', '--role', role, '--stdin'], { cwd, stdin });
      assert.equal(decided.code, 0, decided.err);
      const lines = decided.out.trimEnd().split('\n');
      assert.equal(lines.length, actions.length);
      let at = 0;
      for (const { rule, witness = [], expects } of own) {
        const decisions = lines.slice(at, at + witness.length).map((line) => JSON.parse(line).decision);
        at += witness.length;
        assert.deepEqual(decisions, expects, rule);
        confirmed++;
      }
    }
    checkSarif((await bailiwick(['check', '--format', 'sarif'], { cwd })).out);
  });
  return confirmed;
}

describe('decide confirms every witness, and every report is valid SARIF', () => {
  test('of the examples', async () => {
    // Only the workspace's own directory has the examples' settings.
    const files = filesIn('examples/agents');
    assert((await checkWitnesses(files)) >= 8);
  });

  test('of the benign set, for an auditor', async () => {
    for (const files of benignWorkspaces().values()) await checkWitnesses(files);
  });

  test('of the risky set, for an auditor', async () => {
    const all = mutations();
    let confirmed = 0;
    for (const { after } of all) confirmed += await checkWitnesses(after);
    assert(confirmed >= all.length / 2, `${confirmed} witnesses`);
    console.log(`${confirmed} witnesses of ${all.length} risky workspaces went back through decide`);
  });
});
