import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  CancellationTokenSource,
  type Diagnostic,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { uriOf } from '../support/workspace.ts';
import { PUSHED, startClient, type TestClient, withClient } from './client.ts';

const PATH = 'a.agent-role.yaml';

const ROLE = `kind: AgentRole
version: 1
name: tester
owner: team-a
expires: 2027-02-28
allow:
  - run: ["git **"]
`;

const insert = (line: number, character: number, text: string) => ({
  range: { start: { line, character }, end: { line, character } },
  text,
});

test('a client that does not ask gets diagnostics with the version that they are about', async () => {
  await withClient({ [PATH]: ROLE }, { capabilities: PUSHED }, async (client) => {
    assert.equal(client.capabilities.diagnosticProvider, undefined);
    const first = client.nextPublished(PATH);
    await client.open(PATH);
    assert.equal((await first).version, 1);
    assert((await first).diagnostics.some(({ code }) => code === 'prefix-reaches-exec'));
    const second = client.nextPublished(PATH, ({ version }) => version === 2);
    await client.change(PATH, 2, [insert(0, 0, '# moved\n')]);
    assert((await second).diagnostics.some(({ range }) => range.start.line === 7));
  });
});

test('a client that asks is never sent any', async () => {
  await withClient({ [PATH]: ROLE }, {}, async (client) => {
    await client.open(PATH);
    await client.change(PATH, 2, [insert(0, 0, '# moved\n')]);
    await client.pull(PATH);
    await client.close(PATH);
    await client.pull(PATH);
    assert.deepEqual(client.published, []);
  });
});

test('an edit in one file is published for the others that it concerns; closing takes diagnostics away', async () => {
  const files = { [PATH]: `${ROLE}extends: [other]\n`, 'b.agent-role.yaml': ROLE.replace('tester', 'other') };
  await withClient(files, { capabilities: PUSHED }, async (client) => {
    const clean = client.nextPublished(PATH);
    await client.open(PATH);
    await client.open('b.agent-role.yaml');
    const before = (await clean).diagnostics.length;
    const missing = client.nextPublished(PATH, ({ diagnostics }) => diagnostics.length > before);
    await client.change('b.agent-role.yaml', 2, [
      { range: { start: { line: 2, character: 6 }, end: { line: 2, character: 11 } }, text: 'gone' },
    ]);
    assert((await missing).diagnostics.some(({ message }) => String(message).includes('other')));
    const cleared = client.nextPublished('b.agent-role.yaml', ({ diagnostics }) => diagnostics.length === 0);
    await client.close('b.agent-role.yaml');
    await cleared;
  });
});

test('versions in git are not published', async () => {
  await withClient({ [PATH]: ROLE }, { capabilities: PUSHED }, async (client) => {
    const first = client.nextPublished(PATH);
    await client.open(`git:/w/${PATH}?{}`, ROLE);
    await client.open(PATH);
    await first;
    assert.deepEqual([...new Set(client.published.map(({ uri }) => uri))], [uriOf(PATH)]);
  });
});

test('a file has at most so many, and one more says how many are left out', async () => {
  const many = Array.from({ length: 60 }, (_, index) => `---\n${ROLE.replace('tester', `r${index}`)}`).join('');
  const settings = { diagnostics: { maximum: 20 } };
  await withClient({ [PATH]: many }, { initializationOptions: { settings } }, async (client) => {
    await client.open(PATH);
    const found = await client.pull(PATH);
    assert.equal(found.length, 21);
    assert.match(String(found.at(-1)?.message), /more findings from here on are not shown/);
  });
});

const RISK = 'prefix-reaches-exec';
const risks = (found: readonly Diagnostic[]) => found.filter(({ code }) => code === RISK).length;

test('an answer that would take long comes early, the edited manifest first, and the client is told when all is known', async () => {
  const four = ['a', 'b', 'c', 'd'].map((name) => ROLE.replace('tester', name)).join('---\n');
  await withClient({ [PATH]: `${four}---\nbad: [` }, { patience: 0 }, async (client) => {
    await client.open('other.agent-role.yaml', ROLE);
    await client.pull('other.agent-role.yaml');
    const complete = client.nextRefresh();
    await client.open(PATH);
    const early = await client.pull(PATH);
    assert.equal(risks(early), 1);
    assert(
      early.some(({ severity }) => severity === 1),
      'what cannot be read is said at once',
    );
    await complete;
    assert.equal(risks(await client.pull(PATH)), 4);
    // Another key: what was known of the other manifests stays on the screen.
    await client.change(PATH, 2, [insert(15, 0, '# typed\n')]);
    assert.equal(risks(await client.pull(PATH)), 4);
  });
});

