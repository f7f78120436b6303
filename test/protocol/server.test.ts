import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CodeAction,
  CompletionList,
  DocumentDiagnosticReport,
  Hover,
  LocationLink,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { readTrace } from '../../server/src/core/simulate/trace-read.ts';
import type { TemplateEntry, TraceAnswer } from '../../server/src/protocol/index.ts';
import { uriOf } from '../support/workspace.ts';
import { PULLING, withClient } from './client.ts';

const PATH = 'a.agent-role.yaml';

const ROLE = `kind: AgentRole
version: 1
name: tester
owner: team-a
expires: 2027-02-28
allow:
  - run: ["git **"]
`;

const TOOL = `kind: ToolScope
version: 1
name: github
owner: team-b
operations:
  get_issue: { does: read }
`;

const at = (line: number, character: number, path = PATH) => ({
  textDocument: { uri: uriOf(path) },
  position: { line, character },
});

test('a risk is diagnosed at its words, with its code, its page and what can be done', async () => {
  await withClient({ [PATH]: ROLE }, {}, async (client) => {
    await client.open(PATH);
    const found = await client.pull(PATH);
    const risk = found.find(({ code }) => code === 'prefix-reaches-exec');
    assert.deepEqual(risk?.range, { start: { line: 6, character: 11 }, end: { line: 6, character: 17 } });
    assert.equal(risk?.source, 'bailiwick');
    assert.match(risk?.codeDescription?.href ?? '', /prefix-reaches-exec\.md$/);
    assert.equal(risk?.data.witness, true);
    assert.deepEqual(client.errors, []);
  });
});

test('what has not changed is not sent again', async () => {
  await withClient({ [PATH]: ROLE }, {}, async (client) => {
    await client.open(PATH);
    const textDocument = { uri: uriOf(PATH) };
    const first = await client.ask<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
    const again = { textDocument, previousResultId: first.resultId };
    assert.equal((await client.ask<DocumentDiagnosticReport>('textDocument/diagnostic', again)).kind, 'unchanged');
    await client.change(PATH, 2, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '# x\n' },
    ]);
    assert.equal((await client.ask<DocumentDiagnosticReport>('textDocument/diagnostic', again)).kind, 'full');
  });
});

test('names are resolved over files on disk and texts that are open', async () => {
  const files = { [PATH]: `${ROLE}  - call: [github/get_issue]\n`, 'tools/github.tool-scope.yaml': TOOL };
  await withClient(files, {}, async (client) => {
    await client.open(PATH);
    const links = await client.ask<LocationLink[]>('textDocument/definition', at(7, 14));
    assert.equal(links[0]?.targetUri, uriOf('tools/github.tool-scope.yaml'));
    assert.equal(links[0]?.targetSelectionRange.start.line, 2);
    // What is open is the truth about a file, also before it is saved.
    await client.open('tools/github.tool-scope.yaml', `\n\n${TOOL}`);
    const moved = await client.ask<LocationLink[]>('textDocument/definition', at(7, 14));
    assert.equal(moved[0]?.targetSelectionRange.start.line, 4);
    // And when it is closed without saving, the disk is.
    await client.close('tools/github.tool-scope.yaml');
    const back = await client.ask<LocationLink[]>('textDocument/definition', at(7, 14));
    assert.equal(back[0]?.targetSelectionRange.start.line, 2);
  });
});

test('a rename edits every file, with the version of those that are open', async () => {
  const files = { [PATH]: `${ROLE}  - call: [github/get_issue]\n`, 'tools/github.tool-scope.yaml': TOOL };
  await withClient(files, {}, async (client) => {
    await client.open(PATH);
    const edit = await client.ask<WorkspaceEdit>('textDocument/rename', { ...at(7, 14), newName: 'forge' });
    const changes = edit.documentChanges as {
      textDocument: { uri: string; version: number | null };
      edits: unknown[];
    }[];
    assert.deepEqual(
      changes.map(({ textDocument, edits }) => [textDocument.uri, textDocument.version, edits.length]).sort(),
      [
        [uriOf(PATH), 1, 1],
        [uriOf('tools/github.tool-scope.yaml'), null, 1],
      ],
    );
    await assert.rejects(client.ask('textDocument/rename', { ...at(7, 14), newName: 'a b' }), /begins with a letter/);
  });
});

test('files that come, change and go are taken in', async () => {
  await withClient({ [PATH]: `${ROLE}  - call: [github/get_issue]\n` }, {}, async (client) => {
    await client.open(PATH);
    const targets = async () =>
      (await client.ask<LocationLink[] | null>('textDocument/definition', at(7, 14)))?.length ?? 0;
    const changed = (type: number) =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: uriOf('t.tool-scope.yaml'), type }],
      });
    assert.equal(await targets(), 0);
    client.disk.set('t.tool-scope.yaml', TOOL);
    await changed(1);
    assert.equal(await targets(), 1);
    client.disk.set('t.tool-scope.yaml', TOOL.replace('name: github', 'name: other'));
    await changed(2);
    assert.equal(await targets(), 0);
    client.disk.delete('t.tool-scope.yaml');
    await changed(3);
    assert.equal(await targets(), 0);
    assert(client.refreshes() > 0);
  });
});

