import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { confirmedBy } from '../../server/src/core/analysis/confirm.ts';
import { scoreOf } from '../../server/src/core/authority/score.ts';
import type { ResolvedRole } from '../../server/src/core/workspace/workspace.ts';
import { workspaceOf } from '../support/workspace.ts';
import '../support/seed.ts';

/** A role as data, so that it can be widened, tightened and written in more than one way. */
interface Draft {
  readonly triggers: readonly string[];
  readonly attended: boolean | undefined;
  readonly sandbox: { readonly write: boolean; readonly network: boolean } | undefined;
  readonly rules: readonly DraftRule[];
}

interface DraftRule {
  readonly effect: 'allow' | 'ask' | 'deny';
  readonly verb: string;
  readonly patterns: readonly string[];
  readonly approval?: { readonly binds: boolean; readonly count: number; readonly opens: boolean };
  readonly where?: string;
  readonly methods?: readonly string[];
}

const TOOLS = `
kind: ToolScope
version: 1
name: desk
operations:
  get: { does: read, returns: [untrusted, personal], arguments: { id: string } }
  list: { does: read, returns: [trusted] }
  label: { does: write, reversible: yes, arguments: { id: string, label: string } }
  merge: { does: write, reversible: no, arguments: { id: string } }
  pay: { does: spend, spends: amount, reversible: no, arguments: { amount: number } }
  mail: { does: send, sends: [network], arguments: { to: string } }
  wipe: { does: destroy }
  odd: { arguments: { id: string } }
`;

const DELEGATE = `
kind: AgentRole
version: 1
name: runner
triggers: [{ on: push, by: members }]
sandbox: { read: [src], write: [reports], network: [] }
allow:
  - run: ["npm test", "cat **"]
  - write: ["reports/**"]
`;

const PATTERNS: Readonly<Record<string, readonly string[]>> = {
  read: [
    'src/**',
    'src/a.ts',
    '**',
    '.env',
    '**/.env*',
    'docs/*.md',
    '~/.ssh/id_rsa',
    '~/**',
    '/etc/**',
    'config/*',
    '!**/.env',
  ],
  write: [
    'src/**',
    '**',
    'package.json',
    '.github/workflows/*',
    'AGENTS.md',
    '**/*.md',
    'reports/x',
    '~/.bashrc',
    '.git/**',
    '!**/AGENTS.md',
  ],
  delete: ['src/**', '**', 'reports/*', '.github/**'],
  run: [
    'npm test',
    'npm run **',
    'git status',
    'git status **',
    'git **',
    'git push **',
    'git -C * log **',
    '**',
    'cat *',
    'cat **',
    'sort **',
    'make *',
    'rm -rf **',
    'curl **',
    'curl https://api.acme.example/x',
    'python3 *',
    'ls -la',
    'frobnicate --now',
    'env',
    'CI=* npm test',
    '{git,npm} **',
    '!git push **',
  ],
  fetch: [
    'https://docs.acme.example/**',
    'https://**.github.io/**',
    '**',
    'https://webhook.site/**',
    'http://169.254.169.254/**',
  ],
  call: [
    'desk/get',
    'desk/*',
    'desk/pay',
    'desk/mail',
    'desk/label',
    'desk/odd',
    'other/thing',
    '*/*',
    'desk/l*',
    '!desk/wipe',
  ],
  delegate: ['runner', 'nobody', '*'],
  use: ['TOKEN', '*'],
  remember: ['style', '*'],
};

const rule: fc.Arbitrary<DraftRule> = fc.constantFrom(...Object.keys(PATTERNS)).chain((verb) =>
  fc.record({
    effect: fc.constantFrom('allow' as const, 'allow' as const, 'ask' as const, 'deny' as const),
    verb: fc.constant(verb),
    patterns: fc.uniqueArray(fc.constantFrom(...PATTERNS[verb]!), { minLength: 1, maxLength: 3 }),
    approval: fc.record({ binds: fc.boolean(), count: fc.constantFrom(1, 2), opens: fc.boolean() }),
    where: fc.constantFrom('', '', '{ id: x }', '{ amount: { max: 10 } }'),
    methods: fc.constantFrom([], ['GET'], ['POST']),
  }),
);

