import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { decideCallOf } from '../../server/src/core/decide/decide-foreign.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import type { Layer } from '../../server/src/core/dialects/dialect.ts';
import { expressionProblem } from '../../server/src/core/dialects/gemini/expressions.ts';
import { argumentText } from '../../server/src/core/dialects/gemini/rule.ts';
import type { Effect } from '../../server/src/core/model/manifest.ts';
import { createHost, factsOf } from '../../server/src/core/workspace/host.ts';
import { TEST_NOW, uriOf } from '../support/workspace.ts';

const POLICY = '.gemini/policies/a.toml';
const SETTINGS = '.gemini/settings.json';

/** What is decided about a command with these files, and how many findings reading them has. */
function read(
  files: Readonly<Record<string, string>>,
  layer: Layer,
  command = 'git push',
): { effect: Effect; findings: number } {
  const host = createHost();
  for (const [path, text] of Object.entries(files)) host.setForeign({ uri: uriOf(path), text }, path, layer);
  host.setFacts(factsOf(Object.keys(files)));
  const snapshot = host.snapshot(TEST_NOW);
  const role = snapshot.foreign.principals[0]!;
  const call = { tool: 'run_shell_command', input: { command } };
  const { decision } = decideCallOf(role, role.role.foreign!, call, freshRun(TEST_NOW));
  const findings = snapshot.foreign.files.flatMap(({ source }) => snapshot.foreign.findingsOf(source));
  return { effect: decision, findings: findings.length };
}

const rule = (about: string, decision: string, priority: number): string =>
  `[[rule]]\ntoolName = "run_shell_command"\n${about}\ndecision = "${decision}"\npriority = ${priority}\n`;

suite('files of Gemini CLI that are hard to read', () => {
  test('ten thousand rules', () => {
    const rules = Array.from({ length: 10_000 }, (_, index) =>
      rule(`commandPrefix = "x${index}"`, 'allow', index % 1000),
    );
    const last = rule('commandPrefix = "git push"', 'deny', 1);
    assert.deepEqual(read({ [POLICY]: [...rules, last].join('\n') }, 'user'), { effect: 'deny', findings: 0 });
  });

  test('expressions that would hang', () => {
    const slow = ['(a|a)*b', '(?:a|a|a)*$', 'a*a*a*a*a*a*a*a*b', '(?=(?:a|aa)+c)x'];
    for (const regex of slow) {
      const { effect } = read({ [POLICY]: rule(`argsPattern = '${regex}'`, 'allow', 1) }, 'user', 'a'.repeat(20_000));
      assert.equal(effect, 'ask', regex);
    }
  });

  test('a settings file of a megabyte', () => {
    const items = Array.from({ length: 40_000 }, (_, index) => `run_shell_command(x${index})`);
    const text = JSON.stringify({ tools: { allowed: [...items, 'run_shell_command(git push)'] } });
    assert(text.length > 1_000_000);
    assert.equal(read({ [SETTINGS]: text }, 'project').effect, 'allow');
  });

  test('broken text', () => {
    assert.deepEqual(read({ [SETTINGS]: '' }, 'project'), { effect: 'deny', findings: 1 });
    assert.deepEqual(read({ [SETTINGS]: '[1]' }, 'project'), { effect: 'deny', findings: 1 });
    assert.deepEqual(read({ [SETTINGS]: '{"tools":{"allowed":"x","exclude":[1,null]},"mcpServers":[]}' }, 'project'), {
      effect: 'ask',
      findings: 0,
    });
    assert.deepEqual(read({ [POLICY]: '[[rule' }, 'user'), { effect: 'ask', findings: 1 });
  });

  test('any text at all', () => {
    const words = fc.constantFrom(
      '[[rule]]',
      '\n',
      'toolName',
      '=',
      '"*"',
      '"',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      'decision',
      '"deny"',
      'priority',
      '1',
      '"tools"',
      '"core"',
      '"mcpServers"',
      '#',
      '\\',
      '\uFEFF',
      '---',
      'name: a',
    );
    const text = fc.array(words, { maxLength: 30 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(POLICY, SETTINGS, '.gemini/agents/a.md'),
        fc.constantFrom<Layer>('user', 'project'),
        (content, path, layer) => {
          read({ [path]: content }, layer);
        },
      ),
    );
  });
});

suite('expressions that find nothing in any arguments', () => {
  const part = fc.constantFrom(
    ...[
      '^',
      '$',
      '{',
      '}',
      '"',
      '"a":',
      '": "',
      'x',
      ' ',
      '.*',
      '[a-z]',
      '(^x|y)',
      '(?:x$|y$)',
      '(x|)',
      '\\\\?"',
      '\\0',
      '|',
      'x?',
    ],
  );
  const value = fc.oneof(
    fc.string({ unit: fc.constantFrom('x', '"', ':', ' ', '{', '}', '\\', 'a', 'y') }),
    fc.boolean(),
  );
  const input = fc.dictionary(fc.constantFrom('a', 'x', 'y'), fc.oneof(value, fc.record({ a: value })), { maxKeys: 2 });

  test('do not', () => {
    let said = 0;
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        fc.array(input, { minLength: 1, maxLength: 5 }),
        (parts, inputs) => {
          const regex = parts.join('');
          if (expressionProblem(regex) === undefined) return;
          said++;
          for (const each of inputs)
            assert(!new RegExp(regex).test(argumentText(each)), `${regex} in ${argumentText(each)}`);
        },
      ),
      { numRuns: 3_000 },
    );
    assert(said > 100, `said of ${said}`);
  });
});
