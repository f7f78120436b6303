import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Action } from '../../server/src/core/decide/action.ts';
import { actionToJson, readAction } from '../../server/src/core/decide/action-json.ts';
import { after, decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { VERBS } from '../../server/src/core/model/manifest.ts';
import type { ResolvedRole } from '../../server/src/core/workspace/workspace.ts';
import { roleOf, TEST_NOW } from '../support/workspace.ts';

const state = freshRun(TEST_NOW);

const paths = fc.constantFrom(
  'src/a.ts',
  'src/b/c.ts',
  '.env',
  'src/.env',
  'docs/x.md',
  '/etc/hosts',
  '~/.ssh/id',
  '../up',
);
const pathPatterns = fc.constantFrom(
  '**',
  'src/**',
  '**/.env*',
  'src/*.ts',
  'docs/*',
  '/etc/**',
  '~/.ssh/**',
  '*',
  '{src,docs}/**',
);
const lines = fc.constantFrom(
  'npm test',
  'git status',
  'git push --force',
  'git status && npm test',
  'cat .env',
  'cat src/a.ts > out.txt',
  'A=1 npm test',
  'cat "$F"',
  'git $X',
  'rm -rf src',
  'env npm test',
  'sudo git push',
  'find . -exec cat {} \\;',
  'curl https://a.example/x',
  'cd src && cat a.ts',
  'xargs git',
);
const linePatterns = fc.constantFrom(
  '**',
  'npm test',
  'git **',
  'git status',
  'cat *',
  'cat **',
  'git push **',
  'A=* npm test',
  'sudo **',
  'rm **',
  'curl **',
  'cd *',
  '* test',
);
const urls = fc.constantFrom('https://a.example/x', 'https://b.a.example/y?q=1', 'http://a.example/x');
const urlPatterns = fc.constantFrom('a.example', '**.a.example', 'https://a.example/x', 'http://a.example/**', '**');

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ verb: fc.constantFrom('read', 'write', 'delete'), value: paths }),
  fc.record({ verb: fc.constant('run' as const), value: lines }),
  fc.record({ verb: fc.constant('fetch' as const), value: urls }),
);

interface WrittenRule {
  readonly effect: 'allow' | 'ask' | 'deny';
  readonly verb: string;
  readonly patterns: readonly string[];
}

const effects = fc.constantFrom('allow', 'ask', 'deny');

function rulesOf(verb: fc.Arbitrary<string>, patterns: fc.Arbitrary<string>): fc.Arbitrary<WrittenRule> {
  const negatable = fc.tuple(fc.boolean(), patterns).map(([negated, text]) => (negated ? `!${text}` : text));
  return fc.record({
    effect: effects,
    verb,
    patterns: fc.tuple(patterns, fc.array(negatable, { maxLength: 2 })).map(([first, rest]) => [first, ...rest]),
  }) as fc.Arbitrary<WrittenRule>;
}

const rules = fc.oneof(
  rulesOf(fc.constantFrom('read', 'write', 'delete'), pathPatterns),
  rulesOf(fc.constant('run'), linePatterns),
  rulesOf(fc.constant('run'), linePatterns),
  rulesOf(fc.constant('fetch'), urlPatterns),
);

/** Roles are looked up by their text, so that shrinking does not read the same manifest again and again. */
const known = new Map<string, ResolvedRole>();

function roleWith(written: readonly WrittenRule[]): ResolvedRole {
  const lists = (['allow', 'ask', 'deny'] as const).map((effect) => {
    const own = written.filter((rule) => rule.effect === effect);
    const items = own.map((rule) => `  - ${rule.verb}: ${JSON.stringify(rule.patterns)}\n`);
    return own.length === 0 ? '' : `${effect}:\n${items.join('')}`;
  });
  const text = `kind: AgentRole\nversion: 1\nname: r\n${lists.join('')}`;
  let role = known.get(text);
  if (!role) {
    role = roleOf({ 'r.agent-role.yaml': text });
    known.set(text, role);
  }
  return role;
}

const STRICTNESS = { allow: 0, ask: 1, deny: 2 } as const;

function strictness(written: readonly WrittenRule[], action: Action): number {
  return STRICTNESS[decide(roleWith(written), action, state).decision];
}

const runs = { numRuns: 400 };

describe('rules', () => {
  test('one more deny never lets anything through', () => {
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 6 }), rules, actions, (some, rule, action) => {
        const more = [...some, { ...rule, effect: 'deny' as const }];
        assert(strictness(more, action) >= strictness(some, action));
      }),
      runs,
    );
  });

  test('one more allow never denies anything', () => {
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 6 }), rules, actions, (some, rule, action) => {
        const more = [...some, { ...rule, effect: 'allow' as const }];
        assert(strictness(more, action) <= strictness(some, action));
      }),
      runs,
    );
  });

  test('their order does not matter', () => {
    const shuffled = fc
      .array(rules, { maxLength: 6 })
      .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })));
    fc.assert(
      fc.property(shuffled, actions, ([some, other], action) => {
        const [a, b] = [some, other].map((each) => decide(roleWith(each), action, state));
        assert.equal(a?.decision, b?.decision);
        assert.equal(a?.reason, b?.reason);
      }),
      runs,
    );
  });

  test('a negated pattern in a grant only narrows it, in a deny only widens what is left', () => {
    fc.assert(
      fc.property(fc.array(rules, { minLength: 1, maxLength: 5 }), fc.nat(), actions, (some, at, action) => {
        const index = at % some.length;
        const rule = some[index]!;
        const pattern = { read: 'src/**', write: 'src/**', delete: 'src/**', run: 'git **', fetch: 'a.example' }[
          rule.verb
        ];
        const changed = some.map((each, i) =>
          i === index ? { ...each, patterns: [...each.patterns, `!${pattern}`] } : each,
        );
        const [before, now] = [strictness(some, action), strictness(changed, action)];
        if (rule.effect === 'allow') assert(now >= before);
        if (rule.effect === 'deny') assert(now <= before);
      }),
      runs,
    );
  });

  test('nothing is allowed without a rule, and every denial says why', () => {
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 5 }), actions, (some, action) => {
        const decision = decide(roleWith(some), action, state);
        if (decision.decision !== 'deny') assert(decision.rules.length > 0);
        assert(decision.words.length > 0);
        assert.equal(decide(roleWith([]), action, state).decision, 'deny');
      }),
      runs,
    );
  });
});

