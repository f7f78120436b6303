import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noWork } from '../../server/src/core/syntax/work.ts';
import { createHost } from '../../server/src/core/workspace/host.ts';
import { type NameKind, referencesOf } from '../../server/src/core/workspace/references.ts';
import type { Snapshot } from '../../server/src/core/workspace/workspace.ts';
import { takeCursor } from '../support/markers.ts';
import { TEST_NOW, uriOf, workspaceOf } from '../support/workspace.ts';

const role = (name: string, rest = '') => `kind: AgentRole\nversion: 1\nname: ${name}\n${rest}`;
const tool = (name: string) => `kind: ToolScope\nversion: 1\nname: ${name}\noperations:\n  get: read\n`;

test('an edit of one role among a hundred parses and reads one manifest, and one part of it', () => {
  const work = noWork();
  const host = createHost(work);
  const texts = Array.from({ length: 100 }, (_, index) =>
    role(`r${index}`, `allow:\n${'  - read: [a]\n'.repeat(20)}deny:\n  - run: [x${index}]\n`),
  );
  const uri = uriOf('all.agent-role.yaml');
  host.set({ uri, text: texts.join('---\n') });
  const before = host.snapshot(TEST_NOW);
  for (const name of before.roles.keys()) before.role(name);
  assert.deepEqual([work.sourcesParsed, work.manifestsRead, work.rolesResolved], [100, 100, 100]);

  Object.assign(work, noWork());
  texts[50] = texts[50]!.replace('x50', 'y50');
  host.set({ uri, text: texts.join('---\n') });
  const after = host.snapshot(TEST_NOW);
  for (const name of after.roles.keys()) after.role(name);
  assert.deepEqual(work, { sourcesParsed: 1, chunksParsed: 1, manifestsRead: 1, rolesResolved: 1 });
  assert.equal(after.role('r50')?.rules[20]?.patterns[0]?.text, 'y50');
  for (const name of before.roles.keys()) assert.equal(after.role(name) === before.role(name), name !== 'r50', name);
});

test('what is typed in one long role parses the rule that it is typed in', () => {
  const work = noWork();
  const host = createHost(work);
  const rules = Array.from({ length: 1000 }, (_, index) => `  - read: [a${index}]\n    because: x\n`);
  const uri = uriOf('a.agent-role.yaml');
  host.set({ uri, text: role('a', `allow:\n${rules.join('')}`) });
  host.snapshot(TEST_NOW);
  Object.assign(work, noWork());
  rules.splice(500, 0, '  - run: [new]\n');
  host.set({ uri, text: role('a', `allow:\n${rules.join('')}`) });
  // A state in between that nobody asked about costs nothing.
  rules[3] = '  - run: [other]\n';
  host.set({ uri, text: role('a', `allow:\n${rules.join('')}`) });
  assert.equal(host.snapshot(TEST_NOW).role('a')?.rules.length, 1001);
  assert.deepEqual([work.sourcesParsed, work.chunksParsed], [1, 2]);
});

test('two manifests with the same text stay two', () => {
  const { snapshot } = workspaceOf({ 'a.agent-role.yaml': `${role('a')}---\n${role('a')}---\n${role('a')}` });
  assert.equal(new Set(snapshot.sources.map((each) => each.source)).size, 3);
});

test('manifests around an inserted one stay the same objects', () => {
  const host = createHost();
  const uri = uriOf('a.agent-role.yaml');
  const texts = ['a', 'b', 'c', 'd'].map((name) => role(name));
  host.set({ uri, text: texts.join('---\n') });
  const before = host.snapshot(TEST_NOW).files.get(uri)!.sources;
  texts.splice(2, 0, role('new'));
  host.set({ uri, text: texts.join('---\n') });
  const after = host.snapshot(TEST_NOW).files.get(uri)!.sources;
  assert.deepEqual(
    [after[0] === before[0], after[1] === before[1], after[3] === before[2], after[4] === before[3]],
    [true, true, true, true],
  );
});

