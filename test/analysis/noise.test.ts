import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import type { Audience } from '../../server/src/core/finding.ts';
import { confirms } from '../../server/src/core/simulate/simulate.ts';
import { commandsOf, isCommandFile } from '../../server/src/core/workspace/seen-commands.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

const BENIGN = 'test/analysis/benign';
const EXAMPLES = 'examples';

type Files = Readonly<Record<string, string>>;

function filesIn(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/');
      return [path.slice(path.indexOf(directory) + directory.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

/** The benign workspaces: each directory is one, and the files beside them are one more, by the name `''`. */
function benignWorkspaces(): ReadonlyMap<string, Files> {
  const workspaces = new Map<string, Record<string, string>>();
  for (const [path, text] of Object.entries(filesIn(BENIGN))) {
    const directory = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
    workspaces.set(directory, { ...workspaces.get(directory), [path]: text });
  }
  return workspaces;
}

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
    const roles = Object.values(filesIn(BENIGN)).filter((text) => text.startsWith('kind: AgentRole'));
    assert(roles.length >= 45, `${roles.length}`);
    assert(benignWorkspaces().size >= 5);
  });

  for (const [name, files] of benignWorkspaces()) {
    test(`have nothing reported to everybody: ${name || 'the others'}`, () => assert.deepEqual(reported(files), {}));
    test(`have only confirmed findings for auditors: ${name || 'the others'}`, () => void reported(files, 'audit'));
  }
});

test('of the examples only the role that was written in a hurry has findings', () => {
  const found = reported(filesIn(EXAMPLES), 'default', ['error', 'warning']);
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

/** A change that makes a benign manifest worse; with `from2`, a second change, in `in2` or the same file. */
interface Mutation {
  readonly in: string;
  readonly from: string;
  readonly to: string;
  readonly in2?: string;
  readonly from2?: string;
  readonly to2?: string;
  readonly audience?: Audience;
  /** The rules that say so, and that did not before. */
  readonly expect: readonly string[];
}

const MUTATIONS: readonly Mutation[] = parse(readFileSync('test/analysis/mutations.yaml', 'utf8'));
const WORKSPACES = benignWorkspaces();

function changed(files: Files, path: string, from: string, to: string): Files {
  const text = files[path];
  assert(text?.includes(from), `${path} has no ${JSON.stringify(from)}`);
  return { ...files, [path]: text!.replace(from, () => to) };
}

/** Rules that report more than before the change, once for each finding more. */
function gained(mutation: Mutation): readonly string[] {
  const { audience = 'default' } = mutation;
  const before = WORKSPACES.get(mutation.in.includes('/') ? mutation.in.split('/')[0]! : '') ?? {};
  let after = changed(before, mutation.in, mutation.from, mutation.to);
  if (mutation.from2) after = changed(after, mutation.in2 ?? mutation.in, mutation.from2, mutation.to2 ?? '');
  const old = Object.values(reported(before, audience)).flat();
  return Object.values(reported(after, audience))
    .flat()
    .filter((rule) => {
      const at = old.indexOf(rule);
      if (at >= 0) old.splice(at, 1);
      return at < 0;
    });
}

describe('benign roles made worse', () => {
  const kinds = new Set(MUTATIONS.flatMap(({ expect }) => expect));
  let found = 0;
  let expected = 0;
  let more = 0;

  MUTATIONS.forEach((mutation, index) => {
    test(`${index + 1}: ${mutation.expect.join(', ')} in ${mutation.in}`, () => {
      const rules = new Set(gained(mutation));
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
