import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roleOf, workspaceOf } from '../support/workspace.ts';

test('a role is read and resolved', () => {
  const role = roleOf(`
kind: AgentRole
version: 1
name: reviewer
extends: [base]
expires: 2027-02-28
attended: no
allow:
  - read: ["src/**", '!src/x']
    because: needed
  - call: github/*
    where: { owner: acme, repo: { matches: "pay-*" } }
    limit: { calls: 20/run }
deny:
  - run: git push
//- b.agent-role.yaml
kind: AgentRole
name: base
version: 1
expires: 2027-01-01
deny:
  - read: "**/.env"
//- github.tool-scope.yaml
kind: ToolScope
version: 1
name: github
operations:
  get: { does: read, arguments: { owner: string, n: "integer[]?" } }
`);
  assert.equal(role.name, 'reviewer');
  assert.deepEqual(
    role.rules.map((rule) => [rule.effect, rule.verb, rule.patterns.map((p) => (p.negated ? '!' : '') + p.text)]),
    [
      ['allow', 'read', ['src/**', '!src/x']],
      ['allow', 'call', ['github/*']],
      ['deny', 'run', ['git push']],
      ['deny', 'read', ['**/.env']],
    ],
  );
  assert.equal(new Date(role.expires!.value).toISOString(), '2027-01-01T23:59:59.999Z');
  assert.deepEqual([...role.tools.keys()], ['github']);
});

test('many manifests in one file', () => {
  const { snapshot } = workspaceOf('# c\n---\nkind: AgentRole\nname: a\n---\nkind: AgentRole\nname: b\n');
  assert.deepEqual([...snapshot.roles.keys()], ['a', 'b']);
});
