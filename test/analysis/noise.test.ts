import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import type { Audience } from '../../server/src/core/finding.ts';
import { confirms } from '../../server/src/core/simulate/simulate.ts';
import { commandsOf, isCommandFile } from '../../server/src/core/workspace/seen-commands.ts';
import { benignWorkspaces, type Files, filesIn, mutations } from '../support/corpus.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

/** What is reported in each file, as `rule`; every witness on the way is confirmed by the simulator. */
function reported(files: Files, audience: Audience = 'default', severities = ['error', 'warning', 'info']) {
  const commands = Object.entries(files).flatMap(([path, text]) => (isCommandFile(path) ? commandsOf(path, text) : []));
  const { snapshot } = workspaceOf(files, { commands });
  const found: Record<string, string[]> = {};
  for (const path of Object.keys(files)) {
    for (const { rule, witness, severity } of analyzeFile(snapshot, uriOf(path), { audience, rules: {} }).findings) {
      if (witness) assert(confirms(snapshot, witness), `${path}: the witness of ${rule} does not replay`);
      if (severities.includes(severity)) found[path] = [...(found[path] ?? []), rule];
    }
  }
  return found;
}

describe('realistic roles that are in order', () => {
  test('are at least forty-five, in several workspaces', () => {
    const roles = [...benignWorkspaces().values()]
      .flatMap((files) => Object.values(files))
      .filter((text) => text.startsWith('kind: AgentRole'));
    assert(roles.length >= 45, `${roles.length}`);
    assert(benignWorkspaces().size >= 5);
  });

  for (const [name, files] of benignWorkspaces()) {
    test(`have nothing reported to everybody: ${name || 'the others'}`, () => assert.deepEqual(reported(files), {}));
    test(`have only confirmed findings for auditors: ${name || 'the others'}`, () => void reported(files, 'audit'));
  }
});

test('of the examples only the role that was written in a hurry has findings', () => {
  const found = reported(filesIn('examples'), 'default', ['error', 'warning']);
  assert.deepEqual(Object.keys(found), ['agents/roles/nightly-fixer.agent-role.yaml']);
  assert.deepEqual([...new Set(found['agents/roles/nightly-fixer.agent-role.yaml'])].sort(), [
    'approval-fails-open',
    'lethal-trifecta',
    'no-budget',
    'operation-wildcard',
    'prefix-reaches-exec',
    'public-suffix-wildcard',
    'secret-readable',
    'unconstrained-recipient',
    'untrusted-to-exec',
    'write-then-run',
  ]);
});

const MUTATIONS = mutations();

/** Rules that report more than before the change. */
function gained(before: Files, after: Files, audience: Audience = 'default'): ReadonlySet<string> {
  const old = Object.values(reported(before, audience)).flat();
  const more = Object.values(reported(after, audience))
    .flat()
    .filter((rule) => {
      const at = old.indexOf(rule);
      if (at >= 0) old.splice(at, 1);
      return at < 0;
    });
  return new Set(more);
}

describe('benign roles made worse', () => {
  const kinds = new Set(MUTATIONS.flatMap(({ mutation }) => mutation.expect));
  let found = 0;
  let expected = 0;
  let more = 0;

  MUTATIONS.forEach(({ mutation, before, after }, index) => {
    test(`${index + 1}: ${mutation.expect.join(', ')} in ${mutation.in}`, () => {
      const rules = gained(before, after, mutation.audience);
      expected += mutation.expect.length;
      found += mutation.expect.filter((rule) => rules.has(rule)).length;
      more += [...rules].filter((rule) => !mutation.expect.includes(rule)).length;
      assert.deepEqual([...rules].sort(), [...mutation.expect].sort());
    });
  });

  test('the recall', () => {
    console.log(
      `${MUTATIONS.length} mutations of benign roles, ${kinds.size} rules: ${found} of ${expected} expected findings, ${more} others`,
    );
    assert(kinds.size >= 40);
    assert.equal(found, expected);
    assert.equal(more, 0);
  });
});
