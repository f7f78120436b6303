import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeAction, Hover } from 'vscode-languageserver-protocol';
import {
  type ExportAnswer,
  ExportChoices,
  ExportPreview,
  Hidden,
  type ImportedEntry,
  ImportFile,
} from '../../server/src/protocol/index.ts';
import { uriOf } from '../support/workspace.ts';
import { withClient } from './client.ts';

const PATH = '.claude/settings.json';
const SETTINGS = `{
  "permissions": {
    "allow": ["Bash(git *)", "Read(./src/**)", "Glob(src/**)"],
    "deny": ["Bash(git push *)"]
  }
}
`;
const ROLE = `kind: AgentRole
version: 1
name: tester
owner: team-a
allow:
  - run: ["npm run *", "git status"]
deny:
  - run: ["git push **"]
`;

test('a file of another tool: its findings, a hover, and what it is as a role', async () => {
  await withClient({ [PATH]: SETTINGS }, { initializationOptions: { commands: true } }, async (client) => {
    await client.open(PATH);
    const found = await client.pull(PATH);
    const git = found.find(({ code }) => code === 'prefix-reaches-exec');
    assert.deepEqual(git?.range.start, { line: 2, character: 15 });
    assert(found.some(({ code }) => code === 'rule-without-effect'));
    const textDocument = { uri: uriOf(PATH) };
    const hover = await client.ask<Hover>('textDocument/hover', { textDocument, position: { line: 2, character: 20 } });
    assert.match(JSON.stringify(hover.contents), /runs any program/);
    const actions = await client.ask<CodeAction[]>('textDocument/codeAction', {
      textDocument,
      range: git!.range,
      context: { diagnostics: [], triggerKind: 1 },
    });
    const write = actions.find(({ title }) => title === 'Write this as an agent role');
    assert.deepEqual(write?.command?.arguments, [uriOf(PATH)]);
    const [imported] = await client.ask<ImportedEntry[]>(ImportFile.method, { uri: uriOf(PATH) });
    assert.equal(imported?.title, 'Claude Code');
    assert.match(imported?.text ?? '', /^ {6}- "git \*\*" {2}# Bash\(git \*\)$/m);
    assert.match(imported?.text ?? '', /^# - allow Glob\(src\/\*\*\): it does nothing there/m);
    assert.match(imported?.report ?? '', /0 permitted beyond them/);
    assert.deepEqual(client.errors, []);
  });
});

test('a manifest is nothing to import', async () => {
  await withClient({ 'a.agent-role.yaml': ROLE }, {}, async (client) => {
    await client.open('a.agent-role.yaml');
    assert.deepEqual(await client.ask(ImportFile.method, { uri: uriOf('a.agent-role.yaml') }), []);
  });
});

test('an export is shown with what has to be accepted, and made anew with what was', async () => {
  await withClient({ 'a.agent-role.yaml': ROLE }, {}, async (client) => {
    await client.open('a.agent-role.yaml');
    const uri = uriOf('a.agent-role.yaml');
    const { roles, targets } = await client.ask<{ roles: unknown; targets: { id: string }[] }>(ExportChoices.method, {
      uri,
    });
    assert.deepEqual(roles, [{ name: 'tester', uri }]);
    assert(targets.some(({ id }) => id === 'claude-code'));
    const asked = { uri, role: 'tester', target: 'vscode' };
    const first = await client.ask<ExportAnswer>(ExportPreview.method, { ...asked, accept: [] });
    assert(first.files.some(({ path }) => path === '.vscode/settings.json'));
    assert.match(first.report, /^# tester for VS Code/);
    const names = first.failing.map(({ name }) => name);
    const second = await client.ask<ExportAnswer>(ExportPreview.method, { ...asked, accept: names });
    assert.deepEqual(second.failing, []);
    const none = await client.ask<ExportAnswer>(ExportPreview.method, { ...asked, role: 'nobody', accept: [] });
    assert.match(none.problem ?? '', /no role nobody/);
  });
});

test('the number of hidden findings is told', async () => {
  await withClient({ 'a.agent-role.yaml': ROLE }, {}, async (client) => {
    await client.open('a.agent-role.yaml');
    const { hidden } = await client.ask<{ hidden: number }>(Hidden.method, { uri: uriOf('a.agent-role.yaml') });
    // Nothing lapses, and nobody can revoke it: for strict readers.
    assert(hidden >= 2, String(hidden));
  });
});
