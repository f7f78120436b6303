import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import type { RuleSetting } from '../../server/src/core/analysis/rule-options.ts';
import { uriOf, workspaceOf } from '../support/workspace.ts';

const HEAD = 'kind: AgentRole\nversion: 1\nname: fixer\npurpose: Looks after payments.\nowner: team-payments\n';

/** Which findings are left, as `line rule`. */
function checkLeft(body: string, expected: readonly string[], options = {}): void {
  const text = HEAD + body;
  const { snapshot } = workspaceOf({ 'a.agent-role.yaml': text });
  const { findings } = analyzeFile(snapshot, uriOf('a.agent-role.yaml'), {
    audience: 'default',
    rules: {},
    ...options,
  });
  const line = (offset: number) => text.slice(0, offset).split('\n').length;
  assert.deepEqual(
    findings.map(({ rule, span }) => `${line(span.start)} ${rule}`),
    expected,
  );
}

test('a comment at the end of the line suppresses', () => {
  checkLeft(
    'allow:\n  - run: ["git **"] # bailiwick: ignore prefix-reaches-exec, shell-reopens-network -- a throw-away machine\n',
    ['7 unused-suppression'],
  );
});

test('a comment above suppresses on the next line, and in all of a rule that begins there', () => {
  checkLeft(
    'allow:\n  # bailiwick: ignore prefix-reaches-exec -- a throw-away machine\n  - run:\n      - "npm test"\n      - "git **"\n',
    [
      // What the broader finding stood for was not looked at.
    ],
  );
  checkLeft(
    'allow:\n  # bailiwick: ignore prefix-reaches-exec -- a throw-away machine\n  - run: ["npm test"]\n  - run: ["git **"]\n',
    ['7 unused-suppression', '9 prefix-reaches-exec'],
  );
});

test('without a reason it suppresses and is reported', () => {
  checkLeft('allow:\n  - run: ["git **"] # bailiwick: ignore prefix-reaches-exec\n', ['7 unexplained-suppression']);
});

test('a comment inside a text is none', () => {
  checkLeft('allow:\n  - run: ["git **", "echo # bailiwick: ignore prefix-reaches-exec -- x"]\n', [
    '7 prefix-reaches-exec',
  ]);
});

test('CRLF lines', () => {
  checkLeft('allow:\r\n  # bailiwick: ignore prefix-reaches-exec -- looked at\r\n  - run: ["git **"]\r\n', []);
});

test('until its day a comment suppresses, and not after it', () => {
  const line = (day: string) =>
    `allow:\n  - run: ["git **"] # bailiwick: ignore prefix-reaches-exec until ${day} -- a throw-away machine\n`;
  checkLeft(line('2026-11-24'), []);
  checkLeft(line('2026-11-23'), ['7 prefix-reaches-exec', '7 expired-suppression']);
  checkLeft(line('soon'), ['7 prefix-reaches-exec', '7 expired-suppression']);
});

test('what is suppressed is kept, with the reason and the day', () => {
  const text = `${HEAD}allow:\n  - run: ["git **"] # bailiwick: ignore prefix-reaches-exec until 2027-01-31 -- looked at\n`;
  const { snapshot } = workspaceOf({ 'a.agent-role.yaml': text });
  const { suppressed } = analyzeFile(snapshot, uriOf('a.agent-role.yaml'), { audience: 'default', rules: {} });
  assert.deepEqual(
    suppressed.map(({ finding, reason, until }) => ({ rule: finding.rule, reason, until })),
    [{ rule: 'prefix-reaches-exec', reason: 'looked at', until: Date.parse('2027-01-31T23:59:59.999Z') }],
  );
});

describe('what a workspace sets', () => {
  const GIT = 'allow:\n  - run: ["git **"]\n';

  test('a rule that is off does not hide what it stood for', () => {
    checkLeft(GIT, ['7 prefix-reaches-exec']);
    const { snapshot } = workspaceOf({ 'a.agent-role.yaml': HEAD + GIT });
    const rules = { 'prefix-reaches-exec': { severity: 'off' } } as const;
    const { findings } = analyzeFile(snapshot, uriOf('a.agent-role.yaml'), { audience: 'default', rules });
    const found = findings.map(({ rule }) => rule);
    assert(found.includes('destructive-ungated') && !found.includes('prefix-reaches-exec'), found.join(', '));
  });

  test('a rule can be louder, and be heard by others', () => {
    const of = (setting: RuleSetting) => {
      const { snapshot } = workspaceOf({ 'a.agent-role.yaml': `${HEAD}allow:\n  - write: ["src/**"]\n` });
      const options = { audience: 'default', rules: { 'no-expiry': setting } } as const;
      return analyzeFile(snapshot, uriOf('a.agent-role.yaml'), options).findings.map(
        ({ rule, severity }) => `${severity} ${rule}`,
      );
    };
    assert.deepEqual(of({}), []);
    assert.deepEqual(of({ audience: 'default' }), ['info no-expiry']);
    assert.deepEqual(of({ audience: 'default', severity: 'error' }), ['error no-expiry']);
  });

  test('the constants of a rule', () => {
    const role = 'trace: { record: [attempts], retain: 60d }\nallow:\n  - write: ["src/**"]\n';
    const settings = (shortest: number) =>
      ({ 'short-retention': { audience: 'default', options: { shortest } } }) as const;
    checkLeft(role, [], { rules: settings(30 * 86_400_000) });
    checkLeft(role, ['6 short-retention'], { rules: settings(90 * 86_400_000) });
  });
});

test('what is not shown is counted', () => {
  const { snapshot } = workspaceOf({ 'a.agent-role.yaml': `${HEAD}attended: no\nallow:\n  - run: ["npm test"]\n` });
  const { findings, hidden } = analyzeFile(snapshot, uriOf('a.agent-role.yaml'), { audience: 'default', rules: {} });
  assert(!findings.some(({ rule }) => rule === 'sandbox-missing'));
  assert(hidden > 0);
  const all = analyzeFile(snapshot, uriOf('a.agent-role.yaml'), { audience: 'audit', rules: {} });
  assert.equal(all.hidden, 0);
  assert.equal(all.findings.length, findings.length + hidden);
});

test('text that cannot be read is only said to be so', () => {
  const { snapshot } = workspaceOf({ 'a.agent-role.yaml': `${HEAD}allow:\n  - run: ["git **"\ndeny: [\n` });
  const { findings } = analyzeFile(snapshot, uriOf('a.agent-role.yaml'), { audience: 'audit', rules: {} });
  assert.deepEqual([...new Set(findings.map(({ rule }) => rule))], ['syntax-error']);
});

test('what did not change is not looked at again', () => {
  const { host } = workspaceOf({
    'a.agent-role.yaml': `${HEAD}allow:\n  - run: ["git **"]\n`,
    'b.agent-role.yaml': HEAD.replace('fixer', 'other'),
  });
  const options = { audience: 'default', rules: {} } as const;
  const now = Date.parse('2026-11-24T09:00:00Z');
  const [before] = analyzeFile(host.snapshot(now), uriOf('a.agent-role.yaml'), options).findings;
  host.set({ uri: uriOf('b.agent-role.yaml'), text: HEAD.replace('fixer', 'another') });
  const [after] = analyzeFile(host.snapshot(now), uriOf('a.agent-role.yaml'), options).findings;
  assert(before);
  assert.equal(after, before);
});
