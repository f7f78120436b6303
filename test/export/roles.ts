import fc from 'fast-check';

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
