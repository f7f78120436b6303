import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeLenses } from '../../server/src/core/features/code-lens.ts';
import { documentLinks } from '../../server/src/core/features/links.ts';
import { definitionAt, prepareRename, referencesAt, renameAt } from '../../server/src/core/features/navigate.ts';
import { outlineOf, workspaceSymbols } from '../../server/src/core/features/symbols.ts';
import { readManifest } from '../../server/src/core/model/read.ts';
import { at, edited, placesIn } from './at.ts';

const REST = `
//- github.tool-scope.yaml
kind: ToolScope
version: 1
name: github
credentials: [GITHUB_TOKEN]
operations:
  get_issue: { does: read }
  create_review: { does: write }
//- base.agent-role.yaml
kind: AgentRole
version: 1
name: base-reader
allow:
  - id: docs
    read: ["docs/**"]
---
kind: AgentRole
version: 1
name: runner
allow:
  - run: ["npm test"]
//- s.scenario.yaml
kind: Scenario
version: 1
role: reviewer
steps:
  - call: github/create_review
  - delegate: runner
  - read: src/a.ts
    as: runner
  - revoke: github
  - revoke: docs
  - revoke: base-reader
`;

const ROLE = (text: string) => `//- a.agent-role.yaml
kind: AgentRole
version: 1
name: reviewer
${text}${REST}`;

function checkDefinition(text: string, expected: readonly string[]): void {
  const { snapshot, source, offset } = at(text);
  const found = definitionAt(snapshot, source, offset)?.targets ?? [];
  assert.deepEqual(
    placesIn(
      snapshot,
      found.map((each) => ({ source: each.source, span: each.nameSpan })),
    ),
    expected,
  );
}

function checkReferences(text: string, expected: readonly string[]): void {
  const { snapshot, source, offset } = at(text);
  assert.deepEqual(placesIn(snapshot, referencesAt(snapshot, source, offset, true)), expected);
}

/** The lines that a rename changes, as `path: line`. */
function checkRename(text: string, newName: string, expected: readonly string[]): void {
  const { snapshot, source, offset, texts } = at(text);
  const result = renameAt(snapshot, source, offset, newName);
  assert('edits' in result, 'problem' in result ? result.problem : '');
  const changed: string[] = [];
  for (const [path, now] of Object.entries(edited(snapshot, result.edits))) {
    const before = texts[path]!.split('\n');
    now.split('\n').forEach((line, index) => {
      if (line !== before[index]) changed.push(`${path}: ${line.trim()}`);
    });
  }
  assert.deepEqual(changed.sort(), expected);
}

test('a name goes to where it is declared', () => {
  checkDefinition(ROLE('extends: [base-$0reader]'), ['base.agent-role.yaml:3 base-reader']);
  checkDefinition(ROLE('allow:\n  - delegate: [run$0ner]'), ['base.agent-role.yaml:10 runner']);
  checkDefinition(ROLE('allow:\n  - call: ["git$0hub/create_review"]'), ['github.tool-scope.yaml:3 github']);
  checkDefinition(ROLE('allow:\n  - call: ["github/create_$0review"]'), ['github.tool-scope.yaml:7 create_review']);
  checkDefinition(ROLE('allow:\n  - use: [GITHUB$0_TOKEN]'), ['github.tool-scope.yaml:4 GITHUB_TOKEN']);
});

test('a pattern goes to everything that it names', () => {
  checkDefinition(ROLE('allow:\n  - call: ["github/*$0"]'), [
    'github.tool-scope.yaml:6 get_issue',
    'github.tool-scope.yaml:7 create_review',
  ]);
});

test('what is declared nowhere goes nowhere', () => {
  checkDefinition(ROLE('extends: [nobo$0dy]'), []);
  checkDefinition(ROLE('owner: base-rea$0der'), []);
});

test('everything that names a role, a tool, an operation', () => {
  checkReferences(ROLE('extends: [base-$0reader]'), [
    'a.agent-role.yaml:4 base-reader',
    'base.agent-role.yaml:3 base-reader',
    's.scenario.yaml:11 base-reader',
  ]);
  checkReferences(ROLE('allow:\n  - call: ["gith$0ub/get_issue", "!github/create_review"]'), [
    'a.agent-role.yaml:5 github',
    'a.agent-role.yaml:5 github',
    'github.tool-scope.yaml:3 github',
    's.scenario.yaml:5 github',
    's.scenario.yaml:9 github',
  ]);
});

