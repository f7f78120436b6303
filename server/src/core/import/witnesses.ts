import { SENSITIVE_PATHS } from '../analysis/data/sensitive-paths.ts';
import { domainOf } from '../authority/region.ts';
import type { Action } from '../decide/action.ts';
import { edgeActions, firstOf } from '../export/compare.ts';
import type { Rule, Verb } from '../model/manifest.ts';
import { commandLine } from '../scope/command-pattern.ts';

/** What is asked of another tool where no rule of its file is meant, and the patterns that stand for all of it. */
export interface Unmatched {
  readonly verb: Verb;
  readonly patterns: readonly string[];
  readonly values: readonly string[];
}

/** Names that nobody has a rule for. */
export const UNMATCHED: readonly Unmatched[] = [
  { verb: 'read', patterns: ['**'], values: ['unmatched-a/b.qq', 'unmatched.qq'] },
  { verb: 'read', patterns: ['/**', '~/**', '../**'], values: ['/unmatched-a/b.qq', '~/unmatched.qq', '../un/m.qq'] },
  { verb: 'write', patterns: ['**'], values: ['unmatched-a/b.qq', 'unmatched.qq'] },
  { verb: 'write', patterns: ['/**', '~/**', '../**'], values: ['/unmatched-a/b.qq', '~/unmatched.qq', '../un/m.qq'] },
  { verb: 'delete', patterns: ['**'], values: ['unmatched-a/b.qq', 'unmatched.qq'] },
  { verb: 'run', patterns: ['**'], values: ['unmatched-program', 'unmatched-program --with x'] },
  {
    verb: 'fetch',
    patterns: ['*://**:*/**'],
    values: ['https://unmatched.example/x', 'http://unmatched.example:8080/', 'https://192.0.2.7/x?y=z'],
  },
  { verb: 'call', patterns: ['**'], values: ['unmatched-server/unmatched_tool', 'unmatched/x'] },
  { verb: 'delegate', patterns: ['**'], values: ['unmatched-agent'] },
];

/** The same of files in a directory of the workspace that a tool takes for its own. */
export function unmatchedIn(directory: string): readonly Unmatched[] {
  if (directory === '') return [];
  return FILE_VERBS.map((verb) => ({
    verb,
    patterns: [`${directory}/**`],
    values: [`${directory}/unmatched-a/b.qq`, `${directory}/unmatched.qq`],
  }));
}

const MOST_ACTIONS = 12_000;
const FILE_VERBS: readonly Verb[] = ['read', 'write', 'delete'];

/**
 * The actions on which a role and the policy that it was made from are compared: about the edges of the patterns of both, in
 * every position in which a shell may run a command, in what two rules have in common, and what no rule is about.
 */
export function witnessActions(
  rules: readonly Pick<Rule, 'verb' | 'patterns'>[],
  grants: readonly { readonly verb: Verb; readonly patterns: readonly string[] }[],
): readonly Action[] {
  const all = [
    ...rules,
    ...grants.map(({ verb, patterns }) => ({
      verb,
      patterns: patterns.map((text) => ({ text, negated: false, span: { start: 0, end: 0 } })),
    })),
  ];
  const actions = new Map<string, Action>();
  const add = (verb: Verb, value: string, more: Partial<Action> = {}) => {
    actions.set(JSON.stringify([verb, value, more.method]), { verb, value, ...more });
  };
  for (const { verb, value } of edgeActions({ rules: all }, MOST_ACTIONS)) {
    // A rule about reading may hold for writing, too.
    for (const each of FILE_VERBS.includes(verb) ? FILE_VERBS : [verb]) add(each, value);
  }
  const shapes = new Map<string, number>();
  for (const { verb, patterns } of all) {
    for (const { text } of patterns) {
      const [first, ...rest] = firstOf(domainOf(verb).templates(text), 8);
      if (first === undefined) continue;
      // A command may have less than the tools for files.
      if (verb === 'read') add('run', `cp ${commandLine([first])} /tmp/x`);
      if (verb === 'fetch') for (const method of ['POST', 'DELETE']) add('fetch', first, { method });
      if (verb !== 'run') continue;
      // How a tool divides lines does not hang on which program a rule names: some rules of each shape stand for all.
      const shape = text.replaceAll(/[^\s*]+/g, 'w');
      const count = (shapes.get(shape) ?? 0) + 1;
      shapes.set(shape, count);
      const last = rest.at(-1);
      if (last !== undefined) add('run', `${first}; ${last}`);
      for (const line of count > MOST_OF_A_SHAPE ? linesWith(first).slice(0, FEW_LINES) : linesWith(first))
        add('run', line);
      if (last !== undefined && last !== first && count <= MOST_OF_A_SHAPE)
        for (const line of linesWith(last)) add('run', line);
    }
  }
  for (const { verb, values } of UNMATCHED) for (const value of values) add(verb, value);
  for (const line of linesWith('unmatched-program x')) add('run', line);
  for (const line of LINES) add('run', line);
  for (const path of KNOWN_PATHS) for (const verb of FILE_VERBS) add(verb, path);
  // A call names a server and a tool.
  return [...actions.values()].filter(({ verb, value }) => verb !== 'call' || /.\/./.test(value));
}

