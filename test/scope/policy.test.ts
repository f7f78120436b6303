import assert from 'node:assert/strict';
import test from 'node:test';
import { exceeds } from '../../server/src/core/authority/policy.ts';
import { type ActionAnswer, regionOf } from '../../server/src/core/authority/region.ts';
import { doMeet, readableAction } from '../../server/src/core/authority/region-questions.ts';
import { type Standing, standingOfRule, standings } from '../../server/src/core/authority/standing.ts';
import type { Action } from '../../server/src/core/decide/action.ts';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import type { ResolvedRole } from '../../server/src/core/workspace/workspace.ts';
import { roleOf, TEST_NOW, workspaceOf } from '../support/workspace.ts';
import { forSeeds, type Random } from './random.ts';

const STATE = freshRun(TEST_NOW);
const GITHUB = `//- github.tool-scope.yaml
kind: ToolScope
version: 1
name: github
operations:
  get: { does: read, arguments: { repo: string } }
  put: { does: write, arguments: { repo: { type: string, enum: [a, b, c] }, count: { type: integer, minimum: 1, maximum: 9 } } }
`;

function roleWith(rules: string, tool = ''): ResolvedRole {
  return roleOf(`//- r.agent-role.yaml\nkind: AgentRole\nversion: 1\nname: r\n${rules.trimStart()}\n${tool}`);
}

/** One line per pattern: what it comes to, and by which rules. */
function shown(role: ResolvedRole): string[] {
  return [...standings(role, TEST_NOW)]
    .map(([pattern, standing]) => ({ pattern, standing }))
    .reverse()
    .map(({ pattern, standing }) => `${pattern.text}: ${words(standing)}`);
}

function words(standing: Standing): string {
  if (standing.kind === 'empty') return `empty by its ${standing.because}`;
  if (!('by' in standing)) return standing.kind;
  return `${standing.kind} by ${standing.by.map(({ rule, patterns }) => `${rule.effect} ${patterns.map(({ text }) => text).join(' ')}`).join(' and ')}`;
}

function checkStandings(rules: string, expected: readonly string[], tool = ''): void {
  assert.deepEqual(shown(roleWith(rules, tool)), expected);
}

test('two rules together make a third redundant, and the smallest set is named', () => {
  checkStandings(
    `
allow:
  - read: ["a/**"]
  - read: ["a/*"]
  - read: ["b/**", "c"]
  - read: ["a/*/**"]
`,
    [
      'a/**: effective',
      'a/*: redundant by allow a/**',
      'b/**: effective',
      'c: effective',
      'a/*/**: redundant by allow a/**',
    ],
  );
  const role = roleWith(`
allow:
  - read: ["x"]
  - read: ["a/*"]
  - read: ["a/*/**"]
  - read: ["a/**"]
`);
  assert.equal(words(standingOfRule(role, role.rules[3]!, TEST_NOW)), 'redundant by allow a/* and allow a/*/**');
});

test('a grant that is denied or asked everywhere is dead', () => {
  checkStandings(
    `
allow:
  - read: ["**/.env*", "src/**"]
  - write: ["src/**"]
  - run: ["npm publish", "npm test"]
ask:
  - write: ["**"]
deny:
  - read: ["**/.env*", "!**/.env.example"]
  - read: ["**/.env.example"]
  - run: ["npm publish **"]
`,
    [
      '**/.env*: dead by deny **/.env* **/.env.example and deny **/.env.example',
      'src/**: effective',
      'src/**: dead by ask **',
      'npm publish: dead by deny npm publish **',
      'npm test: effective',
      '**: effective',
      '**/.env*: effective',
      '**/.env.example: effective',
      'npm publish **: effective',
    ],
  );
});