test('renaming a role changes it in every file, under delegate, extends, as and revoke', () => {
  checkRename(ROLE('extends: [base-$0reader]\nallow:\n  - delegate: [runner]'), 'common', [
    'a.agent-role.yaml: extends: [common]',
    'base.agent-role.yaml: name: common',
    's.scenario.yaml: - revoke: common',
  ]);
  checkRename(ROLE('allow:\n  - delegate: ["run$0ner"]'), 'tester', [
    'a.agent-role.yaml: - delegate: ["tester"]',
    'base.agent-role.yaml: name: tester',
    's.scenario.yaml: - delegate: tester',
    's.scenario.yaml: as: tester',
  ]);
});

test('renaming a tool changes it in front of its operations; renaming an operation leaves the tool', () => {
  checkRename(ROLE('allow:\n  - call: ["git$0hub/create_review", "github/*"]'), 'forge', [
    'a.agent-role.yaml: - call: ["forge/create_review", "forge/*"]',
    'github.tool-scope.yaml: name: forge',
    's.scenario.yaml: - call: forge/create_review',
    's.scenario.yaml: - revoke: forge',
  ]);
  checkRename(ROLE('allow:\n  - call: ["github/create_$0review", "github/*"]'), 'review', [
    'a.agent-role.yaml: - call: ["github/review", "github/*"]',
    'github.tool-scope.yaml: review: { does: write }',
    's.scenario.yaml: - call: github/review',
  ]);
});

test('renaming from a scenario means what the name stands for', () => {
  const text = REST.replace('revoke: docs', 'revoke: do$0cs');
  checkRename(`//- b.agent-role.yaml\nkind: AgentRole\nversion: 1\nname: b${text}`, 'guides', [
    'base.agent-role.yaml: - id: guides',
    's.scenario.yaml: - revoke: guides',
  ]);
});

test('a name that is taken, or is none, is refused with the reason', () => {
  const { snapshot, source, offset } = at(ROLE('extends: [base-$0reader]'));
  const problem = (name: string) => {
    const result = renameAt(snapshot, source, offset, name);
    return 'problem' in result ? result.problem : undefined;
  };
  assert.match(problem('runner')!, /already a role/);
  assert.match(problem('a b')!, /begins with a letter/);
  assert.equal(problem('base-reader'), undefined);
});

test('what has no name of its own cannot be renamed', () => {
  for (const text of ['owner: te$0am', 'extends: [nobo$0dy]', 'allow:\n  - call: ["github/*$0"]']) {
    const { snapshot, source, offset } = at(ROLE(text));
    assert.equal(prepareRename(snapshot, source, offset), undefined);
  }
});

test('the outline has the rules with what they say', () => {
  const { source } = at(
    ROLE('allow:\n  - id: tests\n    run: ["npm test", "npm run lint"]\ndeny:\n  - read: ["**/.env*", "!x"]$0'),
  );
  const [role] = outlineOf(readManifest(source));
  assert.equal(role?.name, 'reviewer');
  assert.deepEqual(
    role?.children.map(({ name, detail }) => `${name} (${detail})`),
    ['allow run npm test, npm run lint (tests)', 'deny read **/.env*, !x ()'],
  );
});

test('the workspace is searched by letters in order', () => {
  const { snapshot } = at(ROLE('$0'));
  const names = (query: string) => workspaceSymbols(snapshot, query).map(({ name }) => name);
  assert.deepEqual(names('review'), ['reviewer', 'github/create_review', 'scenario of reviewer']);
  assert.deepEqual(names('gtis'), ['github/get_issue']);
});

test('links go to extended roles, runbooks and files that exist', () => {
  const { snapshot, source } = at(
    ROLE(
      'extends: [base-reader, nobody]\nrevoke: { how: "https://runbooks.example/a" }\nallow:\n  - read: [README.md, "src/**", none.md]$0\n//- README.md\n',
    ),
  );
  const links = documentLinks(snapshot, readManifest(source));
  assert.deepEqual(
    links.map((link) => (link.kind === 'url' ? link.url : link.kind === 'path' ? link.path : 'role')),
    ['role', 'https://runbooks.example/a', 'README.md'],
  );
});

test('lenses count uses, run scenarios, and say what a role comes to', () => {
  const { snapshot } = at(ROLE('extends: [base-reader]$0'));
  const titles = snapshot.sources.flatMap((read) => codeLenses(snapshot, read).map(({ title }) => title));
  assert.deepEqual(titles.sort(), [
    '1 use',
    '2 uses',
    '2 uses',
    '2 uses',
    'Run scenario',
    'high 70: may run code of the workspace',
    'low 15: may read',
    'low 15: may read',
  ]);
});