test('a directory with its own settings is a workspace of its own', async () => {
  const files = {
    [PATH]: ROLE,
    'inner/bailiwick.yaml': 'rules: { prefix-reaches-exec: off }\n',
    [`inner/${PATH}`]: ROLE,
  };
  await withClient(files, {}, async (client) => {
    await client.open(PATH);
    await client.open(`inner/${PATH}`);
    const rules = async (path: string) => (await client.pull(path)).map(({ code }) => code);
    assert((await rules(PATH)).includes('prefix-reaches-exec'));
    assert(!(await rules(`inner/${PATH}`)).includes('prefix-reaches-exec'));
    client.disk.set('inner/bailiwick.yaml', '');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('inner/bailiwick.yaml'), type: 2 }],
    });
    assert((await rules(`inner/${PATH}`)).includes('prefix-reaches-exec'));
  });
});

test('settings come at the start, by notification, and by asking', async () => {
  const rules = { 'prefix-reaches-exec': 'off' };
  await withClient({ [PATH]: ROLE }, { initializationOptions: { settings: { rules } } }, async (client) => {
    await client.open(PATH);
    assert.equal((await client.pull(PATH)).filter(({ code }) => code === 'prefix-reaches-exec').length, 0);
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { bailiwick: { rules: { 'prefix-reaches-exec': 'info' } } },
    });
    const [found] = (await client.pull(PATH)).filter(({ code }) => code === 'prefix-reaches-exec');
    assert.equal(found?.severity, 3);
  });
  const asking = { ...PULLING, workspace: { ...PULLING.workspace, configuration: true } };
  const answers = { 'workspace/configuration': () => [{ rules }] };
  await withClient({ [PATH]: ROLE }, { capabilities: asking, answers }, async (client) => {
    await client.open(PATH);
    await client.pull(PATH);
    const [found] = (await client.pull(PATH)).filter(({ code }) => code === 'prefix-reaches-exec');
    assert.equal(found, undefined);
  });
});

test('a version in git has hovers and navigation and no diagnostics, hints or lenses', async () => {
  const files = { [PATH]: ROLE, 'tools/github.tool-scope.yaml': TOOL };
  const uri = `git:/w/${PATH}?${JSON.stringify({ path: `/w/${PATH}`, ref: 'HEAD' })}`;
  await withClient(files, { initializationOptions: { settings: { codeLens: { enabled: true } } } }, async (client) => {
    await client.open(PATH);
    await client.open(uri, ROLE.replace('run: ["git **"]', 'call: [github/get_issue]'));
    const there = { textDocument: { uri }, position: { line: 6, character: 14 } };
    assert.deepEqual(await client.pull(uri), []);
    const hover = await client.ask<Hover>('textDocument/hover', there);
    assert.match(JSON.stringify(hover), /matches 1 operation/);
    const links = await client.ask<LocationLink[]>('textDocument/definition', there);
    assert.equal(links[0]?.targetUri, uriOf('tools/github.tool-scope.yaml'));
    const whole = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    assert.deepEqual(await client.ask('textDocument/inlayHint', { textDocument: { uri }, range: whole }), []);
    assert.deepEqual(await client.ask('textDocument/codeLens', { textDocument: { uri } }), []);
    assert.deepEqual(client.errors, []);
  });
});

test('the changed side of a diff says what the line allowed before', async () => {
  const answers = { 'bailiwick/baseText': () => ({ text: ROLE.replace('git **', 'git status'), label: 'since main' }) };
  const options = { initializationOptions: { baseText: true }, answers };
  await withClient({ [PATH]: ROLE }, options, async (client) => {
    await client.open(PATH);
    const hover = await client.ask<Hover>('textDocument/hover', at(6, 13));
    assert.match(JSON.stringify(hover.contents), /since main:\* before it was `git status`; newly allowed/);
  });
});

test('code actions fix, replay, accept, and fix all', async () => {
  await withClient({ [PATH]: ROLE }, {}, async (client) => {
    await client.open(PATH);
    const diagnostics = await client.pull(PATH);
    const range = { start: { line: 6, character: 13 }, end: { line: 6, character: 13 } };
    const params = { textDocument: { uri: uriOf(PATH) }, range, context: { diagnostics } };
    const actions = await client.ask<CodeAction[]>('textDocument/codeAction', params);
    const replay = actions.find(({ command }) => command?.command === 'bailiwick.replayWitness');
    const [uri, rule, witness] = replay!.command!.arguments!;
    assert.deepEqual([uri, rule], [uriOf(PATH), 'prefix-reaches-exec']);
    const run = await client.ask<TraceAnswer>('bailiwick/replay', { uri, witness });
    assert.equal(run.failed, false);
    const trace = readTrace(JSON.stringify(run.trace)).runs[0];
    assert.equal(trace?.steps[0]?.decision?.decision, 'allow');
    assert(actions.filter(({ isPreferred }) => isPreferred).length <= 1);
    assert(actions.some(({ title }) => title.startsWith('Accept prefix-reaches-exec')));
    const all = { ...params, context: { diagnostics, only: ['source.fixAll.bailiwick'] } };
    for (const action of await client.ask<CodeAction[]>('textDocument/codeAction', all)) {
      assert.equal(action.kind, 'source.fixAll.bailiwick');
    }
  });
});

