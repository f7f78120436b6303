import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainFile } from '../../server/src/core/features/explain.ts';
import { hoverAt } from '../../server/src/core/features/hover.ts';
import { at, OPTIONS } from './at.ts';

const REST = `
//- github.tool-scope.yaml
kind: ToolScope
version: 1
name: github
purpose: Pull requests
credentials: [GITHUB_TOKEN]
operations:
  get_issue: { does: read, returns: [untrusted], arguments: { owner: string } }
  delete_repo: { does: destroy, reversible: no }
//- release.agent-role.yaml
kind: AgentRole
version: 1
name: release-bot
extends: [reviewer]
//- s.scenario.yaml
kind: Scenario
version: 1
role: reviewer
at: 2026-12-01T09:00:00Z
steps:
  - read: src/app.ts
    expect: deny
  - run: npm test && cat .env
  - wait: 31m
//- .env
//- src/app.ts
//- src/key.pem
//- docs/a.md
`;

const COMMANDS = [
  { command: 'npm test', path: 'package.json' },
  { command: 'npm run lint', path: 'package.json' },
];

interface Expected {
  readonly has: readonly string[];
  readonly lacks?: readonly string[];
  readonly base?: string;
}

function checkHover(text: string, expected: Expected | undefined): void {
  const { snapshot, source, offset } = at(text, { commands: COMMANDS });
  const base = expected?.base === undefined ? {} : { base: { text: expected.base, label: 'since main' } };
  const hover = hoverAt(snapshot, source, offset, { options: OPTIONS, ...base });
  if (!expected) {
    assert.equal(hover, undefined);
    return;
  }
  assert(hover, 'there is no hover');
  for (const part of expected.has) assert(hover.markdown.includes(part), `${part} is not in:\n${hover.markdown}`);
  for (const part of expected.lacks ?? []) assert(!hover.markdown.includes(part), `${part} is in:\n${hover.markdown}`);
}

const ROLE = (text: string, head = '') => `//- a.agent-role.yaml
kind: AgentRole
version: 1
name: reviewer
${head}${text}${REST}`;

test('a grant of files says who may, how many, and the most sensitive of them', () => {
  checkHover(ROLE('allow:\n  - read: ["src/$0**"]'), {
    has: [
      '**reviewer may read credentials, for example `src/key.pem`, a private key.**',
      'matches 2 of',
      'the most sensitive: `src/key.pem` (a private key)',
      'used by release-bot through `extends` and 1 scenario',
    ],
  });
  checkHover(ROLE('allow:\n  - read: ["docs/$0**"]'), { has: ['matches 1 of', ': `docs/a.md`'], lacks: ['sensitive'] });
});

test('a grant of commands that reaches more than it says begins with that', () => {
  checkHover(ROLE('allow:\n  - run: ["git $0**"]', 'attended: no\ntriggers: [{ on: pull_request, by: anyone }]\n'), {
    has: [
      '**reviewer may run any program, unattended, after anyone opens a pull request.**',
      "for example `git -c alias.z='!sh' z` · no sandbox holds what that program does",
      'can then change what agents here may do, change what the pipeline runs,',
      'matches 0 of 2 commands seen in scripts',
    ],
    // The finding beside it says that.
    lacks: ['prefix-reaches-exec', 'lets reviewer'],
  });
  checkHover(ROLE('allow:\n  - ru$0n: ["npm *"]'), { has: ['matches 1 of 2 commands seen in scripts: `npm test`'] });
});

test('asks name who is asked, denies what never happens', () => {
  checkHover(
    ROLE(
      'ask:\n  - write: ["docs/$0**"]\n    approval: { from: [code-owners], evidence: [diff], within: 30m }\n    limit: 3/run\n    because: they are public',
    ),
    {
      has: [
        'may create and change `docs/**`, once code-owners agrees',
        'at most 3 per run',
        'an answer within 30 minutes',
        'on evidence: diff',
        'because they are public',
      ],
    },
  );
  checkHover(ROLE('deny:\n  - read: ["**/.env*", "!**/.env.$0example"]'), {
    has: ['**reviewer may never read `**/.env*`, except `**/.env.example`.**', 'matches 1 of'],
  });
});

test('a grant of calls lists the operations and what each does', () => {
  checkHover(ROLE('allow:\n  - ca$0ll: ["github/*"]'), {
    has: ['matches 2 operations: `github/get_issue` (read) and `github/delete_repo` (destroy, cannot be undone)'],
  });
  checkHover(ROLE('allow:\n  - call: ["github/get_$0issue"]'), {
    has: ['matches 1 operation', 'returns `untrusted`', 'called by reviewer'],
  });
});