const draft: fc.Arbitrary<Draft> = fc.record({
  triggers: fc.uniqueArray(fc.constantFrom('anyone', 'members', 'owner', 'schedule', 'role'), { maxLength: 2 }),
  attended: fc.constantFrom(true, false, undefined),
  sandbox: fc.option(fc.record({ write: fc.boolean(), network: fc.boolean() }), { nil: undefined }),
  rules: fc.array(rule, { minLength: 1, maxLength: 5 }),
});

function textOf({ triggers, attended, sandbox, rules }: Draft, style: 'plain' | 'spread' = 'plain'): string {
  const lines = ['kind: AgentRole', 'version: 1', 'name: generated'];
  if (triggers.length > 0) lines.push(`triggers: [${triggers.map((by) => `{ on: x, by: ${by} }`).join(', ')}]`);
  if (attended !== undefined) lines.push(`attended: ${attended ? 'yes' : 'no'}`);
  if (sandbox) {
    const sides = [
      'read: [src]',
      ...(sandbox.write ? ['write: [reports]'] : []),
      ...(sandbox.network ? ['network: []'] : []),
    ];
    lines.push(`sandbox: { ${sides.join(', ')} }`);
  }
  for (const effect of ['allow', 'ask', 'deny'] as const) {
    const own = rules.filter((each) => each.effect === effect);
    if (own.length > 0) lines.push(`${effect}:`);
    for (const each of own) lines.push(...ruleLines(each, style));
  }
  return `${lines.join('\n')}\n`;
}

function ruleLines(each: DraftRule, style: 'plain' | 'spread'): string[] {
  const quoted = each.patterns.map((text) => JSON.stringify(text));
  const lines =
    style === 'plain'
      ? [`  - ${each.verb}: [${quoted.join(', ')}]`]
      : [
          '  # said at length',
          `  - ${each.verb}:`,
          ...quoted.map((text) => `      - ${text}`),
          '    because: a reason',
        ];
  if (each.effect === 'ask' && each.approval) {
    const { binds, count, opens } = each.approval;
    lines.push(
      `    approval: { from: [lead], count: ${count}${binds ? ', binds: [arguments]' : ''}${opens ? ', otherwise: allow' : ''} }`,
    );
  }
  if (each.verb === 'call' && each.where) lines.push(`    where: ${each.where}`);
  if (each.verb === 'fetch' && each.methods && each.methods.length > 0)
    lines.push(`    methods: [${each.methods.join(', ')}]`);
  return lines;
}

function resolved(text: string): ResolvedRole {
  const { snapshot } = workspaceOf(
    { 'generated.agent-role.yaml': text, 'desk.tool-scope.yaml': TOOLS, 'runner.agent-role.yaml': DELEGATE },
    {
      paths: ['src/a.ts', 'package.json', 'config/prod.key', 'docs/a.md'],
      commands: [{ command: 'npm test', path: 'package.json' }],
    },
  );
  return snapshot.role('generated')!;
}

const NOW = Date.parse('2026-11-24T09:00:00Z');

function value(text: string): number {
  return scoreOf(resolved(text), NOW).value;
}

