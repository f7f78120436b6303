import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uriOf } from '../support/workspace.ts';
import { withClient } from './client.ts';

const PATH = 'a.agent-role.yaml';
const HEAD = 'kind: AgentRole\nversion: 1\nname: tester\n';

/** Each doubles the one before it. */
const BOMB = Array.from({ length: 20 }, (_, index) => {
  const before = index === 0 ? 'a' : `b${index - 1}`;
  return `b${index}: &b${index} [*${before}, *${before}]`;
}).join('\n');

/** Texts that have ended or held up other servers. None may do that here; each has a finding, or means what it says. */
const TEXTS: Readonly<Record<string, string>> = {
  'deep nesting': `${HEAD}allow: ${'['.repeat(50_000)}`,
  'an alias bomb': `${HEAD}a: &a [x, x]\n${BOMB}\n`,
  'thousands of anchors': HEAD + Array.from({ length: 20_000 }, (_, index) => `k${index}: &a${index} x`).join('\n'),
  'thousands of equal keys': HEAD + 'owner: a\n'.repeat(20_000),
  'unclosed quotes': `${HEAD}owner: ${'"'.repeat(10_001)}\n${"purpose: '\n".repeat(4_000)}`,
  tabs: `${HEAD}allow:\n${'\t- read: x\n'.repeat(5_000)}`,
  'conflict markers': `${HEAD}<<<<<<< ours\nowner: a\n=======\nowner: b\n>>>>>>> theirs\n`,
  'NUL and a lone surrogate': `${HEAD}owner: "\0\ud800"\n`,
  'one long line': `${HEAD}purpose: ${'x '.repeat(400_000)}\nbad: 1\n`,
  'a version that is not known': 'kind: AgentRole\nversion: 99\nname: a\n',
  'a kind from the future': 'kind: AgentSwarm\nversion: 1\nname: a\n',
  'a circle of roles': `${HEAD}extends: [tester]\n`,
  'a glob of thousands of braces': `${HEAD}allow:\n  - read: ["${'{a,b}'.repeat(4_000)}"]\n`,
  'a command of thousands of parts': `${HEAD}allow:\n  - run: ["${'a && '.repeat(20_000)}b"]\n`,
  'text that is no manifest': '%PDF-1.4\n\x01\x02',
  'windows line ends with an error': `${HEAD}stage: sometimes\n`.replaceAll('\n', '\r\n'),
  'a byte order mark with an error': `\ufeff${HEAD}stage: sometimes\n`,
};

/** Long, and nothing wrong with it. */
const HARMLESS: ReadonlySet<string> = new Set(['a glob of thousands of braces']);

for (const [name, text] of Object.entries(TEXTS)) {
  test(`${name}: findings at places, and the server goes on`, async () => {
    await withClient({}, {}, async (client) => {
      await client.open(PATH, text);
      const found = await client.pull(PATH);
      assert.deepEqual(client.errors, []);
      if (!HARMLESS.has(name)) assert(found.length > 0, 'nothing is said about it');
      assert(found.length <= 501);
      const lines = text.split(/\r\n|\r|\n/);
      for (const { range, message } of found) {
        assert(range.start.line < lines.length && range.end.line <= lines.length, String(message));
        assert(range.start.character <= lines[range.start.line]!.length, String(message));
      }
      const textDocument = { uri: uriOf(PATH) };
      const position = { line: Math.min(3, lines.length - 1), character: 2 };
      const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
      const range = found[0]?.range ?? whole;
      await client.ask('textDocument/hover', { textDocument, position });
      await client.ask('textDocument/completion', { textDocument, position });
      await client.ask('textDocument/documentSymbol', { textDocument });
      await client.ask('textDocument/foldingRange', { textDocument });
      await client.ask('textDocument/semanticTokens/full', { textDocument });
      await client.ask('textDocument/inlayHint', { textDocument, range: whole });
      await client.ask('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
      await client.ask('textDocument/rename', { textDocument, position, newName: 'x' }).catch(() => {});
      assert.deepEqual(client.errors, []);
      await client.open('good.agent-role.yaml', `${HEAD}stage: sometimes\n`);
      assert((await client.pull('good.agent-role.yaml')).some(({ code }) => code === 'unknown-value'));
    });
  });
}