test('since the base: what is new, what was there before, and an example of what is newly allowed', () => {
  const before =
    'kind: AgentRole\nversion: 1\nname: reviewer\nallow:\n  - run: ["npm test"]\n  - read: ["docs/**"]\n    limit: 3/run\n';
  checkHover(ROLE('allow:\n  - run: ["npm test", "npm $0run lint"]\n  - read: ["docs/**"]'), {
    base: before,
    has: ['*since main:* before it was `npm test`; newly allowed without asking, for example: `npm run lint`'],
  });
  checkHover(ROLE('allow:\n  - run: ["npm test"]\n  - read: ["docs/$0**"]'), {
    base: before,
    has: ['*since main:* without a limit, which it had'],
    lacks: ['newly'],
  });
  checkHover(ROLE('allow:\n  - write: ["docs/$0**"]'), {
    base: before,
    has: ['*since main:* new; newly allowed', '`docs/a.md`'],
  });
  checkHover(ROLE('allow:\n  - run: ["npm $0test"]'), { base: before, has: ['may run'], lacks: ['since main'] });
  checkHover(ROLE('allow:\n  - read: ["docs/$0a.md"]'), {
    base: before,
    has: ['no longer allowed without asking, for example:'],
  });
  checkHover(ROLE('allow:\n  - run: ["npm $0test"]'), {
    base: before.replace('name: reviewer', 'name: other\n---\nkind: AgentRole\nname: third'),
    has: ['the role is new'],
  });
});

test('names say what they stand for', () => {
  checkHover(ROLE('extends: [release-$0bot]'), {
    has: ['**release-bot may do nothing.**', 'never lapses', 'info 0 · `U:3/I:0/G:0/'],
  });
  checkHover(ROLE('allow:\n  - use: [GITHUB_$0TOKEN]'), {
    has: ['reviewer may use the credential `GITHUB_TOKEN`', 'held by `github`'],
  });
  checkHover(ROLE('allow:\n  - call: ["git$0hub/get_issue"]'), {
    has: ['**github**: Pull requests', '- destroy: `delete_repo`'],
  });
});

test('keys and values say what the language means by them', () => {
  checkHover(ROLE('sta$0ge: bounded'), { has: ['How far the role’s rollout'.replace('’', "'")] });
  checkHover(ROLE('stage: boun$0ded'), { has: ['**bounded**: Works alone within hard limits'] });
  checkHover(ROLE('expires: 2027-02-$028'), { has: ['holds through 2027-02-28, in 96 days'] });
  checkHover(ROLE('expires: 2026-11-$001'), { has: ['ended with 2026-11-01, 23 days ago'] });
  checkHover(ROLE('owner: te$0am'), { has: ['Who answers for it'] });
});

test('a step of a scenario says what is decided and why', () => {
  const scenario = (from: string, to: string) =>
    `//- a.agent-role.yaml\nkind: AgentRole\nversion: 1\nname: reviewer\nallow:\n  - read: ["src/**"]\n  - run: ["npm test"]\n${REST.replace(from, to)}`;
  checkHover(scenario('src/app.ts\n    expect', 'src/a$0pp.ts\n    expect'), {
    has: ['**allow**', 'granted', 'The step expects **deny**', 'as of 2026-12-01'],
  });
  checkHover(scenario('npm test && cat', 'npm te$0st && cat'), {
    has: ['**deny**', '`npm test` **allow**', '`cat .env` **deny**'],
  });
  checkHover(scenario('wait: 31m', 'wait: 3$01m'), { has: ['31 minutes pass'] });
});

test('text of a manifest is never markup of ours', () => {
  checkHover(ROLE('owner: x\nallow:\n  - read: ["a`b$0/**"]\n    because: "[click](command:evil) <b>"'), {
    has: ['``a`b/**``', '\\[click\\](command:evil) \\<b\\>'],
  });
});

test('nothing is said between the words', () => {
  checkHover(ROLE('allow:\n  $0  \n'), undefined);
  checkHover('//- a.agent-role.yaml\n$0', undefined);
});

test('a file is explained rule by rule', () => {
  const { snapshot, file } = at(ROLE('allow:\n  - read: ["docs/**"]\n  - run: ["npm test"]$0'), { commands: COMMANDS });
  const page = explainFile(snapshot, file, OPTIONS);
  assert.match(page, /# reviewer/);
  assert.match(page, /- read `docs\/\*\*`/);
  assert.match(page, /- run `npm test`/);
  const one = explainFile(snapshot, file, OPTIONS, file.document.text.indexOf('npm test'));
  assert.doesNotMatch(one, /docs/);
});