/** Wider patterns: what a word or a segment stood for, and more. */
const WIDER: Readonly<Record<string, string>> = {
  'src/**': '**',
  'src/a.ts': 'src/*',
  '.env': '.env*',
  'docs/*.md': 'docs/**',
  'config/*': '**',
  '~/.ssh/id_rsa': '~/.ssh/*',
  'package.json': '*.json',
  '.github/workflows/*': '.github/**',
  'AGENTS.md': '*.md',
  'reports/x': 'reports/**',
  '~/.bashrc': '~/.*',
  'npm test': 'npm t*',
  'npm run **': 'npm **',
  'git status': 'git s*',
  'git status **': 'git **',
  'git -C * log **': 'git -C **',
  'git push **': 'git p* **',
  'git **': 'g* **',
  'cat *': 'cat **',
  'cat **': '**',
  'make *': 'make **',
  'rm -rf **': 'rm **',
  'curl https://api.acme.example/x': 'curl *',
  'curl **': '**',
  'python3 *': 'python* *',
  'ls -la': 'ls **',
  'frobnicate --now': 'frobnicate **',
  env: 'e*',
  'https://docs.acme.example/**': 'https://**.acme.example/**',
  'https://**.github.io/**': '**',
  'desk/get': 'desk/*',
  'desk/l*': 'desk/*',
  'other/thing': 'other/*',
  'desk/pay': '*/pay',
  runner: '*',
  TOKEN: 'T*',
  style: '*',
};

type Step = readonly [words: string, change: (draft: Draft, index: number) => Draft | undefined];

/**
 * Whether to cover more with a rule can only permit more. An ask beside another grant takes from it:
 * next to a grant of every operation, to ask for every one permits less than to ask for every one but `desk/wipe`.
 */
const onlyGrants = (each: DraftRule, beside: readonly DraftRule[]) =>
  each.effect === 'allow' ||
  (each.effect === 'ask' && beside.every((other) => other === each || other.effect === 'deny'));

function ofRule(change: (rule: DraftRule, rules: readonly DraftRule[]) => DraftRule | undefined | 'gone'): Step[1] {
  return (each, index) => {
    const at = index % each.rules.length;
    const changed = change(each.rules[at]!, each.rules);
    if (changed === undefined) return undefined;
    const rules =
      changed === 'gone'
        ? each.rules.filter((_, other) => other !== at)
        : each.rules.map((rule, other) => (other === at ? changed : rule));
    return { ...each, rules };
  };
}

const positive = (each: DraftRule) => each.patterns.some((text) => !text.startsWith('!'));

/** Each makes everything possible that was possible, and perhaps more; or takes an obstacle away. */
const WIDENINGS: readonly Step[] = [
  ['a deny is removed', ofRule((each) => (each.effect === 'deny' ? 'gone' : undefined))],
  ['an ask is allowed', ofRule((each) => (each.effect === 'ask' ? { ...each, effect: 'allow' } : undefined))],
  [
    'a pattern is wider',
    ofRule((each, rules) => {
      const index = each.patterns.findIndex((text) => WIDER[text] !== undefined);
      if (!onlyGrants(each, rules) || index < 0) return undefined;
      return { ...each, patterns: each.patterns.map((text, at) => (at === index ? WIDER[text]! : text)) };
    }),
  ],
  [
    'an exception to a grant is removed',
    ofRule((each, rules) => {
      const patterns = each.patterns.filter((text) => !text.startsWith('!'));
      return !onlyGrants(each, rules) || patterns.length === each.patterns.length || patterns.length === 0
        ? undefined
        : { ...each, patterns };
    }),
  ],
  [
    'conditions are removed',
    ofRule((each) =>
      each.effect !== 'allow' || (!each.where && !each.methods?.length)
        ? undefined
        : { ...each, where: '', methods: [] },
    ),
  ],
  [
    'an approval binds nothing',
    ofRule((each) =>
      each.effect === 'ask' && each.approval?.binds
        ? { ...each, approval: { ...each.approval, binds: false } }
        : undefined,
    ),
  ],
  [
    'one person is enough',
    ofRule((each) =>
      each.effect === 'ask' && each.approval?.count === 2
        ? { ...each, approval: { ...each.approval, count: 1 } }
        : undefined,
    ),
  ],
  [
    'an approval fails open',
    ofRule((each) =>
      each.effect === 'ask' && each.approval && !each.approval.opens
        ? { ...each, approval: { ...each.approval, opens: true } }
        : undefined,
    ),
  ],
  ['the sandbox is gone', (each) => (each.sandbox ? { ...each, sandbox: undefined } : undefined)],
  [
    'the sandbox holds less',
    (each) =>
      each.sandbox?.network
        ? { ...each, sandbox: { ...each.sandbox, network: false } }
        : each.sandbox?.write
          ? { ...each, sandbox: { ...each.sandbox, write: false } }
          : undefined,
  ],
  [
    'anyone sets it going',
    (each) => ({ ...each, triggers: [...each.triggers.filter((by) => by !== 'anyone'), 'anyone'] }),
  ],
  ['nobody says who attends', (each) => (each.attended === true ? { ...each, attended: undefined } : undefined)],
];