test('methods and conditions count', () => {
  checkStandings(
    `
allow:
  - fetch: ["https://a.example/**"]
    methods: [GET, POST]
  - fetch: ["**.example"]
    methods: [GET]
  - fetch: ["a.example"]
    methods: [POST]
  - fetch: ["https://a.example/x"]
deny:
  - fetch: ["https://a.example/y/**"]
    methods: [DELETE]
`,
    [
      'https://a.example/**: effective',
      '**.example: effective',
      'a.example: redundant by allow https://a.example/**',
      'https://a.example/x: effective',
      'https://a.example/y/**: effective',
    ],
  );
  checkStandings(
    `
allow:
  - call: [github/get]
    where: { repo: { is: a } }
  - call: [github/get]
    where: { repo: { matches: "b*" } }
  - call: [github/get]
    where: { repo: { in: [a, b] } }
  - call: [github/put]
    where: { count: { max: 0 } }
  - call: [github/put]
    where: { count: { max: 5 }, repo: { in: [a, b] } }
  - call: [github/put]
    where: { count: { min: 5 }, repo: { in: [a, b, c] } }
  - call: [github/put]
    where: { count: { min: 3, max: 7 }, repo: { is: b } }
  - call: [github/put]
    where: { repo: { in: [d, e] } }
  - call: [github/put]
    where: { count: { min: 3, max: 2 } }
`,
    [
      'github/get: effective',
      'github/get: effective',
      'github/get: redundant by allow github/get and allow github/get',
      'github/put: empty by its bounds',
      'github/put: effective',
      'github/put: effective',
      'github/put: redundant by allow github/put and allow github/put',
      'github/put: empty by its bounds',
      'github/put: empty by its conditions',
    ],
    GITHUB,
  );
});

test('a rule that holds for less time, less often or with less approval stands in for no other', () => {
  checkStandings(
    `
allow:
  - read: ["src/**"]
  - read: ["docs/**"]
    until: 2026-12-31
  - read: ["docs/a"]
  - run: ["npm test"]
    limit: { calls: 3/run }
  - run: ["npm *"]
    limit: { calls: 9/run }
ask:
  - write: ["**"]
    approval: { from: [anyone] }
  - write: ["src/**"]
    approval: { from: [owners], evidence: [diff] }
  - write: ["docs/**"]
`,
    [
      'src/**: effective',
      'docs/**: effective',
      'docs/a: effective',
      'npm test: effective',
      'npm *: effective',
      '**: effective',
      'src/**: effective',
      'docs/**: redundant by ask **',
    ],
  );
});

test('assignments lead out of a grant and not out of a deny', () => {
  checkStandings(
    `
allow:
  - run: ["A=1 npm test", "npm test"]
deny:
  - run: ["npm test --x", "B=* npm test --x"]
`,
    [
      'A=1 npm test: effective',
      'npm test: effective',
      'npm test --x: effective',
      'B=* npm test --x: redundant by deny npm test --x',
    ],
  );
});

function checkExcess(files: string, expected: readonly string[]): void {
  const { snapshot } = workspaceOf(files);
  const [role, other] = [snapshot.role('a')!, snapshot.boundaries[0] ?? snapshot.role('b')!];
  const found = exceeds(role, other, { now: TEST_NOW }).map(({ answer }) => answerWords(answer));
  assert.deepEqual(found, expected);
}

function answerWords(answer: ActionAnswer): string {
  if (answer.kind !== 'witness') return answer.kind === 'unknown' ? `unknown: ${answer.why}` : answer.kind;
  const { verb, value, method, with: args } = answer.action;
  return [verb, value, method, args && JSON.stringify(args)].filter(Boolean).join(' ');
}

test('what a role may do and another may not', () => {
  checkExcess(
    `//- a.agent-role.yaml
kind: AgentRole
version: 1
name: a
allow:
  - read: ["**"]
  - fetch: ["https://api.example/**"]
  - run: ["git **", "cat **"]
  - call: ["github/*"]
ask:
  - write: ["src/**"]
deny:
  - read: ["**/.env*"]
  - run: ["git push **"]
//- b.agent-role.yaml
kind: AgentRole
version: 1
name: b
allow:
  - read: ["**"]
  - fetch: ["**.example"]
    methods: [GET, HEAD]
  - run: ["git {status,log,push} **", "cat **"]
  - call: ["github/*"]
    where: { repo: { is: a } }
  - write: ["src/**"]
deny:
  - read: ["**/*.pem", "**/.env"]
  - run: ["git log --output=*"]
${GITHUB}`,
    ['read key.pem', 'fetch https://api.example/x POST', 'run git commit', 'call github/get {"repo":"main"}'],
  );
  checkExcess(
    `//- a.agent-role.yaml
kind: AgentRole
version: 1
name: a
allow:
  - read: ["src/**"]
  - run: ["npm test"]
deny:
  - read: ["**/*.key"]
//- b.boundary.yaml
kind: Boundary
version: 1
name: b
applies-to: [a]
allow:
  - read: ["**"]
deny:
  - read: ["**/*.key"]
`,
    ['run npm test'],
  );
});