test('how a file is cut into manifests', () => {
  const cut = (text: string) =>
    workspaceOf({ 'a.agent-role.yaml': text }).snapshot.sources.map((each) => each.source.text);
  assert.deepEqual(cut(''), ['']);
  assert.deepEqual(cut('# a\n---\nx: 1\n'), ['# a\n---\nx: 1\n']);
  assert.deepEqual(cut('\ufeff---\nx: 1\n---\ny: 1'), ['\ufeff---\nx: 1\n', '---\ny: 1']);
  assert.deepEqual(cut('x: 1\r\n---\r\ny: 1\r\n'), ['x: 1\r\n', '---\r\ny: 1\r\n']);
  assert.deepEqual(cut('x: 1\n...\n# the end\n'), ['x: 1\n...\n# the end\n']);
  assert.deepEqual(cut('x: 1\n...\n%YAML 1.2\n---\ny: 1\n'), ['x: 1\n...\n', '%YAML 1.2\n---\ny: 1\n']);
  assert.deepEqual(cut('x: |\n  a\n  ---\n ---\ny: "a --- b"\n----\n--- # y\n'), [
    'x: |\n  a\n  ---\n ---\ny: "a --- b"\n----\n',
    '--- # y\n',
  ]);
});

test('a snapshot stays the same object while nothing changes', () => {
  const { host, snapshot } = workspaceOf({ 'a.agent-role.yaml': role('a') });
  assert.equal(host.snapshot(TEST_NOW), snapshot);
  const later = host.snapshot(TEST_NOW + 1);
  assert.notEqual(later, snapshot);
  assert.equal(later.role('a'), snapshot.role('a'));
});

test('a role is resolved anew exactly when something that it depends on changes', () => {
  const files: Record<string, string> = {
    'a.agent-role.yaml': role('a', 'extends: [base]\nallow:\n  - call: [mail/get]\n  - delegate: [helper]\n'),
    'base.agent-role.yaml': role('base', 'expires: 2027-01-01\n'),
    'helper.agent-role.yaml': role('helper', 'extends: [helper-base]\n'),
    'helper-base.agent-role.yaml': role('helper-base'),
    'other.agent-role.yaml': role('other'),
    'mail.tool-scope.yaml': tool('mail'),
    'other.tool-scope.yaml': tool('other'),
    'all.boundary.yaml': 'kind: Boundary\nversion: 1\napplies-to: ["*a"]\n',
    'other.boundary.yaml': 'kind: Boundary\nversion: 1\napplies-to: ["x*"]\n',
  };
  const { host, snapshot } = workspaceOf(files);
  const changes = (path: string, text: string | undefined) => {
    const before = host.snapshot(TEST_NOW).role('a');
    if (text === undefined) host.remove(uriOf(path));
    else host.set({ uri: uriOf(path), text });
    const changed = host.snapshot(TEST_NOW).role('a') !== before;
    host.set({ uri: uriOf(path), text: files[path]! });
    host.snapshot(TEST_NOW).role('a');
    return changed;
  };
  assert.deepEqual([...snapshot.role('a')!.tools.keys()], ['mail']);
  assert.deepEqual([...snapshot.role('a')!.roles.keys()], ['helper']);
  assert.deepEqual(snapshot.role('a')!.delegates.get('helper'), snapshot.role('helper'));
  const expected = {
    'a.agent-role.yaml': true,
    'base.agent-role.yaml': true,
    'helper.agent-role.yaml': true,
    'helper-base.agent-role.yaml': true,
    'mail.tool-scope.yaml': true,
    'all.boundary.yaml': true,
    'other.agent-role.yaml': false,
    'other.tool-scope.yaml': false,
    'other.boundary.yaml': false,
  };
  for (const [path, changed] of Object.entries(expected)) {
    assert.equal(changes(path, `${files[path]}purpose: new\n`), changed, `edit of ${path}`);
    assert.equal(changes(path, undefined), changed, `removal of ${path}`);
  }
});

test('circles of extends and delegate are followed once', () => {
  const { snapshot } = workspaceOf({
    'a.agent-role.yaml': role('a', 'extends: [b]\nallow:\n  - delegate: [c]\n'),
    'b.agent-role.yaml': role('b', 'extends: [a, b]\nallow:\n  - read: [x]\n'),
    'c.agent-role.yaml': role('c', 'allow:\n  - delegate: [a, "c"]\n'),
  });
  const a = snapshot.role('a')!;
  assert.deepEqual(
    a.lineage.map((each) => each.name?.value),
    ['a', 'b'],
  );
  assert.deepEqual(
    a.rules.map((each) => each.verb),
    ['delegate', 'read'],
  );
  assert.deepEqual([...a.roles.keys()], ['c', 'a']);
  assert.equal(a.delegates.get('c')?.delegates.get('a'), a);
});

