// Manifests of any length, the same for every run: what the language servers are given to read.

const PROGRAMS = [
  'npm test',
  'npm run lint',
  'git status --short',
  'git log --oneline -20',
  'make plan',
  'cargo check',
];
const PLACES = ['src', 'docs', 'test', 'infra', 'config', 'scripts'];

/** One role as people write them: 38 lines, with a few things that rules have something to say about. */
function role(index) {
  const place = PLACES[index % PLACES.length];
  const program = PROGRAMS[index % PROGRAMS.length];
  const risky = index % 10 === 3 ? '\n  - run: ["git **"]\n    because: it was quicker to write' : '';
  return `kind: AgentRole
version: 1
name: worker-${index}
purpose: Works on ${place} and proposes what it finds. Number ${index}.
owner: team-${index % 7}
stage: supervised
expires: 2027-02-28
identity: { account: sa-worker-${index}, credential: short-lived }
triggers:
  - { on: pull_request, by: members }
attended: yes
sandbox: { read: ["."], write: ["${place}"], network: [api.github.com] }

allow:
  - read: ["${place}/**", "README.md", "package.json"]
    because: needs the code under review
  - run: ["${program}"]
    limit: 40/run
    because: the checks that a change has to pass${risky}
  - fetch: ["https://api.github.com/repos/acme/project-${index}/**"]
    methods: [GET]
    because: the issue that it was asked about

ask:
  - id: change-${index}
    write: ["${place}/**", "!${place}/generated/**"]
    limit: 20/run
    approval: { from: [code-owners], evidence: [diff, test-results], within: 30m, binds: [content] }
    because: a person looks at every change

deny:
  - read: ["**/.env*", "!**/.env.example", "**/*.pem"]
  - write: [".git/**", ".github/workflows/**"]

budget: { calls: 500/run, spend: 5 USD/day }
trace: { record: [attempts, decisions, arguments], redact: ["$.token"], retain: 90d }
revoke: { by: [platform-oncall], within: 5m, how: "https://runbooks.example/agents/${index}" }
`;
}

/** A file of many roles with about so many lines. */
export function manyRoles(lines) {
  const parts = [];
  let count = 0;
  for (let index = 0; count < lines; index++) {
    const text = role(index);
    parts.push(text);
    count += text.split('\n').length;
  }
  return parts.join('---\n');
}

/** A file of one role with about so many lines: nobody's, and the worst case for working on a part. */
export function oneRole(lines) {
  const [head, rest] = role(0).split('allow:\n');
  const rules = [];
  for (let index = 0; rules.length * 3 < lines - 36; index++) {
    const place = PLACES[index % PLACES.length];
    rules.push(
      `  - read: ["${place}/part-${index}/**", "!${place}/part-${index}/private/**"]\n    limit: 40/run\n    because: needs the code under review\n`,
    );
  }
  return `${head}allow:\n${rules.join('')}${rest}`;
}

/** Where a person types: inside a word of prose in the middle of the file. */
export function typingPlace(text) {
  const lines = text.split('\n');
  for (let line = Math.floor(lines.length / 2); line < lines.length; line++) {
    const at = lines[line].indexOf('because: ');
    if (at >= 0) return { line, character: at + 'because: '.length + 6 };
  }
  throw new Error('there is no reason in the second half of the file');
}
