import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { failingExample, matches, ruleSet, strictest } from '../../server/src/core/dialects/codex/match.ts';
import { readRulesFile } from '../../server/src/core/dialects/codex/rules-file.ts';
import { CodexChecker, codex } from './codex-binary.ts';

/**
 * Our reading of Codex's rules against `codex execpolicy check`. That judges one argument vector for each time it is started, and
 * yet it checks as many examples as a rule has while it loads it: so what we say about a hundred vectors is written into the
 * rules as their examples, and a file that loads confirms all of them.
 */
const RUNS = Number(process.env.BAILIWICK_ORACLE_RUNS ?? 1);

const WORDS = [
  'git',
  'push',
  'pull',
  'status',
  '*',
  'git push',
  '',
  '-C',
  '.',
  'rm',
  'ls',
  '/usr/bin/git',
  '/bin/ls',
  'GIT',
  './git',
  "it's",
  '"q"',
  'a b',
  '--',
  'é',
  '/',
  '/usr/bin/../bin/git',
  '/usr/bin/git/',
  'a/../git',
  '../rm',
  'ls/',
  '..',
  '$x',
  '\\',
];
const word = fc.constantFrom(...WORDS);
const argv = fc.array(word, { minLength: 1, maxLength: 5 });
const token = fc.oneof(
  { arbitrary: word.map((one) => [one]), weight: 3 },
  fc.array(word, { minLength: 1, maxLength: 3 }),
);
const rule = fc.record({
  pattern: fc.array(token, { minLength: 1, maxLength: 4 }),
  decision: fc.constantFrom(undefined, 'allow', 'prompt', 'forbidden'),
});
const host = fc.record({
  name: fc.constantFrom('git', 'ls', 'rm'),
  paths: fc.array(fc.constantFrom('/usr/bin/', '/bin/', '/usr/bin/../bin/', '/opt/'), { maxLength: 2 }),
});
const file = fc.record({
  rules: fc.array(rule, { minLength: 1, maxLength: 5 }),
  hosts: fc.array(host, { maxLength: 2 }),
});
type File = typeof file extends fc.Arbitrary<infer T> ? T : never;

const quote = (text: string): string => JSON.stringify(text);
const listOf = (items: readonly string[]): string => `[${items.map(quote).join(', ')}]`;

function ruleText({ pattern, decision }: File['rules'][number], more: string): string {
  const words = pattern.map((alternatives) =>
    alternatives.length === 1 ? quote(alternatives[0]!) : listOf(alternatives),
  );
  return `prefix_rule(pattern=[${words.join(', ')}]${decision ? `, decision=${quote(decision)}` : ''}${more})`;
}

const hostText = ({ name, paths }: File['hosts'][number]): string =>
  `host_executable(name=${quote(name)}, paths=${listOf(paths.map((path) => path + name))})`;

