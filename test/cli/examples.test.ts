import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { toolScopeFromTools } from '../../server/src/core/features/tool-scope-from-tools.ts';
import { workspaceOf } from '../support/workspace.ts';
import { bailiwick } from './support.ts';

interface FoundFinding {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number } };
  readonly witness?: readonly unknown[];
  readonly role?: string;
  readonly expects?: readonly string[];
}

async function findings(): Promise<FoundFinding[]> {
  const { out, code } = await bailiwick(['check', 'examples', '--format', 'json']);
  assert.equal(code, 1);
  const report = JSON.parse(out);
  assert.deepEqual(Object.keys(report), ['findings', 'hidden', 'files', 'suppressed', 'score']);
  return report.findings;
}

describe('examples', () => {
  test('the good roles are clean and the hurried one is not', async () => {
    const found = await findings();
    const files = [...new Set(found.map((each) => each.file))];
    assert.deepEqual(files, ['examples/agents/roles/nightly-fixer.agent-role.yaml']);
    const errors = new Set(found.filter((each) => each.severity === 'error').map((each) => each.rule));
    for (const rule of ['lethal-trifecta', 'untrusted-to-exec', 'prefix-reaches-exec', 'write-then-run']) {
      assert(errors.has(rule), `${rule} is not among ${[...errors].join(', ')}`);
    }
  });

  test('decide confirms every witness', async () => {
    const witnesses = (await findings()).filter((each) => each.witness);
    assert(witnesses.length >= 8);
    for (const { rule, witness = [], role = '', expects } of witnesses) {
      const stdin = witness.map((action) => JSON.stringify(action)).join('\n');
      const { out, code } = await bailiwick(['decide', 'examples/agents', '--role', role, '--stdin'], { stdin });
      assert.equal(code, 0);
      const decisions = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).decision);
      assert.deepEqual(decisions, expects, rule);
    }
  });

  test('the scenarios come out as they say, and between them use every rule of the good roles', async () => {
    const { out, code } = await bailiwick(['simulate', 'examples', '--coverage', '--format', 'json']);
    assert.equal(code, 0);
    const { runs, coverage } = JSON.parse(out);
    assert(runs.length >= 8);
    for (const { role, never } of coverage) if (role !== 'nightly-fixer') assert.deepEqual(never, [], role);
  });

  test('the scope of the ticketing tools has what their saved list has', () => {
    const made = toolScopeFromTools(readFileSync('examples/agents/mcp/ticketing.tools.json', 'utf8'), 'ticketing');
    assert('text' in made);
    const operations = (text: string) =>
      workspaceOf({ 'a.tool-scope.yaml': text })
        .snapshot.tools.get('ticketing')!
        .operations.map((each) => ({
          name: each.name.value,
          description: each.description?.value,
          arguments: each.arguments.map(({ name, schema, required }) => ({ name: name.value, schema, required })),
        }));
    const kept = readFileSync('examples/agents/tools/ticketing.tool-scope.yaml', 'utf8');
    assert.deepEqual(operations(kept), operations(made.text));
  });
});