test('completion right after a key is about the text with that key', async () => {
  await withClient({ [PATH]: 'kind: AgentRole\n' }, {}, async (client) => {
    await client.open(PATH);
    await client.change(PATH, 2, [
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: 'stage: ' },
    ]);
    const list = await client.ask<CompletionList>('textDocument/completion', at(1, 7));
    assert.deepEqual(
      list.items.map(({ label }) => label),
      ['observe', 'supervised', 'bounded', 'autonomous'],
    );
  });
});

test('a scenario is run, and templates are handed out', async () => {
  const scenario = 'kind: Scenario\nversion: 1\nrole: tester\nsteps:\n  - run: git status\n    expect: deny\n';
  await withClient({ [PATH]: ROLE, 's.scenario.yaml': scenario }, {}, async (client) => {
    const run = await client.ask<TraceAnswer>('bailiwick/simulate', { uri: uriOf('s.scenario.yaml') });
    assert.equal(run.failed, true);
    const trace = readTrace(JSON.stringify(run.trace)).runs[0];
    assert.equal(trace?.steps.length, 1);
    const none = await client.ask<TraceAnswer>('bailiwick/simulate', { uri: uriOf('missing.scenario.yaml') });
    assert.equal(none.problems.length, 1);
    const list = await client.ask<{ name: string }[]>('bailiwick/scenarios', {});
    assert.deepEqual(
      list.map(({ name }) => name),
      ['s'],
    );
    const templates = await client.ask<TemplateEntry[]>('bailiwick/templates', {});
    assert(templates.length >= 6);
    const page = await client.ask<{ markdown: string }>('bailiwick/rulePage', { rule: 'prefix-reaches-exec' });
    assert.match(page.markdown, /^# prefix-reaches-exec/);
    const explained = await client.ask<{ markdown: string }>('bailiwick/explain', { uri: uriOf(PATH) });
    assert.match(explained.markdown, /tester/);
  });
});

test('in an editor without our panel the server tells a replayed run in words', async () => {
  const shown: string[] = [];
  await withClient({ [PATH]: ROLE }, { initializationOptions: null }, async (client) => {
    client.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      shown.push(message);
    });
    client.connection.onRequest('window/showMessageRequest', ({ message }: { message: string }) => {
      shown.push(message);
      return null;
    });
    assert.deepEqual(client.capabilities.executeCommandProvider, {
      commands: ['bailiwick.replayWitness', 'bailiwick.runScenario'],
    });
    await client.open(PATH);
    const witness = { role: 'tester', steps: [{ action: { run: 'git status' }, expect: 'allow' }] };
    await client.ask('workspace/executeCommand', {
      command: 'bailiwick.replayWitness',
      arguments: [uriOf(PATH), 'prefix-reaches-exec', witness],
    });
    await client.pull(PATH);
    assert.match(shown.join(), /1\. run git status → ALLOW/);
  });
});

test('a file without a folder is served from its own directory', async () => {
  await withClient(
    { [PATH]: `${ROLE}  - call: [github/get_issue]\n`, 'b.tool-scope.yaml': TOOL },
    { folder: false },
    async (client) => {
      await client.open(PATH);
      assert((await client.pull(PATH)).length > 0);
      const links = await client.ask<LocationLink[]>('textDocument/definition', at(7, 14));
      assert.equal(links[0]?.targetUri, uriOf('b.tool-scope.yaml'));
    },
  );
});

test('a request about a file that is not ours has an empty answer', async () => {
  await withClient({}, {}, async (client) => {
    const params = { textDocument: { uri: 'file:///elsewhere/x.txt' }, position: { line: 3, character: 3 } };
    assert.equal(await client.ask('textDocument/hover', params), null);
    assert.deepEqual(await client.ask('textDocument/documentSymbol', params), []);
    assert.deepEqual(await client.pull('file:///elsewhere/x.txt'), []);
    await assert.rejects(client.ask('bailiwick/unheard-of', {}));
    assert.deepEqual(client.errors, []);
  });
});

test('parameters of any shape end in an answer and a line in the log, not in the end of the server', async () => {
  await withClient({ [PATH]: ROLE }, {}, async (client) => {
    await client.open(PATH);
    assert.equal(await client.ask('textDocument/hover', { textDocument: null }), null);
    assert.deepEqual(await client.ask('textDocument/codeAction', {}), []);
    const replayed = await client.ask<TraceAnswer>('bailiwick/replay', {
      uri: uriOf(PATH),
      witness: { role: 3, steps: [{}] },
    });
    assert.equal(replayed.problems.length, 1);
    const outside = await client.ask<Hover | null>('textDocument/hover', at(9_999, -5));
    assert.equal(outside, null);
    assert(client.errors.length >= 2);
    assert((await client.pull(PATH)).length > 0);
  });
});
