import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ClientCapabilities, CodeAction, CompletionList, Location } from 'vscode-languageserver-protocol';
import { uriOf } from '../support/workspace.ts';
import { withClient } from './client.ts';

/** What Helix says of itself: helix-lsp/src/client.rs of https://github.com/helix-editor/helix, in what a server may ask about. */
const HELIX: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: false },
    workspaceFolders: true,
    applyEdit: true,
    symbol: { dynamicRegistration: false },
    executeCommand: { dynamicRegistration: false },
    inlayHint: { refreshSupport: false },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      failureHandling: 'abort',
    },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: false },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true, deprecatedSupport: true } },
    hover: { contentFormat: ['markdown'] },
    rename: { dynamicRegistration: false, prepareSupport: true },
    codeAction: {
      codeActionLiteralSupport: {
        codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'refactor.rewrite', 'source'] },
      },
      isPreferredSupport: true,
      dataSupport: true,
    },
    publishDiagnostics: { versionSupport: true, tagSupport: { valueSet: [1, 2] } },
    inlayHint: { dynamicRegistration: false },
  },
  window: { workDoneProgress: true },
  general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
};

const PATH = 'a.agent-role.yaml';
const ROLE = 'kind: AgentRole\nversion: 1\nname: é💥r\nowner: t\nexpires: 2027-02-28\nallow:\n  - run: ["git **"]\n';

test('Helix is sent diagnostics, in the columns that were agreed on, and gets answers that it can use', async () => {
  const config = { bailiwick: { rules: { 'no-budget': 'off' } } };
  const answers = {
    'workspace/configuration': ({ items }: { items: { section: keyof typeof config }[] }) =>
      items.map(({ section }) => config[section] ?? null),
    'client/registerCapability': () => null,
    'window/workDoneProgress/create': () => null,
  };
  await withClient(
    { [PATH]: ROLE },
    { capabilities: HELIX, answers, initializationOptions: { ...config, commands: false } },
    async (client) => {
      assert.equal(client.capabilities.positionEncoding, 'utf-16');
      const arrived = client.nextPublished(PATH);
      await client.open(PATH);
      const { diagnostics, version } = await arrived;
      assert.equal(version, 1);
      const risk = diagnostics.find(({ code }) => code === 'prefix-reaches-exec');
      assert.deepEqual(risk?.range.start, { line: 6, character: 11 });
      const textDocument = { uri: uriOf(PATH) };
      const list = await client.ask<CompletionList>('textDocument/completion', {
        textDocument,
        position: { line: 6, character: 12 },
      });
      assert(
        list.items.every(({ command }) => command === undefined),
        'no command of another editor',
      );
      const found = await client.ask<Location[]>('textDocument/references', {
        textDocument,
        position: { line: 2, character: 8 },
        context: { includeDeclaration: true },
      });
      assert.deepEqual(found[0]?.range, { start: { line: 2, character: 6 }, end: { line: 2, character: 10 } });
      const actions = await client.ask<CodeAction[]>('textDocument/codeAction', {
        textDocument,
        range: risk!.range,
        context: { diagnostics: [risk] },
      });
      assert(actions.length >= 2);
      const known = (client.capabilities.executeCommandProvider as { commands: string[] }).commands;
      for (const { command } of actions) if (command) assert(known.includes(command.command));
      assert.deepEqual(client.errors, []);
    },
  );
});

test('the page names the files and the command that there are', () => {
  const page = readFileSync('docs/editors.md', 'utf8');
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { bin?: Record<string, string> };
  assert(manifest.bin?.['bailiwick-language-server'], 'package.json has the command');
  for (const kind of ['agent-role', 'tool-scope', 'scenario', 'boundary']) assert(page.includes(`"*.${kind}.yaml"`));
});
