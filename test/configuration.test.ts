import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfiguration } from '../server/src/core/workspace/configuration.ts';
import { checkMarks } from './support/markers.ts';

function checkConfiguration(text: string, audience: string, rules: Record<string, string>): void {
  const { options, findings } = readConfiguration({ uri: 'file:///w/bailiwick.yaml', text });
  assert.deepEqual({ audience: options.audience, rules: { ...options.rules } }, { audience, rules });
  checkMarks(
    text,
    findings.map(({ rule, span }) => ({ ...span, text: rule })),
  );
}

describe('bailiwick.yaml', () => {
  test('says whom findings are for, and how much single rules weigh', () => {
    checkConfiguration('audience: strict\nrules:\n  no-budget: off\n  a-b: error\n', 'strict', {
      'no-budget': 'off',
      'a-b': 'error',
    });
  });

  test('may be empty', () => {
    checkConfiguration('', 'default', {});
    checkConfiguration('# nothing yet\n', 'default', {});
    checkConfiguration('rules:\n', 'default', {});
  });

  test('ignores what it cannot use, and says so', () => {
    checkConfiguration(
      `audience: everyone
#         ^^^^^^^^ unknown-value
rules:
  no-budget: loud
#            ^^^^ unknown-value
  kept: info
ruels: {}
#<----- unknown-key
`,
      'default',
      { kept: 'info' },
    );
    checkConfiguration('- a\n#<--- wrong-type\n', 'default', {});
  });
});
