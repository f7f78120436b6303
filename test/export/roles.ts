import fc from 'fast-check';
import type { Action, Json } from '../../server/src/core/decide/action.ts';
import { plainWords } from '../../server/src/core/scope/command-pattern.ts';

/** Roles of every shape that a target has to say something about. */
export const ROLES: Readonly<Record<string, string>> = {
  commands: `
allow:
  - run: ["npm test", "git **", "npm run *", "cat *.md", "make {build,test}", "git commit -m 'two words'"]
ask:
  - run: ["git push **", "npm publish"]
deny:
  - run: ["git push --force **", "git ** --force", "rm **", "git reset --hard"]
`,
  paths: `
allow:
  - read: ["src/**", "docs/*", "package.json", "**/*.md", "test/**/*.ts"]
  - write: ["src/**", "!src/generated/**", "[a-c]/x.txt"]
ask:
  - write: ["docs/**"]
deny:
  - read: ["**/.env*", "!**/.env.example", "**/*.pem", "~/.ssh/**", "/etc/**"]
  - write: [".git/**", "src/**/secret/*"]
  - delete: ["**"]
`,
  network: `
allow:
  - fetch: ["https://api.github.com/repos/acme/**", "docs.example.com", "**.acme.example"]
    methods: [GET]
  - call: ["github/get_pull_request", "github/list_*", "mail/send"]
ask:
  - call: ["github/create_review"]
    where: { owner: acme, event: [COMMENT, REQUEST_CHANGES], lines: { max: 100 } }
deny:
  - call: ["github/delete_*"]
  - fetch: ["evil.example"]
  - delegate: ["deployer"]
`,
};

export function roleText(rules: string): string {
  return `kind: AgentRole\nversion: 1\nname: exported\npurpose: tries what targets can say\nowner: team\n${rules}`;
}

const word = fc.constantFrom('git', 'npm', 'push', 'test', 'run', '--force', '*', '**', 'a*', '{x,y}');
const command = fc
  .tuple(fc.constantFrom('git', 'npm', 'make', 'rm'), fc.array(word, { maxLength: 3 }))
  .map(([program, rest]) => [program, ...rest].join(' '));
const segment = fc.constantFrom('src', 'docs', '*', '**', '*.ts', '.env*', 'a', 'x?');
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
const name = fc.constantFrom('github/*', 'github/get_x', 'mail/send', '**', 'github/get_*');

const rule = fc.oneof(
  fc.array(command, { minLength: 1, maxLength: 3 }).map((patterns) => ({ verb: 'run', patterns })),
  fc
    .tuple(
      fc.constantFrom('read', 'write'),
      fc.array(path, { minLength: 1, maxLength: 3 }),
      fc.array(path, { maxLength: 1 }),
    )
    .map(([verb, patterns, except]) => ({ verb, patterns: [...patterns, ...except.map((each) => `!${each}`)] })),
  fc.array(name, { minLength: 1, maxLength: 2 }).map((patterns) => ({ verb: 'call', patterns })),
);

/** Manifests with up to three rules of each effect. */
export const roles: fc.Arbitrary<string> = fc
  .record({
    allow: fc.array(rule, { minLength: 1, maxLength: 3 }),
    ask: fc.array(rule, { maxLength: 2 }),
    deny: fc.array(rule, { maxLength: 3 }),
  })
  .map((lists) =>
    roleText(
      Object.entries(lists)
        .filter(([, rules]) => rules.length > 0)
        .map(
          ([effect, rules]) =>
            `${effect}:\n${rules.map(({ verb, patterns }) => `  - ${verb}: ${JSON.stringify(patterns)}\n`).join('')}`,
        )
        .join(''),
    ),
  );

const test = fc.constantFrom<Json>(
  ...['t1', 5, true, ['t1', 'x'], [1, 5, 'x'], [['t1'], 'x']],
  ...[{ matches: 't*' }, { matches: '5' }, { min: 2 }, { max: 5 }, { min: 2, max: 5 }, { 'max-length': 2 }],
);
const restricted = fc
  .dictionary(fc.constantFrom('to', 'id', 'in.to'), test, { minKeys: 1, maxKeys: 2, noNullPrototype: true })
  .map((where) => `  - call: [m/send]\n    where: ${JSON.stringify(where)}\n`);
const open = fc.constant('  - call: [m/send]\n');

/** Manifests whose rules are about the arguments of one operation. */
export const rolesWithConditions: fc.Arbitrary<string> = fc
  .record({
    allow: fc.array(fc.oneof(restricted, open), { minLength: 1, maxLength: 2 }),
    ask: fc.array(fc.oneof({ arbitrary: restricted, weight: 3 }, open), { maxLength: 2 }),
    deny: fc.array(restricted, { maxLength: 2 }),
  })
  .map((lists) =>
    roleText(
      Object.entries(lists)
        .filter(([, rules]) => rules.length > 0)
        .map(([effect, rules]) => `${effect}:\n${rules.join('')}`)
        .join(''),
    ),
  );

const single = fc.constantFrom<Json>('t1', 't2', 'x', '', '5', 'a/b', 'éé', '😀😀', 1, 2, 5, 1.5, true, false, null);
const value = fc.oneof(
  { arbitrary: single, weight: 4 },
  fc.array(single, { maxLength: 3 }),
  fc.constantFrom<Json>(['t1', 'x'], ['t1'], [['t1']], {}, { a: 1 }, { to: 't1' }),
);

/** Calls of that operation, with arguments of every kind and without. */
export const callsWithArguments: fc.Arbitrary<Action> = fc
  .record({ to: value, id: value, in: fc.oneof(value, fc.record({ to: value })), 'in.to': value }, { requiredKeys: [] })
  .map((given) => ({ verb: 'call', value: 'm/send', with: given }));

/**
 * Whether an enforcement point asks an engine about the action as it stands. Lines of programs that stand for others, or
 * whose operands are files, become several requests.
 */
export function isOneRequest({ verb, value }: Action): boolean {
  if (verb !== 'run') return true;
  return plainWords(value) !== undefined && !/^(env|sudo|bash|cat|rm|make)\b/.test(value) && !/(^|\/)bin\//.test(value);
}
