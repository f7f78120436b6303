import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsAt } from '../../server/src/core/features/completion.ts';
import { at } from './at.ts';

const REST = `
//- base.agent-role.yaml
kind: AgentRole
version: 1
name: base-reader
owner: team-a
memory: { keeps: [preferences] }
allow:
  - id: docs
    fetch: ["https://docs.example.com/**"]
//- github.tool-scope.yaml
kind: ToolScope
version: 1
name: github
credentials: [GITHUB_TOKEN]
operations:
  delete_repo: { does: destroy, arguments: { repo: string } }
  get_issue: { does: read, returns: [untrusted], arguments: { owner: string, number: integer? } }
  create_review: { does: write, arguments: { owner: string, event: [COMMENT, APPROVE] } }
//- src/app.ts
//- src/api/a.ts
//- src/api/b.ts
//- README.md
`;

const COMMANDS = [
  { command: 'npm test', path: 'package.json' },
  { command: 'npm run lint', path: 'package.json' },
  { command: 'git push --follow-tags origin main', path: 'Makefile' },
];

interface Expected {
  /** Labels that are offered first, in this order. */
  readonly first?: readonly string[];
  /** All labels, in order. */
  readonly all?: readonly string[];
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  /** What a label inserts. */
  readonly inserts?: Readonly<Record<string, string>>;
}

function checkCompletion(text: string, expected: Expected): void {
  const { snapshot, source, offset } = at(`//- a.agent-role.yaml\n${text}${REST}`, { commands: COMMANDS });
  check(completionsAt(snapshot, source, offset).items, expected);
}

function check(items: ReturnType<typeof completionsAt>['items'], expected: Expected): void {
  const labels = items.map(({ label }) => label);
  if (expected.first) assert.deepEqual(labels.slice(0, expected.first.length), expected.first);
  if (expected.all) assert.deepEqual(labels, expected.all);
  for (const label of expected.has ?? []) assert(labels.includes(label), `${label} is not among ${labels.join(', ')}`);
  for (const label of expected.lacks ?? []) assert(!labels.includes(label), `${label} is offered`);
  for (const [label, text] of Object.entries(expected.inserts ?? {})) {
    const item = items.find((each) => each.label === label);
    assert.equal(item?.snippet ?? item?.text ?? item?.label, text);
  }
}

const HEAD = 'kind: AgentRole\nversion: 1\nname: a\n';

test('the keys of a role that are missing, required ones first', () => {
  checkCompletion('kind: AgentRole\n$0\n', {
    first: ['version', 'name'],
    has: ['owner', 'allow'],
    lacks: ['kind', '$schema'],
  });
  checkCompletion(`${HEAD}ow$0`, { has: ['owner'], lacks: ['name'], inserts: { owner: 'owner: $1' } });
});

test('a rule begins with a verb, or is taken whole', () => {
  checkCompletion(`${HEAD}allow:\n  - $0`, {
    first: ['read', 'write', 'delete', 'run', 'fetch', 'call', 'delegate', 'use', 'remember'],
    has: ['run a command', 'because'],
    lacks: ['deny secrets', 'approval'],
    inserts: { read: 'read: ["$1"]', call: 'call: [$1]' },
  });
  checkCompletion(`${HEAD}deny:\n  - $0`, { has: ['deny secrets'], lacks: ['run a command'] });
});

test('a rule has one verb, and conditions that go with it', () => {
  checkCompletion(`${HEAD}allow:\n  - read: ["src/**"]\n    $0`, {
    has: ['because', 'until', 'limit'],
    lacks: ['read', 'write', 'run', 'methods', 'where', 'approval'],
  });
  checkCompletion(`${HEAD}ask:\n  - fetch: [x]\n    $0`, { has: ['methods', 'approval'], lacks: ['where'] });
  checkCompletion(`${HEAD}ask:\n  - call: [x/y]\n    $0`, { has: ['where'], lacks: ['methods'] });
});

test('paths go from the files of a directory to everything in it', () => {
  checkCompletion(`${HEAD}allow:\n  - read: ["$0"]`, {
    first: ['a.agent-role.yaml'],
    has: ['README.md', 'src/**', '**'],
    lacks: ['src/app.ts'],
  });
  checkCompletion(`${HEAD}allow:\n  - read: ["src/$0"]`, { all: ['src/app.ts', 'src/api/**', 'src/**'] });
  checkCompletion(`${HEAD}allow:\n  - read: ["src/**", "!src/$0"]`, { first: ['!src/app.ts', '!src/api/**'] });
});

test('patterns come with the quotes and brackets that are not there yet', () => {
  checkCompletion(`${HEAD}allow:\n  - read: [$0]`, { inserts: { 'src/**': '"src/**"' } });
  checkCompletion(`${HEAD}allow:\n  - read: $0`, { inserts: { 'src/**': '["src/**"]' } });
  checkCompletion(`${HEAD}allow:\n  - read:\n      - $0`, { inserts: { 'src/**': '"src/**"' } });
});

test('commands are those of the scripts, exactly, before anything wider', () => {
  checkCompletion(`${HEAD}allow:\n  - run: ["$0"]`, {
    all: ['npm test', 'npm run lint', 'git push --follow-tags origin main', 'npm run **', 'git push **'],
  });
});

