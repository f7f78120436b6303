import type { ShellWord } from '../../decide/shell-node.ts';
import { normalisePath } from '../../scope/path.ts';
import { filesOf, pathOfWord, programOf, type Unit } from './command.ts';

/**
 * Commands that run without a prompt in every mode, as far as the documentation names them: the page on permissions, and
 * the changelog (2.1.72) for the last seven. https://code.claude.com/docs/en/permissions#read-only-commands
 */
const READ_ONLY: ReadonlySet<string> = new Set(
  'ls cat echo pwd head tail grep find wc which diff stat du cd sort file lsof pgrep tput ss fd fdfind'.split(' '),
);

/** Forms of git that only read. The documentation says that there are such forms, and not which. */
const READ_ONLY_GIT: ReadonlySet<string> = new Set(
  'status log diff show blame rev-parse ls-files describe shortlog'.split(' '),
);

/** Commands of which it is likely, and not said, that they are in the set. */
const LIKELY: ReadonlySet<string> = new Set(
  'sed docker uniq cut tr basename dirname realpath readlink tree rg date whoami id uname true false seq sleep ps df free uptime hostname man help jq test [ type printenv sha256sum md5sum strings hexdump od nl column paste cal nproc'.split(
    ' ',
  ),
);

/** Options by which a command of the set writes or runs something: it is not read-only then. */
const NOT_WITH: Readonly<Record<string, RegExp>> = {
  find: /^-(exec|execdir|ok|okdir|delete|fprint.*|fls)$/,
  sort: /^(-o.*|--output.*|--compress-program.*|-T.*)$/,
  file: /^(-m.*|-f.*|--magic-file.*|--files-from.*|-C|--compile)$/,
  git: /^(-c|-C|--exec-path.*|--git-dir.*|--work-tree.*|--output.*|--ext-diff|--textconv|-O.*|--no-index|--upload-pack.*)$/,
  fd: /^(-x|-X|--exec.*)$/,
  fdfind: /^(-x|-X|--exec.*)$/,
};

/** With an unquoted pattern these ask, since it could become one of those options. */
const ASK_WITH_GLOB: ReadonlySet<string> = new Set(['find', 'sort', 'sed', 'git', 'fd', 'fdfind']);

/** `yes`: it runs without a prompt. `perhaps`: the documentation does not say. */
export function isReadOnly(unit: Unit, isInside: (path: string) => boolean): 'yes' | 'no' | 'perhaps' {
  const program = programOf(unit);
  const rest = unit.words.slice(1);
  const texts = rest.map(({ text }) => text);
  if (unit.assigned.length > 0) return 'no';
  if (LIKELY.has(program)) return 'perhaps';
  const isGit = program === 'git';
  if (isGit ? !READ_ONLY_GIT.has(texts[0] ?? '') : !READ_ONLY.has(program)) return 'no';
  const forbidden = NOT_WITH[program];
  if (forbidden && texts.some((text) => forbidden.test(text))) return 'no';
  if (unit.open !== undefined) return 'perhaps';
  if (ASK_WITH_GLOB.has(program) && rest.some(({ word }) => word.kind === 'dynamic')) return 'no';
  if (program === 'echo' || program === 'which' || program === 'pgrep') return 'yes';
  // Whether what stands outside the working directory is read without asking is not said of commands.
  return rest.every((word) => staysInside(word, isInside)) ? 'yes' : 'perhaps';
}

function staysInside(word: ShellWord, isInside: (path: string) => boolean): boolean {
  if (word.tilde !== undefined) return false;
  const value = word.word;
  const known = value.kind === 'literal' ? value.text : value.prefix;
  const text = known.replace(/^--?[\w-]+=/, '');
  if (text.startsWith('-')) return true;
  return isInside(normalisePath(text === '' ? '.' : text));
}

/** What `acceptEdits` approves inside the working directory. https://code.claude.com/docs/en/permission-modes#auto-approve-file-edits-with-acceptedits-mode */
const FILE_COMMANDS: ReadonlySet<string> = new Set(['mkdir', 'touch', 'rm', 'rmdir', 'mv', 'cp', 'sed']);

/** The paths that such a command touches, where all of them are known; undefined for any other command. */
export function pathsOfFileCommand(unit: Unit, directory: string): readonly string[] | undefined {
  if (!FILE_COMMANDS.has(programOf(unit)) || unit.assigned.length > 0 || unit.open !== undefined) return undefined;
  const words = unit.words.slice(1).filter(({ text }) => !text.startsWith('-'));
  const implied = filesOf(unit).map(({ word }) => word);
  const paths = (implied.length > 0 ? implied : words).map((word) => pathOfWord(word, directory));
  return paths.every((path) => path !== undefined) ? (paths as readonly string[]) : undefined;
}

/**
 * A removal that no rule approves: of the root, of what stands directly in it, of home, of the working directory and what is
 * above it, and of what hangs on a variable. https://code.claude.com/docs/en/permission-modes#critical-paths
 */
export function isCriticalRemoval(unit: Unit, project: string, directory: string): boolean {
  const program = programOf(unit);
  if (program !== 'rm' && program !== 'rmdir') return false;
  const here = project === '' ? '.' : project;
  return unit.words.slice(1).some((word) => {
    if (/^"?\$\{?\w+\}?"?\/(\*|)$/.test(word.text)) return true;
    if (/^"?\$\{?HOME\}?"?\/?$/.test(word.text)) return true;
    const value = word.word;
    const text =
      value.kind === 'literal' ? value.text : word.tilde === 'home' || value.prefix.startsWith('/') ? word.text : '';
    if (text === '' || text.startsWith('-')) return false;
    const path = normalisePath(text.replace(/\/\*+$/, '') || '/', directory);
    if (path === '/' || path === '~') return true;
    if (/^\/[^/]+$/.test(path)) return !text.endsWith('*') || value.kind === 'literal';
    if (text.endsWith('*')) return false;
    return path === here || /^(\.\.\/?)+$/.test(path) || here.startsWith(`${path}/`);
  });
}

const PROTECTED_DIRECTORIES = [
  '.git',
  '.config/git',
  '.vscode',
  '.idea',
  '.husky',
  '.cargo',
  '.devcontainer',
  '.yarn',
  '.mvn',
  '.claude',
];

const PROTECTED_FILES: ReadonlySet<string> = new Set(
  '.gitconfig .gitmodules .bashrc .bash_profile .bash_login .bash_aliases .bash_logout .zshrc .zprofile .zshenv .zlogin .zlogout .profile .envrc .npmrc .yarnrc .yarnrc.yml .pnp.cjs .pnp.loader.mjs .pnpmfile.cjs bunfig.toml .bunfig.toml .bazelrc .bazelversion .bazeliskrc .pre-commit-config.yaml lefthook.yml lefthook.yaml .lefthook.yml .lefthook.yaml gradle-wrapper.properties maven-wrapper.properties .devcontainer.json .ripgreprc pyrightconfig.json .mcp.json .claude.json'.split(
    ' ',
  ),
);

/** Writes to these are approved by no rule in a settings file. https://code.claude.com/docs/en/permission-modes#protected-paths */
export function isProtected(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (PROTECTED_FILES.has(name)) return true;
  const inside = `/${path}/`;
  if (inside.includes('/.claude/worktrees/')) return false;
  return PROTECTED_DIRECTORIES.some((directory) => inside.includes(`/${directory}/`));
}