test('where two rules meet there is an action to show it', () => {
  const role = roleWith(`
allow:
  - fetch: ["**.example"]
    methods: [GET, POST]
deny:
  - fetch: ["https://a.example/x/**"]
    methods: [POST, DELETE]
  - fetch: ["https://a.example/x/**"]
    methods: [PUT]
`);
  const [grant, deny, apart] = role.rules.map(regionOf) as [
    ReturnType<typeof regionOf>,
    ReturnType<typeof regionOf>,
    ReturnType<typeof regionOf>,
  ];
  const action = readableAction(role, [grant, deny], [])!;
  assert.equal(answerWords({ kind: 'witness', action }), 'fetch https://a.example/x/x POST');
  assert.equal(doMeet(role, grant, apart), 'no');
});

/** All actions of a small world. */
const WORLD: readonly Action[] = [
  ...['a', 'b', 'a/b', 'b/a', 'a/a/b', 'c', 'a/c'].map((value): Action => ({ verb: 'read', value })),
  ...['x.example/a', 'x.example/b', 'y.example/a', 'example/'].flatMap((url) =>
    ['GET', 'POST', 'PUT'].map((method): Action => ({ verb: 'fetch', value: `https://${url}`, method })),
  ),
  ...['a', 'b a', 'a b', 'A=1 a', 'A=1 a b', 'a b c'].map((value): Action => ({ verb: 'run', value })),
  ...['github/get', 'github/put', 'other/x'].flatMap((value) =>
    [undefined, 'a', 'b', 'c', 'ab'].flatMap((repo) =>
      [undefined, 1, 4, 9].flatMap((count) =>
        [undefined, 'user' as const, 'untrusted' as const].map(
          (origin): Action => ({
            verb: 'call',
            value,
            with: { ...(repo !== undefined && { repo }), ...(count !== undefined && { count }) },
            ...(origin !== undefined && { context: { origins: { repo: [origin] } } }),
          }),
        ),
      ),
    ),
  ),
];

function randomRule(random: Random): string {
  const list = (of: readonly string[], most: number) =>
    `[${Array.from({ length: 1 + random.below(most) }, () => `"${random.pick(of)}"`).join(', ')}]`;
  switch (random.pick(['read', 'fetch', 'run', 'call'])) {
    case 'read':
      return `  - read: ${list(['a', 'b', 'a/**', '**', '*', '*/b', '!a/b', 'a/*', '**/b', 'c'], 3)}`;
    case 'fetch':
      return `  - fetch: ${list(['x.example', '*.example', '**.example', 'x.example/a', '*', 'y.example/*'], 2)}${random.chance(0.6) ? `\n    methods: ${list(['GET', 'POST', 'PUT'], 2)}` : ''}`;
    case 'run':
      return `  - run: ${list(['a', 'a **', '** b', '**', 'A=* a **', '!a b', 'b *'], 2)}`;
    default: {
      const tests: string[] = [];
      if (random.chance(0.6))
        tests.push(
          `repo: { ${random.pick(['is: a', 'in: [a, b]', 'matches: "a*"', 'matches: "*"', 'pattern: "[ab]"', 'from: [user]', 'is: c, from: [user, untrusted]'])} }`,
        );
      if (random.chance(0.4)) tests.push(`count: { ${random.pick(['max: 4', 'min: 4', 'min: 1, max: 9', 'is: 4'])} }`);
      return `  - call: ${list(['github/get', 'github/*', 'github/put', '*/*', 'other/x'], 2)}${tests.length > 0 ? `\n    where: { ${tests.join(', ')} }` : ''}`;
    }
  }
}