const MOST_OF_A_SHAPE = 3;
const FEW_LINES = 3;

/** Where a command can stand in a line (the witness forms for a converter: each has been mistaken by some tool). */
function linesWith(command: string): readonly string[] {
  return [
    `${command} $X`,
    `${command} "$X"`,
    `${command} | ${command}`,
    `(${command})`,
    `{ ${command}; }`,
    `! ${command}`,
    `if ${command}; then ${command}; fi`,
    `for i in 1; do ${command}; done`,
    `while ${command}; do ${command}; done`,
    `f() { ${command}; }; f`,
    `${command} &`,
    `${command} || ${command}`,
    `${command}; ${command}`,
    `${command}\n${command}`,
    `${command} $(${command})`,
    `${command} *.ts`,
    `${command} {a,b}`,
    `${command} ~`,
    `${command} # note`,
    `${command} 2>&1`,
    `${command} 2>/dev/null`,
    `${command} < in.txt`,
    `${command} >> out.txt`,
    `${command} <<< x`,
    `${command} <<E\nx\nE`,
    `V=1 ${command}`,
    `V=1; ${command}`,
    `export V=1; ${command}`,
    `cd sub && ${command}`,
    `cd /tmp && ${command}`,
    `command ${command}`,
    `exec ${command}`,
    `eval ${commandLine([command])}`,
    `timeout 5 ${command}`,
    `nohup ${command}`,
    `nice ${command}`,
    `time ${command}`,
    `xargs ${command}`,
    `sh -c ${commandLine([command])}`,
    `\\${command}`,
    command.replace(' ', '  '),
    command.replace(' ', '\t'),
    command.replace(/^(\S+)/, '"$1"'),
    command.replace(/(\S+)$/, '"$1"'),
    command.toUpperCase(),
    `./${command}`,
    `${command} --flag=value`,
    `${command} ../outside`,
    `${command} /etc/passwd`,
    `${command} -- -x`,
  ];
}

/** Places that tools protect by themselves, each in its own list: what settings, hooks and credentials are known of, and their directories. */
const KNOWN_PATHS: readonly string[] = [
  ...SENSITIVE_PATHS.map(({ path }) => path),
  ...'.git .config/git .vscode .idea .husky .cargo .devcontainer .yarn .mvn .claude .codex .opencode .gemini .cursor .agents .github .gitlab .circleci .ssh .aws .kube node_modules'
    .split(' ')
    .flatMap((directory) => [directory, `${directory}/x`, `${directory}/a/b`, `sub/${directory}/x`]),
  ...'.gitconfig .gitmodules .gitignore .bashrc .bash_profile .zshrc .zprofile .profile .npmrc .yarnrc.yml .ripgreprc .mcp.json .claude.json .envrc bunfig.toml opencode.json AGENTS.md CLAUDE.md GEMINI.md'
    .split(' ')
    .flatMap((name) => [name, `sub/${name}`, `~/${name}`]),
];

/** Commands that tools treat in a way of their own, so that a grant of everything is asked about them. */
const LINES = [
  'rm -rf /',
  'rm -rf ~',
  'rm -rf build',
  'rm -f',
  'rm -f x.txt',
  'rm -f x.txt > out.txt',
  'rm -fr x.txt y.txt',
  'rm --force x.txt',
  'rm x.txt',
  'rm -r x',
  'rmdir x',
  'mv a.txt b.txt',
  'mv a.txt ../b.txt',
  'chmod 777 a.txt',
  'chown me a.txt',
  'ln -s /etc x',
  'dd if=a of=b',
  'git status',
  'git push',
  'git reset --hard',
  'git clean -fdx',
  'git -C .. status',
  'sed -i s/a/b/ a.txt',
  'awk 1 a.txt',
  'python -c x',
  'node -e x',
  'bash',
  'sh x.sh',
  'eval x',
  'source x.sh',
  'sudo x',
  'su -c x',
  'wget https://unmatched.example/x',
  'ssh unmatched.example',
  'npm install x',
  'pip install x',
  'docker run x',
  'kill 1',
  'grep -r x .',
  'grep x /etc/passwd',
  'head a.txt',
  'wc a.txt',
  'cat a.txt',
  'ls -la ..',
  'ls src',
  'touch a.txt',
  'mkdir /tmp/x',
  'cp /etc/hosts .',
  'pushd ..',
  'cd ..',
  'cd src && ls',
  'date',
  'printenv',
  'cat .env',
  'cat /etc/passwd',
  'ls',
  'ls /',
  'echo hi',
  'echo hi > out.txt',
  'echo hi > /etc/hosts',
  'cd /tmp',
  'curl https://unmatched.example/x',
  'sudo ls',
  'git push --force',
  'env',
  'find . -delete',
  'find . -exec rm {} ;',
  'tee /etc/hosts',
  'cp a.txt /tmp/b.txt',
  'mkdir -p x',
  'touch .git/hooks/pre-commit',
  'export A=1',
  'A=1',
  'true',
  '> f',
  'x',
];