test('an edit has only its own manifest read again, and answers in between have none', async () => {
  const many = Array.from({ length: 20 }, (_, index) => ROLE.replace('tester', `r${index}`)).join('---\n');
  await withClient({ [PATH]: many, 'other.agent-role.yaml': ROLE }, {}, async (client) => {
    await client.open(PATH);
    await client.pull(PATH);
    const before = { ...client.work };
    assert.equal(before.manifestsRead, 21);
    await client.change(PATH, 2, [insert(3, 0, '# typed\n')]);
    await client.pull(PATH);
    await client.ask('textDocument/hover', {
      textDocument: { uri: uriOf(PATH) },
      position: { line: 7, character: 12 },
    });
    await client.ask('textDocument/documentSymbol', { textDocument: { uri: uriOf(PATH) } });
    const { sourcesParsed, manifestsRead, rolesResolved } = client.work;
    assert.deepEqual(
      [
        sourcesParsed - before.sourcesParsed,
        manifestsRead - before.manifestsRead,
        rolesResolved - before.rolesResolved,
      ],
      [1, 1, 1],
    );
  });
});

test('diagnostics come in the order of the text', async () => {
  await withClient({ [PATH]: `${ROLE}---\n${ROLE.replace('tester', 'b')}bad-key: 1\n` }, {}, async (client) => {
    await client.open(PATH);
    const lines = (await client.pull(PATH)).map(({ range }) => range.start.line);
    assert.deepEqual(
      lines,
      [...lines].sort((a, b) => a - b),
    );
  });
});

test('a cancelled request is answered so', async () => {
  await withClient({ [PATH]: ROLE }, {}, async (client) => {
    await client.open(PATH);
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest(
      'textDocument/diagnostic',
      { textDocument: { uri: uriOf(PATH) } },
      source.token,
    );
    source.cancel();
    const answer = await asked.catch((error: unknown) => error);
    if (answer instanceof ResponseError) assert.equal(answer.code, LSPErrorCodes.RequestCancelled);
    assert((await client.pull(PATH)).length > 0);
  });
});

test('requests that overtake each other are answered about the text as it was when they came, or not at all', async () => {
  await withClient({ [PATH]: ROLE }, {}, async (client) => {
    await client.open(PATH);
    const all: Promise<unknown>[] = [];
    for (let version = 2; version < 30; version++) {
      all.push(client.change(PATH, version, [insert(0, 0, '# x\n')]));
      all.push(
        client.pull(PATH).then(
          (found) => found.map(({ range }) => range.start.line),
          ({ code }) => code,
        ),
      );
    }
    const answers = (await Promise.all(all)).filter((each) => each !== undefined);
    answers.forEach((each, index) => {
      if (index < answers.length - 1 && each === LSPErrorCodes.ContentModified) return;
      assert(Array.isArray(each) && each.includes(7 + index), `${index}: ${each}`);
    });
  });
});

test('closing in mid-flight leaves nothing behind', async () => {
  const client = await startClient({ [PATH]: ROLE });
  await client.open(PATH);
  const asked = [
    client.pull(PATH),
    client.ask('textDocument/hover', { textDocument: { uri: uriOf(PATH) }, position: { line: 6, character: 12 } }),
  ];
  await client.close(PATH);
  await Promise.all(asked);
  const last = client.pull(PATH).catch(() => []);
  await client.stop();
  await last;
  assert.deepEqual(client.errors, []);
});

/** Pieces of which random edits are made: enough to open and close every construct by accident. */
const PIECES = [
  '\n',
  '  - ',
  'run: ["git **"]',
  '---\n',
  '[',
  ']',
  '{',
  '"',
  "'",
  ': ',
  '#',
  'allow:\n',
  '\r\n',
  '\t',
  '*x',
  '&x ',
  'é',
  '💥',
  'deny:\n  - read: ["**"]\n',
  '',
];

const edits = fc.array(fc.record({ at: fc.nat(1_000), remove: fc.nat(30), text: fc.constantFrom(...PIECES) }), {
  minLength: 1,
  maxLength: 12,
});

test('after any edits the server finds what a fresh one finds, and its text is the client’s', async () => {
  const client = await startClient({ [PATH]: ROLE });
  await client.open(PATH);
  let version = 1;
  try {
    await fc.assert(
      fc.asyncProperty(edits, async (sequence) => {
        let document = TextDocument.create(uriOf(PATH), 'bailiwick', version, ROLE);
        await client.change(PATH, ++version, [{ text: ROLE }]);
        const unasked: Promise<unknown>[] = [];
        for (const { at, remove, text } of sequence) {
          const start = at % (document.getText().length + 1);
          const end = Math.min(document.getText().length, start + remove);
          const range = { start: document.positionAt(start), end: document.positionAt(end) };
          document = TextDocument.update(document, [{ range, text }], ++version);
          await client.change(PATH, version, [{ range, text }]);
          // Answers that nobody waits for must not disturb the next ones.
          unasked.push(
            client.ask('textDocument/completion', { textDocument: { uri: uriOf(PATH) }, position: range.start }),
          );
        }
        const found = await client.pull(PATH);
        await Promise.all(unasked);
        assert.deepEqual(found, await freshFindings(document.getText()));
        assert.deepEqual(client.errors, []);
      }),
      { numRuns: 40 },
    );
  } finally {
    await client.stop();
  }
});

async function freshFindings(text: string): Promise<Diagnostic[]> {
  const fresh: TestClient = await startClient({ [PATH]: ROLE });
  try {
    await fresh.open(PATH, text);
    return await fresh.pull(PATH);
  } finally {
    await fresh.stop();
  }
}