test('of two roles with one name the first counts, and both can be resolved', () => {
  const { snapshot } = workspaceOf({
    'b.agent-role.yaml': role('same', 'owner: second\n'),
    'a.agent-role.yaml': role('same', 'owner: first\n'),
  });
  assert.equal(snapshot.role('same')?.role.owner?.value, 'first');
  const owners = snapshot.sources.flatMap(({ manifest }) =>
    manifest.kind === 'AgentRole' ? snapshot.resolve(manifest).role.owner?.value : [],
  );
  assert.deepEqual(owners, ['first', 'second']);
});

test('authority lapses with the first of the lineage', () => {
  const { snapshot } = workspaceOf({
    'a.agent-role.yaml': role('a', 'extends: [b]\nexpires: 2027-03-01\n'),
    'b.agent-role.yaml': role('b', 'expires: 2027-02-28\n'),
  });
  assert.equal(snapshot.role('a')?.expires?.value, Date.parse('2027-02-28T23:59:59.999Z'));
});

/* Names */

const NAMED = {
  'a.agent-role.yaml': role(
    'a',
    'extends: [base]\nallow:\n  - id: pay\n    call: [mail/get, "mail/*", gone/x]\n  - use: [TOKEN]\n  - delegate: ["!b", base]\n',
  ),
  'base.agent-role.yaml': role('base'),
  'mail.tool-scope.yaml': `${tool('mail')}credentials: [TOKEN]\n`,
  's.scenario.yaml':
    'kind: Scenario\nversion: 1\nrole: a\nat: 2026-12-01\nsteps:\n  - call: mail/get\n  - revoke: pay\n  - revoke: mail\n  - revoke: nothing\n  - run: x\n    as: base\n',
  'x.boundary.yaml': 'kind: Boundary\nversion: 1\napplies-to: [a, "b*"]\n',
};

function checkUses(snapshot: Snapshot, kind: NameKind, name: string, expected: readonly string[]): void {
  const references = referencesOf(snapshot);
  const uses = [...references.definitions(kind, name), ...references.uses(kind, name)];
  assert.deepEqual(
    uses.map((use) => `${use.as} in ${use.manifest.kind}: ${use.source.text.slice(use.span.start, use.span.end)}`),
    expected,
  );
}

test('every use of a name is found with its place', () => {
  const { snapshot } = workspaceOf(NAMED);
  checkUses(snapshot, 'role', 'a', ['definition in AgentRole: a', 'role in Scenario: a', 'applies-to in Boundary: a']);
  checkUses(snapshot, 'role', 'base', [
    'definition in AgentRole: base',
    'extends in AgentRole: base',
    'delegate in AgentRole: base',
    'as in Scenario: base',
  ]);
  checkUses(snapshot, 'role', 'b', ['delegate in AgentRole: b']);
  checkUses(snapshot, 'tool', 'mail', [
    'definition in ToolScope: mail',
    'call in AgentRole: mail',
    'call in AgentRole: mail',
    'call in Scenario: mail',
    'revoke in Scenario: mail',
  ]);
  checkUses(snapshot, 'operation', 'mail/get', [
    'definition in ToolScope: get',
    'call in AgentRole: get',
    'call in Scenario: get',
  ]);
  checkUses(snapshot, 'credential', 'TOKEN', ['definition in ToolScope: TOKEN', 'use in AgentRole: TOKEN']);
  checkUses(snapshot, 'rule', 'pay', ['definition in AgentRole: pay', 'revoke in Scenario: pay']);
  checkUses(snapshot, 'tool', 'gone', ['call in AgentRole: gone']);
});

test('the name at the cursor', () => {
  const at = (text: string) => {
    const { text: clean, offset } = takeCursor(text);
    const { snapshot } = workspaceOf({ ...NAMED, 'a.agent-role.yaml': clean });
    const file = snapshot.files.get(uriOf('a.agent-role.yaml'))!;
    const use = referencesOf(snapshot).at(file.sources[0]!, offset);
    return use && `${use.kind} ${use.name}`;
  };
  assert.equal(at('kind: AgentRole\nname: a\nextends: [ba$0se]'), 'role base');
  assert.equal(at('kind: AgentRole\nname: a\nallow:\n  - call: [ma$0il/get]'), 'tool mail');
  assert.equal(at('kind: AgentRole\nname: a\nallow:\n  - call: [mail/ge$0t]'), 'operation mail/get');
  assert.equal(at('kind: AgentRole\nname: a\npurpose: x$0'), undefined);
});