test('operations are offered from reading to destroying, then the whole tool', () => {
  checkCompletion(`${HEAD}allow:\n  - call: [$0]`, {
    all: ['github/get_issue', 'github/create_review', 'github/delete_repo', 'github/*'],
    inserts: { 'github/*': '"github/*"' },
  });
});

test('arguments of the operations that the rule calls', () => {
  checkCompletion(`${HEAD}allow:\n  - call: [github/create_review]\n    where: { $0 }`, {
    all: ['owner', 'event'],
    inserts: { owner: 'owner: { $1 }' },
  });
  checkCompletion(`${HEAD}allow:\n  - call: [github/create_review]\n    where: { owner: { $0 } }`, {
    has: ['in', 'matches', 'from'],
  });
  checkCompletion(`${HEAD}allow:\n  - call: [github/create_review]\n    where: { event: [$0] }`, {
    first: ['COMMENT', 'APPROVE'],
  });
  checkCompletion(`${HEAD}allow:\n  - call: [github/create_review]\n    where: { owner: { from: [$0] } }`, {
    first: ['user', 'role', 'trusted'],
  });
});

test('roles, credentials, addresses and kinds of memory of the workspace', () => {
  checkCompletion(`${HEAD}extends: [$0]`, { all: ['base-reader'] });
  checkCompletion(`${HEAD}allow:\n  - delegate: [$0]`, { all: ['base-reader'] });
  checkCompletion(`${HEAD}allow:\n  - use: [$0]`, { all: ['GITHUB_TOKEN'] });
  checkCompletion(`${HEAD}allow:\n  - fetch: ["$0"]`, { all: ['https://docs.example.com/**'] });
  checkCompletion(`${HEAD}allow:\n  - remember: [$0]`, { all: ['preferences'] });
});

test('values that the schema lists, with their meaning', () => {
  checkCompletion(`${HEAD}stage: $0`, { all: ['observe', 'supervised', 'bounded', 'autonomous'] });
  checkCompletion(`${HEAD}attended: $0`, { all: ['yes', 'no'] });
  checkCompletion(`${HEAD}identity: { credential: $0 }`, { first: ['short-lived'] });
  checkCompletion(`${HEAD}allow:\n  - fetch: [x]\n    methods: [$0]`, { first: ['GET', 'HEAD'] });
  checkCompletion(`${HEAD}trace: { record: [attempts, $0] }`, { has: ['decisions'] });
});

test('dates in which authority usually lapses', () => {
  checkCompletion(`${HEAD}expires: $0`, { all: ['2026-12-24', '2027-02-22', '2027-05-23'] });
});

test('an empty file begins with a whole manifest', () => {
  checkCompletion('$0', {
    has: ['Reviewer', 'Test runner', 'Release', 'Support desk', 'Data analyst', 'kind'],
    lacks: ['Tool scope'],
  });
});

test('rule ids in a suppression', () => {
  checkCompletion(`${HEAD}allow:\n  # bailiwick: ignore prefix-$0\n  - run: ["git **"]`, {
    has: ['prefix-reaches-exec', 'secret-readable'],
  });
  checkCompletion(`${HEAD}# some prose $0`, { all: [] });
});

test('the steps of a scenario are plain values', () => {
  const scenario = (text: string, expected: Expected) => {
    const { snapshot, source, offset } = at(`//- s.scenario.yaml\n${text}${REST}`, { commands: COMMANDS });
    check(completionsAt(snapshot, source, offset).items, expected);
  };
  const head = 'kind: Scenario\nversion: 1\nrole: base-reader\nsteps:\n';
  scenario('kind: Scenario\nversion: 1\nrole: $0', { all: ['base-reader'] });
  scenario(`${head}  - $0`, { first: ['read', 'write'], has: ['revoke', 'wait', 'expect'] });
  scenario(`${head}  - read: src/$0`, { all: ['src/app.ts', 'src/api/'] });
  scenario(`${head}  - run: $0`, { has: ['npm test'], lacks: ['npm run **'] });
  scenario(`${head}  - call: $0`, { has: ['github/get_issue'], lacks: ['github/*'] });
  scenario(`${head}  - call: github/get_issue\n    with: { $0 }`, {
    all: ['owner', 'number'],
    inserts: { owner: 'owner: $1' },
  });
  scenario(`${head}  - call: github/get_issue\n    $0`, {
    has: ['with', 'expect', 'approve'],
    lacks: ['read', 'method'],
  });
  scenario(`${head}  - revoke: $0`, { has: ['github', 'docs', 'base-reader', 'GITHUB_TOKEN'] });
  scenario(`${head}  - read: x\n    expect: $0`, { all: ['allow', 'ask', 'deny'] });
});

test('half-typed text all around does not matter', () => {
  checkCompletion(`${HEAD}allow:\n  - read: ["src/**"\n  - run: ["$0`, { has: ['npm test'] });
  checkCompletion(`${HEAD}al\n  - x\nstage: $0\n  : [`, { first: ['observe'] });
});