describe('decide is total', () => {
  const role = roleOf({
    'r.agent-role.yaml': `kind: AgentRole
version: 1
name: r
allow:
  - run: ["**", "!rm **"]
  - read: ["**"]
  - call: ["t/*"]
    where: { a: { matches: "x*" }, b: { pattern: "[a-z]+" } }
ask:
  - run: ["git push **"]
deny:
  - run: ["curl **"]
  - read: ["**/.env*", "~/.ssh/**"]
  - fetch: ["**.evil.example"]
`,
  });

  const shellish = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ..."a b git cat .env $ $( ) ` \\ | || && ; & < > >> << <<< <( { } ( ) [ ] [[ ]] (( )) @P} # ~ * ? ! = A= x=( if then fi for in do done while case esac function coproc eval env xargs sudo bash -c -exec {} \\; EOF $' 1 2>&1 >&".split(
            ' ',
          ),
          '\n',
          "'",
          '"',
          '$"',
          '$' + '{x',
        ),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 30 },
    )
    .chain((parts) => fc.constantFrom(parts.join(' '), parts.join('')));

  test('on any text as a command line', () => {
    fc.assert(
      fc.property(fc.oneof(shellish, fc.string(), fc.string({ unit: 'binary', maxLength: 60 })), (value) => {
        const decision = decide(role, { verb: 'run', value }, state);
        assert(decision.words.length > 0);
        void decision.nearest;
        for (const part of decision.parts ?? []) {
          if (part.start !== undefined && part.end !== undefined)
            assert(part.end <= value.length && part.start <= part.end);
        }
        assert(after(role, { verb: 'run', value }, decision, state).uses.length <= 1);
      }),
      { numRuns: 3000 },
    );
  });

  test('on any action', () => {
    const json = fc.record({
      verb: fc.constantFrom(...VERBS),
      value: fc.string(),
      with: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<never>),
    });
    fc.assert(
      fc.property(json, (action) => {
        assert(decide(role, action, state).words.length > 0);
        if (action.value !== '') assert('action' in readAction(actionToJson(action)));
      }),
      { numRuns: 1000 },
    );
  });

  test('readAction takes any JSON and says what is wrong', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => void readAction(json)));
    assert.deepEqual(readAction({ raed: 'x' }), { problem: '"raed" is not a verb; did you mean "read"?' });
    assert.deepEqual(readAction({ read: 'x', write: 'y' }), {
      problem: 'an action has one verb, and this one has read and write',
    });
    assert.deepEqual(readAction({ read: 'x', note: 1 }), { action: { verb: 'read', value: 'x' } });
  });

  // Quick enough for an editor: the bound is an order of magnitude above what it takes.
  const large: Record<string, string> = {
    words: `cat ${'a '.repeat(45_000)}`,
    'quoted expansions': `cat ${'"$a" '.repeat(18_000)}`,
    patterns: `cat ${'*a '.repeat(30_000)}`,
    commands: 'npm test;'.repeat(11_000),
    'and-lists': `${'a && '.repeat(19_000)}a`,
    'open substitutions': '$('.repeat(30_000),
    substitutions: `echo ${'$(a) '.repeat(19_000)}`,
    nesting: `${'$(echo '.repeat(200)}${')'.repeat(200)}`,
    braces: `echo ${'{a,'.repeat(20_000)}`,
    quotes: "'".repeat(99_999),
    'a here-document': `cat <<E\n${'x $(a)\n'.repeat(13_000)}E\n`,
    wrappers: `${'env '.repeat(24_000)}ls`,
    arithmetic: `echo $((${'1+'.repeat(40_000)}1))`,
    'nested arithmetic': `echo $((${'('.repeat(40_000)}1`,
    assignments: `${'A=1 '.repeat(24_000)}x`,
    branches: `if a; then b; ${'elif a; then b; '.repeat(5000)}fi`,
    'a long word': `cat ${'a/'.repeat(45_000)}`,
    'a long pattern': `cat ${'*'.repeat(90_000)}`,
    subshells: `${'('.repeat(50_000)}a${')'.repeat(49_000)}`,
    'more than is read': 'a'.repeat(1_000_000),
  };
  for (const [name, value] of Object.entries(large)) {
    test(`on a large line: ${name}`, () => {
      const began = performance.now();
      const decision = decide(role, { verb: 'run', value }, state);
      const took = performance.now() - began;
      assert(decision.words.length < 500, 'its words are no copy of it');
      assert(took < 1000, `took ${Math.round(took)} ms`);
    });
  }
});
