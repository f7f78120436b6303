import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AnalysisOptions } from '../server/src/core/analysis/analyze.ts';
import { readConfiguration } from '../server/src/core/workspace/configuration.ts';
import { checkMarks } from './support/markers.ts';

function checkConfiguration(text: string, audience: string, rules: AnalysisOptions['rules']): void {
  const { options, findings } = readConfiguration({ uri: 'file:///w/bailiwick.yaml', text });
  assert.deepEqual({ audience: options.audience, rules: { ...options.rules } }, { audience, rules });
  checkMarks(
    text,
    findings.map(({ rule, span }) => ({ ...span, text: rule })),
  );
}

describe('bailiwick.yaml', () => {
  test('says whom findings are for, and how much single rules weigh', () => {
    checkConfiguration('audience: strict\nrules:\n  no-budget: off\n  no-expiry: error\n', 'strict', {
      'no-budget': { severity: 'off' },
      'no-expiry': { severity: 'error' },
    });
  });

  test('says who hears of a rule, and what its constants are', () => {
    checkConfiguration(
      'rules:\n  short-retention: { severity: warning, audience: default, shortest: 90d }\n  no-expiry: { audience: audit }\n',
      'default',
      {
        'short-retention': { severity: 'warning', audience: 'default', options: { shortest: 90 * 86_400_000 } },
        'no-expiry': { audience: 'audit' },
      },
    );
  });

  test('what readers report has a severity too', () => {
    checkConfiguration('rules: { unknown-key: info }\n', 'default', { 'unknown-key': { severity: 'info' } });
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
  no-bugdet: off
# ^^^^^^^^^ unknown-key
  no-expiry: info
  short-retention:
    severity: loud
#             ^^^^ unknown-value
    audience: all
#             ^^^ unknown-value
    shortest: a while
#             ^^^^^^^ bad-value
    longest: 90d
#   ^^^^^^^ unknown-key
ruels: {}
#<----- unknown-key
`,
      'default',
      { 'no-expiry': { severity: 'info' }, 'short-retention': {} },
    );
    checkConfiguration('- a\n#<--- wrong-type\n', 'default', {});
  });
});