const times = Number(process.env.TIMES ?? 1);

describe('what the score holds to, on generated roles', () => {
  for (const [words, widen] of WIDENINGS) {
    test(`it never falls when ${words}`, () => {
      fc.assert(
        fc.property(draft, fc.nat(20), (narrow, index) => {
          const wide = widen(narrow, index);
          fc.pre(wide !== undefined);
          const [before, after] = [value(textOf(narrow)), value(textOf(wide!))];
          assert(after >= before, `${before} fell to ${after}\n${textOf(narrow)}---\n${textOf(wide!)}`);
        }),
        { numRuns: 60 * times },
      );
    });
  }

  test('it never falls when a grant is added', () => {
    fc.assert(
      fc.property(draft, rule, (narrow, more) => {
        fc.pre(more.effect === 'allow' && positive(more));
        const wide = { ...narrow, rules: [...narrow.rules, more] };
        const [before, after] = [value(textOf(narrow)), value(textOf(wide))];
        assert(after >= before, `${before} fell to ${after}\n${textOf(narrow)}---\n${textOf(wide)}`);
      }),
      { numRuns: 150 * times },
    );
  });

  test('repeating, reordering and respelling rules changes nothing', () => {
    fc.assert(
      fc.property(draft, fc.nat(20), (one, index) => {
        const before = value(textOf(one));
        const again = one.rules[index % one.rules.length]!;
        assert.equal(value(textOf({ ...one, rules: [...one.rules].reverse() })), before, 'reversed');
        assert.equal(value(textOf({ ...one, rules: [...one.rules, again] })), before, 'one rule twice');
        assert.equal(
          value(
            textOf({ ...one, rules: one.rules.map((each) => ({ ...each, patterns: [...each.patterns].reverse() })) }),
          ),
          before,
          'patterns reversed',
        );
        assert.equal(value(textOf(one, 'spread')), before, 'spread over lines, with comments and reasons');
        const split = one.rules.flatMap((each) =>
          each.patterns.some((text) => text.startsWith('!'))
            ? [each]
            : each.patterns.map((text) => ({ ...each, patterns: [text] })),
        );
        assert.equal(value(textOf({ ...one, rules: split })), before, 'one rule for each pattern');
      }),
      { numRuns: 60 * times },
    );
  });

  test('every witness is decided as it says, and without one above info the score is nothing', () => {
    fc.assert(
      fc.property(draft, (one) => {
        const role = resolved(textOf(one));
        const score = scoreOf(role, NOW);
        for (const { steps, by, words, assumed, gate } of score.witnesses) {
          if (by !== undefined || (steps.length === 0 && assumed !== undefined)) continue;
          assert(confirmedBy(role, { role: role.name, steps }, NOW), `${words}\n${textOf(one)}`);
          assert.equal(
            steps.some(({ expect }) => expect === 'ask') || gate === 0,
            true,
            `a gate without an ask: ${words}`,
          );
        }
        assert.equal(
          score.value === 0,
          score.witnesses.every(({ band }) => band === 'info'),
        );
      }),
      { numRuns: 150 * times },
    );
  });
});
