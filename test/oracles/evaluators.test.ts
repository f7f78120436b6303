import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { CodexChecker, codex } from './codex-binary.ts';
import { gemini, geminiEngine } from './gemini-engine.ts';

/** The evaluators answer at all, and as their makers' documentation says they do: what is compared with them rests on that. */
describe('Codex', { skip: codex.skip }, () => {
  const checker = new CodexChecker();
  after(() => checker.close());

  test('judges an argument vector', async () => {
    const rules = 'prefix_rule(pattern=["git", ["push", "pull"]], decision="forbidden")';
    assert.deepEqual(await checker.check(rules, ['git', 'push', 'origin']), {
      decision: 'forbidden',
      matched: [{ prefix: ['git', 'push'], decision: 'forbidden' }],
    });
    assert.deepEqual(await checker.check(rules, ['git', '-C', '.', 'push']), { matched: [] });
  });

  test('refuses a file with an example that does not hold', async () => {
    const result = await checker.check('prefix_rule(pattern=["git"], match=["rm x"])', ['git']);
    assert('error' in result && result.error.includes('rm x'), JSON.stringify(result));
  });
});

describe('Gemini CLI', { skip: gemini.skip }, () => {
  test('judges a command line', async () => {
    const policy =
      '[[rule]]\ntoolName = "run_shell_command"\ncommandPrefix = "git"\ndecision = "allow"\npriority = 1\n';
    const { engine, errors } = await geminiEngine({ 'a.toml': policy });
    assert.deepEqual(errors, []);
    const decide = async (command: string) =>
      (await engine.check({ name: 'run_shell_command', args: { command } }, undefined)).decision;
    assert.equal(await decide('git push'), 'allow');
    assert.equal(await decide('gitk'), 'ask_user');
    assert.equal(await decide('git log > x'), 'ask_user');
  });
});