function randomRules(random: Random): string {
  return (['allow', 'ask', 'deny'] as const)
    .map((effect) => ({ effect, count: random.below(effect === 'allow' ? 6 : 4) }))
    .filter(({ count }) => count > 0)
    .map(({ effect, count }) => `${effect}:\n${Array.from({ length: count }, () => randomRule(random)).join('\n')}`)
    .join('\n');
}

const outcomeOf = (role: ResolvedRole, action: Action) => decide(role, action, STATE).decision;

function roleWithout(role: ResolvedRole, gone: ReadonlySet<unknown>): ResolvedRole {
  const rules = role.rules.map((rule) => ({
    ...rule,
    patterns: rule.patterns.filter((pattern) => !gone.has(pattern)),
  }));
  return { ...role, rules: rules.filter(({ patterns }) => patterns.some(({ negated }) => !negated)) };
}

test('taking away what is dead or redundant changes no decision, and what is effective decides', () => {
  const seen: Record<string, number> = {};
  forSeeds(70, (random) => {
    const rules = randomRules(random);
    const role = roleWith(rules, GITHUB);
    const found = standings(role, TEST_NOW);
    const gone = new Set<unknown>();
    for (const [pattern, standing] of found) {
      seen[standing.kind] = (seen[standing.kind] ?? 0) + 1;
      if (standing.kind === 'unknown') continue;
      if (standing.kind !== 'effective') {
        gone.add(pattern);
        continue;
      }
      const rule = role.rules.find(({ patterns }) => patterns.includes(pattern))!;
      // It decides, or turns what an ask only may cover from denied into asked.
      assert.ok(
        decide(role, standing.witness, STATE).rules.includes(rule) ||
          outcomeOf(roleWithout(role, new Set([pattern])), standing.witness) !== outcomeOf(role, standing.witness),
        `${pattern.text} does not decide ${JSON.stringify(standing.witness)}\n${rules}`,
      );
    }
    const smaller = roleWithout(role, gone);
    for (const action of WORLD) {
      assert.equal(
        outcomeOf(smaller, action),
        outcomeOf(role, action),
        `${JSON.stringify(action)}\n${rules}\ngone: ${found.size}`,
      );
    }
  });
  assert.ok(
    process.env.SEED !== undefined || (seen.dead! > 15 && seen.redundant! > 40 && (seen.unknown ?? 0) < 10),
    JSON.stringify(seen),
  );
});

test('one role exceeds another in nothing that enumeration finds, or in its witness', () => {
  const seen = { none: 0, some: 0, unknown: 0 };
  forSeeds(70, (random) => {
    const [mine, theirs] = [randomRules(random), randomRules(random)];
    const role = roleWith(mine, GITHUB);
    const other = roleWith(random.chance(0.4) ? mine.replace(/\n? {2}- [^\n]*$/, '') : theirs, GITHUB);
    const found = exceeds(role, other, { now: TEST_NOW });
    const unknown = found.filter(({ answer }) => answer.kind === 'unknown');
    const about = `${mine}\nover\n${theirs}\n${found.map(({ answer }) => answerWords(answer)).join('\n')}`;
    if (unknown.length > 0) seen.unknown++;
    else seen[found.length > 0 ? 'some' : 'none']++;
    for (const { answer } of found) {
      if (answer.kind !== 'witness') continue;
      assert.notEqual(outcomeOf(role, answer.action), 'deny', about);
      assert.equal(outcomeOf(other, answer.action), 'deny', about);
    }
    if (unknown.length > 0) return;
    const verbs = new Set(found.map(({ rule }) => rule.verb));
    for (const action of WORLD) {
      if (verbs.has(action.verb)) continue;
      assert.ok(
        outcomeOf(role, action) === 'deny' || outcomeOf(other, action) !== 'deny',
        `${JSON.stringify(action)}\n${about}`,
      );
    }
  });
  assert.ok(
    process.env.SEED !== undefined || (seen.none > 5 && seen.some > 25 && seen.unknown < 15),
    JSON.stringify(seen),
  );
});
