import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bailiwick, inDirectory } from './support.ts';

const NIGHTLY = 'examples/agents/roles/nightly-fixer.agent-role.yaml';
const REVIEWER = 'examples/agents/roles/pr-reviewer.agent-role.yaml';
const BASE = 'examples/agents/roles/base-reader.agent-role.yaml';

interface Shown {
  readonly has: readonly string[];
  readonly lacks?: readonly string[];
}

async function checkExplained(argv: readonly string[], { has, lacks = [] }: Shown): Promise<void> {
  const { code, out, err } = await bailiwick(['explain', ...argv]);
  assert.equal(code, 0, err);
  for (const part of has) assert(out.includes(part), `${part} is not in:\n${out}`);
  for (const part of lacks) assert(!out.includes(part), `${part} is in:\n${out}`);
  for (const line of out.split('\n')) {
    // Only what stands in code, so that it can be copied, may be longer.
    assert(line.length <= 100 || /`[^`]{60,}`/.test(line) || line.includes('.yaml:'), `too long: ${line}`);
  }
}

interface StepJson {
  readonly action: unknown;
  readonly decision: string;
}

interface WayJson {
  readonly steps: readonly StepJson[];
}

interface ExplanationJson {
  readonly kind: string;
  readonly strongest: readonly WayJson[];
  readonly effective: readonly { readonly ways: readonly WayJson[] }[];
}

async function json(argv: readonly string[]): Promise<{ readonly explanations: readonly ExplanationJson[] }> {
  const { code, out, err } = await bailiwick(['explain', ...argv, '--format', 'json']);
  assert.equal(code, 0, err);
  return JSON.parse(out);
}

describe('explain', () => {
  test('a role: what it comes to, how that is known, what is asked and what is denied in vain', () =>
    checkExplained([NIGHTLY], {
      has: [
        'nightly-fixer may run any program, destroy what cannot be had back and change what agents',
        'critical 99 `U:3/I:4/G:0/R:no/X:anywhere/T:partial/E:never`',
        '  18  critical may run any program\n',
        "        `git -c alias.z='!sh' z` allowed: runs any program",
        'without `run git **`, ',
        '  26  call `mail/send`\n        once team-payments agrees, within 8 hours\n        holds back little: it goes ahead when nobody answers',
        'Denied in vain\n  31  read `.env`: ',
      ],
    }));

  test('one grant: what it lets the role do, alone and with others', () =>
    checkExplained([`${NIGHTLY}:18`], {
      has: [
        'nightly-fixer may run any program, unattended, after anyone opens an issue.',
        'with `write package.json`: `npm test` runs what `package.json` says',
        '      publish\n        `git push origin main` allowed',
        'Together with other grants\n  16  run any program',
      ],
      lacks: ['Denied'],
    }));

  test('a grant that others inherit, and what a role inherits', async () => {
    await checkExplained([`${BASE}:12`], {
      has: ['Roles that inherit it', 'test-runner may read `src/**`, `test/**`, `docs/**` and 2 more, unattended.'],
    });
    await checkExplained([`${REVIEWER}:8`], {
      has: ['inherited from base-reader', `${BASE}:12`, 'pr-reviewer may never read'],
    });
  });

  test('a deny says what goes past it', () =>
    checkExplained([`${NIGHTLY}:31`], { has: ['nightly-fixer may never read `.env`.', 'in vain for `.env`: '] }));

  test('a tool: who may use which operation, and how', async () => {
    await checkExplained(['examples/agents/tools/payments-api.tool-scope.yaml'], {
      has: [
        'support-desk, once support-leads agrees, within conditions:',
        'does `spend` · cannot be undone',
        'used by support-desk',
      ],
    });
    await checkExplained(['examples/agents/tools/github.tool-scope.yaml:54'], {
      has: ['`github/create_release`', 'release-manager, once 2 of release-captains agree, within conditions'],
      lacks: ['get_issue'],
    });
  });

  test('a boundary: over whom, and what goes beyond it', async () => {
    await checkExplained(['examples/agents/customer-data.boundary.yaml'], {
      has: ['over data-analyst and support-desk', 'support-desk: inside'],
    });
    await inDirectory(
      '//- a.agent-role.yaml\nkind: AgentRole\nversion: 1\nname: a\nallow:\n  - read: ["**"]\n//- b.boundary.yaml\nkind: Boundary\nversion: 1\nname: b\napplies-to: [a]\nallow:\n  - read: ["docs/**"]\n',
      async (directory) => {
        const boundary = await bailiwick(['explain', 'b.boundary.yaml'], { cwd: directory });
        assert.match(boundary.out, /a: outside\n.*is outside {2}\S*a\.agent-role\.yaml:5/);
        const role = await bailiwick(['explain', 'a.agent-role.yaml'], { cwd: directory });
        assert.match(role.out, /Beyond a boundary\n {3}5 {2}`b`: /);
      },
    );
  });

  test('in JSON every step of a witness is decided as it says', async () => {
    const { explanations } = await json([NIGHTLY]);
    const [role] = explanations;
    assert.equal(role!.kind, 'role');
    const steps = [...role!.strongest, ...role!.effective.flatMap(({ ways }) => ways)].flatMap((each) => each.steps);
    assert(steps.length > 10);
    const { out } = await bailiwick(['decide', NIGHTLY, '--stdin'], {
      stdin: steps.map(({ action }) => `${JSON.stringify(action)}\n`).join(''),
    });
    const decided = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).decision);
    assert.deepEqual(
      decided,
      steps.map(({ decision }) => decision),
    );
  });

  test('in JSON a grant, a tool, a boundary and a scenario have their keys', async () => {
    const keys = async (place: string) => Object.keys((await json([place])).explanations[0]!);
    assert.deepEqual(await keys(`${NIGHTLY}:18`), [
      'kind',
      'role',
      'inherited',
      'rule',
      'effects',
      'together',
      'heirs',
    ]);
    assert.deepEqual(await keys('examples/agents/tools/mail.tool-scope.yaml'), [
      'kind',
      'name',
      'file',
      'line',
      'column',
      'operations',
    ]);
    assert.deepEqual(await keys('examples/agents/customer-data.boundary.yaml'), [
      'kind',
      'name',
      'file',
      'line',
      'column',
      'roles',
    ]);
    assert.deepEqual(await keys('examples/agents/scenarios/run-tests.scenario.yaml'), [
      'kind',
      'name',
      'file',
      'line',
      'column',
      'at',
      'run',
    ]);
  });

  test('a file of another tool has the same answers', () =>
    inDirectory(
      { '.claude/settings.json': '{"permissions":{"allow":["Bash(git:*)"]}}', 'package.json': '{}' },
      async (directory) => {
        const { out } = await bailiwick(['explain', '.claude/settings.json'], { cwd: directory });
        assert.match(out, /may run any program/);
        assert.match(out, /^critical \d\d `U:2\/I:4/m);
      },
    ));
});

describe('explain --checklist', () => {
  test('answers with the place, or says that nothing answers', () =>
    checkExplained([NIGHTLY, '--checklist'], {
      has: [
        '7 of 17 questions that this stage has to answer are answered',
        '   5  [x] What is it for, and who answers for it? (purpose)',
        '   8  [ ] As whom does it act? (identity)\n        not enough: as sa-ci, with a credential of which nothing is said',
        '      [ ] Who stops it, and how fast? (stopping)\n        nothing answers this: nothing says who can stop it',
        '  20    never: allow `fetch https://**.github.io/**, …`',
      ],
    }));

  test('says what the next stage would need', () =>
    checkExplained(['examples/agents/roles/release-manager.agent-role.yaml', '--checklist'], {
      has: ['stage supervised', 'For stage bounded these are open: ', 'Required later'],
    }));

  test('is a list to tick off in a pull request', async () => {
    const { out } = await bailiwick(['explain', NIGHTLY, '--checklist', '--format', 'markdown']);
    assert.match(out, /^## Deployment review of nightly-fixer/);
    assert.match(
      out,
      /^- \[x\] \*\*What is it for, and who answers for it\?\*\* \*\(purpose\)\* \(`.*nightly-fixer\.agent-role\.yaml:5`\)$/m,
    );
    assert.match(out, /^- \[ \] \*\*Who stops it/m);
  });

  test('in JSON every question has its standing, and places for what is answered in the file', async () => {
    const { out } = await bailiwick(['explain', REVIEWER, '--checklist', '--format', 'json']);
    const [review] = JSON.parse(out).checklists;
    assert.equal(review.stage, 'supervised');
    assert.equal(review.next.stage, 'bounded');
    for (const answer of review.answers) {
      assert(['answered', 'short', 'none', 'moot'].includes(answer.standing), answer.id);
      assert.notEqual(answer.answer, '');
    }
    const stopping = review.answers.find(({ id }: { id: string }) => id === 'stopping');
    assert.deepEqual(stopping.places, [{ file: REVIEWER, line: 39, column: 9 }]);
  });

  test('is about roles', async () => {
    for (const argv of [[`${NIGHTLY}:18`], ['no-owner'], ['examples/agents/tools/mail.tool-scope.yaml']]) {
      const { code, err } = await bailiwick(['explain', ...argv, '--checklist']);
      assert.equal(code, 2);
      assert.notEqual(err, '');
    }
  });
});

describe('check', () => {
  test('ends with the score of the worst role, and has all of them in JSON', async () => {
    const { out } = await bailiwick(['check', 'examples']);
    assert.match(out, /^Score 99, critical: nightly-fixer \(U:3\/I:4\/G:0\/.*\); of 7 roles 1 critical, /m);
    const { score } = JSON.parse((await bailiwick(['check', 'examples', '--format', 'json'])).out);
    assert.equal(score.value, 99);
    assert.equal(score.roles.length, 7);
    const one = JSON.parse((await bailiwick(['check', REVIEWER, '--format', 'json'])).out).score;
    assert.deepEqual(
      one.roles.map(({ role }: { role: string }) => role),
      ['pr-reviewer'],
    );
  });

  test('without a role there is no score', async () => {
    const { out } = await bailiwick(['check', 'examples/agents/tools', '--format', 'json']);
    assert.equal(JSON.parse(out).score, null);
  });
});
