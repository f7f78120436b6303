import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { beginsWith } from '../../server/src/core/dialects/vscode/command-key.ts';
import { vscode } from '../../server/src/core/dialects/vscode/vscode.ts';
import { factsOf } from '../../server/src/core/workspace/host.ts';

const FACTS = { files: factsOf([]).files, commands: [] };

function readingOf(files: Readonly<Record<string, string>>) {
  const list = Object.entries(files).map(([path, text]) => ({
    path,
    source: { uri: `test:/${path}`, text },
    layer: 'project' as const,
  }));
  return vscode.read(list, FACTS);
}

test('words begin a command as the expression does that VS Code makes of them', () => {
  const made = (key: string): RegExp => {
    const escaped = (text: string) => text.replace(/[\\{}*+?|^$.[\]()]/g, '\\$&');
    if (!/[/\\]/.test(key)) return new RegExp(`^${escaped(key)}\\b`);
    const separated = escaped(key.replace(/[/\\]/g, '%%PATH_SEP%%')).replace(/%%PATH_SEP%%*/g, '[/\\\\]');
    return new RegExp(`^(?:\\.[/\\\\])?${separated}\\b`);
  };
  const signs = fc.string({
    unit: fc.constantFrom('a', 'b', ' ', '/', '\\', '.', '*', '-', '(', '_'),
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(signs, signs, fc.boolean(), (key, tail, isPath) => {
      const text = isPath ? `./${key}${tail}` : key + tail;
      for (const given of [text, tail, key, text.replaceAll('\\', '/')]) {
        assert.equal(
          beginsWith(given, key),
          made(key).test(given),
          `${JSON.stringify(key)} on ${JSON.stringify(given)}`,
        );
      }
    }),
    { numRuns: 1_000 },
  );
});

describe('bad input', () => {
  test('settings that are about something else are nothing, however broken', () => {
    for (const text of ['', '{', '{"editor.tabSize": 2,', '[1', '\uFEFF{}', '{ "chat.fontSize": 3 }', '"chat."']) {
      assert.deepEqual(readingOf({ '.vscode/settings.json': text }), { policies: [], findings: [], tools: [] }, text);
    }
  });

  test('whatever is cut off or of another kind is read without an error', () => {
    const text = JSON.stringify({
      'chat.tools.terminal.autoApprove': { make: true, '/^a/': { approve: false, matchCommandLine: true }, rm: null },
      'chat.tools.urls.autoApprove': { 'https://a.example': { approveRequest: true } },
      'chat.tools.eligibleForAutoApproval': { fetch: false },
      'chat.permissions.default': 'autopilot',
      'chat.tools.future.key': [{ a: 1 }],
    });
    for (let end = 0; end <= text.length; end++) {
      for (const policy of readingOf({ '.vscode/settings.json': text.slice(0, end) }).policies) {
        policy.decide({ tool: 'run_in_terminal', input: { command: 'make && rm x' } });
        policy.decide({ tool: 'fetch_webpage', input: { urls: ['https://a.example'] } });
      }
    }
    for (const value of ['1', '"x"', '[]', 'null', 'true', '{"a":[]}', '{"/(/":1}']) {
      const keys = 'terminal.autoApprove urls.autoApprove edits.autoApprove eligibleForAutoApproval'.split(' ');
      const settings = `{${keys.map((key) => `"chat.tools.${key}": ${value}`).join(',')}}`;
      const [policy] = readingOf({ '.vscode/settings.json': settings }).policies;
      assert.equal(policy?.decide({ tool: 'run_in_terminal', input: { command: 'make' } }).effect, 'ask', value);
    }
  });

  test('a file of one megabyte is read', () => {
    const entries = Array.from(
      { length: 20_000 },
      (_, index) => `"command-${index} with some words": ${index % 2 === 0}`,
    );
    const { policies } = readingOf({
      '.vscode/settings.json': `{"chat.tools.terminal.autoApprove":{${entries.join(',')}}}`,
    });
    const decide = (command: string) => policies[0]?.decide({ tool: 'run_in_terminal', input: { command } }).effect;
    assert.equal(decide('command-2 with some words'), 'allow');
    assert.equal(decide('command-3 with some words'), 'ask');
  });

  test('calls of other shapes are decided', () => {
    const [policy] = readingOf({
      '.vscode/settings.json': '{"chat.tools.terminal.autoApprove":{"make":true}}',
    }).policies;
    for (const tool of [
      'run_in_terminal',
      'apply_patch',
      'fetch_webpage',
      'read_file',
      '__proto__',
      'constructor',
      'a/b',
    ]) {
      for (const input of [{}, { command: 3 }, { urls: [1] }, { input: 'x' }, { filePath: null }]) {
        assert.notEqual(policy?.decide({ tool, input }).effect, 'deny', tool);
      }
    }
  });
});