describe('rules as Codex applies them', { skip: codex.skip, concurrency: 2 }, () => {
  const checker = new CodexChecker();
  const counts = { examples: 0, decisions: 0, files: 0, errors: 0 };
  after(() => {
    checker.close();
    const { examples, decisions, files, errors } = counts;
    console.log(
      `Codex ${codex.skip === false ? codex.version : ''}: ${examples} matches and ${decisions} decisions alike over ${files} files of rules, ${errors} of them refused`,
    );
  });

  test('which rules an argument vector falls under', async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.array(argv, { minLength: 1, maxLength: 60, size: 'max' }),
        argv,
        fc.boolean(),
        async (given, vectors, one, resolve) => {
          const hosts = given.hosts.map(hostText).join('\n');
          // Each rule alone, as Codex tries its examples.
          const claims = given.rules.map((rule) => {
            const alone = ruleSet([readRulesFile(`${hosts}\n${ruleText(rule, '')}`)]);
            const does = vectors.filter((vector) => matches(alone, vector).length > 0);
            const doesNot = vectors.filter((vector) => !does.includes(vector));
            counts.examples += vectors.length;
            return ruleText(
              rule,
              `, match=[${does.map(listOf).join(', ')}], not_match=[${doesNot.map(listOf).join(', ')}]`,
            );
          });
          const text = [hosts, ...claims].join('\n');
          counts.files++;
          const result = await checker.check(text, one, { resolve });
          assert(!('error' in result), 'error' in result ? result.error : '');
          const found = matches(ruleSet([readRulesFile(text)]), one, resolve);
          counts.decisions++;
          assert.deepEqual(
            result.matched,
            found.map(({ rule, prefix, resolved }) => ({
              prefix: [...prefix],
              decision: rule.decision,
              ...(resolved === undefined ? {} : { resolvedProgram: checker.resolve(resolved) }),
            })),
          );
          assert.equal(result.decision, strictest(found));
        },
      ),
      { numRuns: 1000 * RUNS, interruptAfterTimeLimit: 90_000 * RUNS, includeErrorInReport: true },
    );
  });

  /** Calls in which something may be wrong. */
  const value = fc.oneof(
    word.map(quote),
    fc
      .array(
        fc.oneof(word.map(quote), word.map(quote), fc.constantFrom('1', 'None', '("a",)', '[]', '["git", "push"]')),
        { maxLength: 3 },
      )
      .map((items) => `[${items.join(', ')}]`),
    fc.constantFrom(
      'None',
      '1',
      '[]',
      '()',
      '("git",)',
      '{}',
      '"allow"',
      '"deny"',
      '"forbidden"',
      '"prompt"',
      '" "',
      '"prompt-user"',
    ),
  );
  const shellText = fc
    .array(fc.constantFrom('git', ' ', 'push', '"', "'", '\\', '#', '\n', '\t', '$', 'a', '""', "''", '\\"'), {
      maxLength: 6,
    })
    .map((parts) => parts.join(''));
  const hostName = fc
    .array(fc.constantFrom('a', '.', 'com', ':', '443', '[', ']', '*', ' ', '/', '::1', 'A', '?', '://'), {
      maxLength: 5,
    })
    .map((parts) => quote(parts.join('')));
  const call = fc.oneof(
    fc
      .tuple(fc.constantFrom('pattern', 'decision', 'match', 'not_match', 'justification', 'other'), value)
      .map(([key, given]) => `prefix_rule(${key === 'pattern' ? '' : 'pattern=["git"], '}${key}=${given})`),
    fc.array(value, { maxLength: 6 }).map((args) => `prefix_rule(${args.join(', ')})`),
    shellText.map((text) => `prefix_rule(pattern=["git"], match=[${quote(text)}])`),
    shellText.map((text) => `prefix_rule(pattern=["git"], not_match=[${quote(text)}])`),
    fc
      .tuple(
        hostName,
        fc.constantFrom('http', 'https', 'https_connect', 'http-connect', 'socks5_tcp', 'HTTP', 'tcp'),
        fc.constantFrom('allow', 'deny', 'forbidden', 'prompt', 'ask'),
      )
      .map(
        ([name, protocol, decision]) =>
          `network_rule(host=${name}, protocol=${quote(protocol)}, decision=${quote(decision)})`,
      ),
    fc
      .tuple(
        fc.constantFrom('git', '', '/bin/git', '.', '..', 'a/', 'git/.'),
        fc.array(fc.constantFrom('/bin/git', 'git', './git', '/bin/ls', '/', '', '/bin/git/', '/bin/./git'), {
          maxLength: 2,
        }),
      )
      .map(([name, paths]) => `host_executable(name=${quote(name)}, paths=${listOf(paths)})`),
    fc.constantFrom(
      'network_rule("a.com", "https", "allow", " ")',
      'network_rule("a.com", "https")',
      'host_executable(name="git")',
      'host_executable("git", ["/bin/git"], 1)',
    ),
  );

  test('which files are refused', async () => {
    await fc.assert(
      fc.asyncProperty(call, async (text) => {
        const read = readRulesFile(text);
        if (read.problem?.kind === 'unknown') return;
        const refused = read.problem ?? failingExample(read, ruleSet([read]).hosts);
        counts.files++;
        if (refused) counts.errors++;
        const result = await checker.check(text, ['git']);
        assert.equal('error' in result, refused !== undefined, 'error' in result ? result.error : 'it loads');
      }),
      { numRuns: 1200 * RUNS, interruptAfterTimeLimit: 60_000 * RUNS, includeErrorInReport: true },
    );
  });
});
