import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { ToolCall } from '../../server/src/core/dialects/dialect.ts';
import { shellRequests } from '../../server/src/core/dialects/opencode/calls.ts';
import { RANK } from '../../server/src/core/export/compare.ts';
import { workspaceOf } from '../support/workspace.ts';
import { bashGrammar, type GrammarNode, loadBashGrammar } from './bash-grammar.ts';
import { loadPi, type PiEvaluator, type PiState, pi } from './pi-evaluator.ts';
import { scripts } from './scripts.ts';

/** What our reading of opencode decides, against the Pi permission system on the same `permission`. */
const RUNS = Number(process.env.BAILIWICK_ORACLE_RUNS ?? 1);

const one = fc.constantFrom;
const effect = one<PiState>('allow', 'ask', 'deny');
const star = fc
  .array(
    one('git', 'push', 'npm run', 'src', '/', '*', '*', '?', ' ', ' *', '.env', 'a', '.', '(', '$', '\n', 'é', '+'),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => parts.join(''));
const command = one(
  ...['*', 'git *', 'git', 'git push *', 'git push', 'npm *', 'npm run *', 'npm run test', 'ls', 'ls *', 'rm *'],
  ...['echo *', '* --force', 'git*', '*push*', 'cat *.md', 'git ?ush *', 'g* *', '**', ' *', '* *'],
);
const patterns = (pattern: fc.Arbitrary<string>) =>
  fc.oneof(effect, fc.dictionary(pattern, effect, { maxKeys: 6, noNullPrototype: true }));

/** A `permission` in which every question has an answer of its own: the two tools differ in what they do without one. */
const permission = fc
  .uniqueArray(
    fc.oneof(
      fc.tuple(fc.constant('bash'), patterns(fc.oneof(command, star))),
      fc.tuple(one('read', 'edit', 'task', 'skill', 'ba*', 'gh_*', '*h', '*sk*'), patterns(star)),
      // opencode does not start where this one has patterns.
      fc.tuple(fc.constant('webfetch'), effect),
    ),
    { selector: ([key]) => key, maxLength: 5 },
  )
  .map((entries) => Object.fromEntries([['*', { '*': 'ask' }], ...entries]));

/** Its flavour of paths is only asked on Windows. */
const FLAVOR = { matchOptions: undefined };

function ours(permission: object): (call: ToolCall) => PiState {
  const { snapshot } = workspaceOf({ 'opencode.json': JSON.stringify({ permission }) });
  const policy = snapshot.foreign.principals[0]!.role.foreign!;
  return (call) => policy.decide(call, {}).effect;
}

describe('opencode’s rules as the Pi permission system reads them', { skip: pi.skip || bashGrammar.skip }, () => {
  let theirs: PiEvaluator;
  let parse: (text: string) => GrammarNode;
  before(async () => {
    theirs = await loadPi();
    parse = await loadBashGrammar();
  });

  test('patterns and their order, tool by tool', () => {
    let compared = 0;
    const subject = fc.oneof(star, one('git push origin', 'git', 'src/a.ts', '.env', 'git\npush'));
    fc.assert(
      fc.property(permission, fc.array(subject, { minLength: 4, maxLength: 8 }), (permission, subjects) => {
        const rules = theirs.normalizeFlatConfig(permission);
        const decides = ours(permission);
        for (const value of subjects) {
          for (const [tool, key] of [
            ['task', 'subagent_type'],
            ['skill', 'name'],
            ['webfetch', 'url'],
          ] as const) {
            const expected = theirs.evaluate(tool, value, rules, FLAVOR).action;
            assert.equal(decides({ tool, input: { [key]: value } }), expected, `${tool}: ${JSON.stringify(value)}`);
            compared++;
          }
        }
      }),
      { numRuns: 2_000 * RUNS, includeErrorInReport: true },
    );
    console.log(`compared with the Pi permission system: ${compared} calls`);
  });

  test('command lines', () => {
    const counts = { alike: 0, divided: 0 };
    fc.assert(
      fc.property(permission, fc.array(scripts, { minLength: 8, maxLength: 8 }), (permission, lines) => {
        const rules = theirs.normalizeFlatConfig(permission);
        const decides = ours(permission);
        for (const line of lines) {
          const call = { tool: 'bash', input: { command: line } };
          const { line: divided, commands, outside } = shellRequests(call, 1);
          const units = theirs.collectCommands(parse(line)).map(({ text }) => text);
          // What both divide alike, and neither has a further question about, they have to decide alike.
          if (divided.problem !== undefined || outside || commands.length === 0 || !isSame(commands, units)) {
            counts.divided++;
            continue;
          }
          const verdicts = units.map((text) => theirs.evaluate('bash', text, rules, FLAVOR).action);
          const worst = verdicts.reduce((a, b) => (RANK[b] < RANK[a] ? b : a));
          assert.equal(decides(call), worst, line);
          counts.alike++;
        }
      }),
      { numRuns: 2_000 * RUNS, includeErrorInReport: true },
    );
    assert(counts.alike > 0, 'no line is divided alike');
    console.log(
      `command lines: ${counts.alike} decided alike, ${counts.divided} that the two divide or ask about in their own ways`,
    );
  });
});

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());
}
