import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeFile } from '../../server/src/core/analysis/analyze.ts';
import { withEdits } from '../../server/src/core/analysis/apply-edits.ts';
import { SENSITIVE_PATHS } from '../../server/src/core/analysis/data/sensitive-paths.ts';
import type { Action } from '../../server/src/core/decide/action.ts';
import { decide } from '../../server/src/core/decide/decide.ts';
import { freshRun } from '../../server/src/core/decide/run-state.ts';
import { allSafeEdits } from '../../server/src/core/features/code-actions.ts';
import { confirms } from '../../server/src/core/simulate/simulate.ts';
import type { Snapshot } from '../../server/src/core/workspace/workspace.ts';
import { forSeeds, type Random } from '../scope/random.ts';
import { TEST_NOW, uriOf, workspaceOf } from '../support/workspace.ts';

const PATH = 'r.agent-role.yaml';
const OPTIONS = { audience: 'audit', rules: {} } as const;
const FILES = ['src/app.ts', 'src/db/migrate.sql', 'docs/a.md', '.env', 'package.json', '.github/workflows/ci.yml'];

const PATHS = ['**', 'src/**', 'docs/**', 'docs/*.md', '**/.env*', '.github/**', 'package.json', '!**/.env', 'src/*'];
const LINES = [
  '**',
  'git **',
  'git status',
  'npm test',
  'npm run *',
  'node **',
  'cat **',
  'rm **',
  'curl **',
  '!rm **',
];
const URLS = ['*', 'api.example.com', 'https://api.example.com/v1/**', '**.example.com', 'http://169.254.169.254/**'];

function randomRole(random: Random): string {
  const list = (of: readonly string[]) => {
    const some = Array.from({ length: 1 + random.below(3) }, () => random.pick(of));
    return JSON.stringify(some.every((each) => each.startsWith('!')) ? ['src/**', ...some] : some);
  };
  const rule = () => {
    const verb = random.pick(['read', 'read', 'write', 'run', 'run', 'fetch']);
    return `  - ${verb}: ${list(verb === 'run' ? LINES : verb === 'fetch' ? URLS : PATHS)}\n`;
  };
  const lists = (['allow', 'ask', 'deny'] as const).map((effect) => {
    const count = random.below(effect === 'allow' ? 5 : 3);
    return count === 0 ? '' : `${effect}:\n${Array.from({ length: count }, rule).join('')}`;
  });
  return `kind: AgentRole\nversion: 1\nname: r\npurpose: Looks after payments.\nowner: t\n${lists.join('')}`;
}

/** What plain evaluation is asked before and after. */
const ACTIONS: readonly Action[] = [
  ...[...FILES, ...SENSITIVE_PATHS.map(({ path }) => path), 'x/y', '/etc/passwd', '~/x'].flatMap((value): Action[] => [
    { verb: 'read', value },
    { verb: 'write', value },
  ]),
  ...['git status', 'git push', 'npm test', 'npm run x', 'cat .env', 'cat src/app.ts', 'rm -rf src', 'node x.js', 'ls']
    .concat('curl https://api.example.com/v1/x', 'A=1 git status', 'git status > docs/a.md', 'rm .env && npm test')
    .map((value): Action => ({ verb: 'run', value })),
  ...['https://api.example.com/v1/x', 'https://evil.example/', 'http://169.254.169.254/x'].flatMap(
    (value): Action[] => [
      { verb: 'fetch', value },
      { verb: 'fetch', value, method: 'POST' },
    ],
  ),
];
const STRENGTH = { deny: 0, ask: 1, allow: 2 };

function strengths(snapshot: Snapshot): number[] {
  const role = snapshot.role('r')!;
  const state = { ...freshRun(TEST_NOW), approval: 'none' as const };
  return ACTIONS.map((action) => STRENGTH[decide(role, action, state).decision]);
}

function checkNarrower(before: readonly number[], after: Snapshot, about: string): void {
  strengths(after).forEach((strength, index) => {
    assert.ok(strength <= before[index]!, `${about} allows ${JSON.stringify(ACTIONS[index])}`);
  });
}

test('what is found in generated roles replays, and what is offered narrows', () => {
  let fixes = 0;
  let witnesses = 0;
  forSeeds(40, (random) => {
    const text = randomRole(random);
    const { snapshot } = workspaceOf({ [PATH]: text }, { paths: FILES });
    const before = strengths(snapshot);
    for (const { rule, witness, fixes: offered } of analyzeFile(snapshot, uriOf(PATH), OPTIONS).findings) {
      if (witness) {
        witnesses++;
        assert.ok(confirms(snapshot, witness), `${rule} does not replay\n${text}`);
      }
      for (const fix of offered) {
        fixes++;
        checkNarrower(before, withEdits(snapshot, fix.edits)!.after, `${rule}: ${fix.title}\n${text}`);
      }
    }
  });
  assert.ok(
    process.env.SEED !== undefined || (fixes > 100 && witnesses > 50),
    `${fixes} fixes, ${witnesses} witnesses`,
  );
});

test('safe fixes, applied until there are none, come to an end and only narrow', () => {
  forSeeds(15, (random) => {
    const text = randomRole(random);
    let { snapshot } = workspaceOf({ [PATH]: text }, { paths: FILES });
    const before = strengths(snapshot);
    let rounds = 0;
    for (;;) {
      const edits = allSafeEdits(snapshot, analyzeFile(snapshot, uriOf(PATH), OPTIONS).findings);
      if (edits.length === 0) break;
      assert.ok(++rounds < 10, `no end\n${text}`);
      snapshot = withEdits(snapshot, edits)!.after;
      checkNarrower(before, snapshot, `round ${rounds}\n${text}`);
    }
  });
});
