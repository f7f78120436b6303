import { commandsIn } from './command-line.ts';
import { shellWords } from './shell-words.ts';
import { withinWorkspace } from './workspace-path.ts';

/**
 * Commands that Gemini CLI knows to be dangerous, or to do no harm, where a rule is about no arguments. Source: its
 * `sandbox/utils/commandSafety.ts` (0.61.0), for Linux and macOS. No file is taken to be a link, or to have a name that
 * begins with a hyphen.
 */

const SAFE = new Set(
  '__read __write cat cd cut echo expr false grep head id ls nl paste pwd rev seq stat tail tr true uname uniq wc which whoami numfmt tac'.split(
    ' ',
  ),
);
const READS_FILES = new Set('cat head tail tac nl stat wc cut paste rev uniq numfmt ls __read'.split(' '));
const FIND_ACTS = new Set('-exec -execdir -ok -okdir -delete -fls -fprint -fprint0 -fprintf'.split(' '));

/** Whether the words of a line are a command that is asked about, whatever a rule says. */
export function isDangerous(words: readonly string[]): boolean {
  const [name = '', ...rest] = words;
  if (name === 'ln' && words.some((word) => word === '--symbolic' || (/^-(?!-)/.test(word) && word.includes('s')))) {
    return true;
  }
  switch (name) {
    case 'rm':
      return ['-f', '-rf', '-fr'].includes(rest[0] ?? '');
    case 'sudo':
      return isDangerous(rest);
    case 'find':
      return words.some((word) => FIND_ACTS.has(word));
    case 'git': {
      if (overridesConfig(words)) return true;
      const command = readingSubcommand(words);
      return command !== undefined && !onlyReads(command);
    }
    case 'base64':
      return rest.some(writesOutput);
  }
  return isRipgrep(name) && words.some((word) => word === '-z' || word === '--search-zip' || runsProgram(word));
}

/** Whether the words of a line are a command that is not asked about. `from` is the directory that it starts in. */
export function isKnownSafe(words: readonly string[], from: readonly string[]): boolean {
  if (isSafeCommand(words, from)) return true;
  const [name, option, script, ...more] = words;
  const isShell = name === 'bash' || name === 'zsh';
  if (!isShell || script === undefined || more.length > 0 || (option !== '-lc' && option !== '-c')) return false;
  if (/[()<>]/.test(script)) return false;
  const line = commandsIn(script);
  if (line.problem !== undefined || line.parts.length === 0) return false;
  return line.parts.every(({ text, isSkipped }) => {
    const inner = shellWords(text);
    return isSkipped || (inner !== undefined && (inner.length === 0 || isSafeCommand(inner, from)));
  });
}

function isSafeCommand(words: readonly string[], from: readonly string[]): boolean {
  const [name = '', ...rest] = words;
  if (words.length === 0) return false;
  if (SAFE.has(name)) {
    if (name === 'cd') {
      const targets = rest.filter((word) => !word.startsWith('-'));
      return targets.length > 0 && !targets.some((word) => escapes(word, from));
    }
    if (READS_FILES.has(name)) return operands(rest, false).every((word) => !escapes(word, from));
    return name !== 'grep' || operands(rest, true).every((word) => !escapes(word, from));
  }
  const staysInside = () => rest.every((word) => word.startsWith('-') || !escapes(word, from));
  switch (name) {
    case 'base64':
      return !rest.some(writesOutput) && staysInside();
    case 'find':
      return !words.some((word) => FIND_ACTS.has(word)) && staysInside();
    case 'git': {
      if (overridesConfig(words)) return false;
      const command = readingSubcommand(words);
      return command !== undefined && onlyReads(command);
    }
    case 'sed':
      return (
        words.length <= 4 && words[1] === '-n' && /^\d+(,\d+)?p$/.test(words[2] ?? '') && !escapes(words[3] ?? '', from)
      );
  }
  // Whether a `rg` is one of the system's, the disk would have to say.
  return false;
}

/** Words that are looked at as paths. `patterns`: options that take a file of patterns have it looked at, and `=` too. */
function operands(words: readonly string[], patterns: boolean): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') return [...found, ...words.slice(at + 1)];
    if (word === '-') continue;
    if (patterns && (word.startsWith('-f') || word.startsWith('--file'))) {
      if (word.startsWith('--file=')) found.push(word.slice(7));
      else if (word === '--file' || word.length <= 2) found.push(words[++at] ?? '');
      else found.push(word.slice(2));
    } else if (!word.startsWith('-')) found.push(word);
    else if (word.includes('=')) found.push(word.slice(word.indexOf('=') + 1));
  }
  return found;
}

function escapes(word: string, from: readonly string[]): boolean {
  if (word === '') return false;
  if (/[$`]/.test(word) || word.startsWith('~')) return true;
  return withinWorkspace(word, from) === undefined;
}

function writesOutput(word: string): boolean {
  return word === '--output' || word.startsWith('--output=') || word.startsWith('-o');
}

function isRipgrep(name: string): boolean {
  return /(^|\/)rg(\.exe)?\/*$/.test(name);
}

function runsProgram(word: string): boolean {
  return /^--(pre|hostname-bin)(=|$)/.test(word);
}

function overridesConfig(words: readonly string[]): boolean {
  return words.some((word) => word.startsWith('-c') || word === '--config-env' || word.startsWith('--config-env='));
}

const TAKES_VALUE = new Set(
  '-C -c --config-env --exec-path --git-dir --namespace --super-prefix --work-tree'.split(' '),
);
const READING = new Set(['status', 'log', 'diff', 'show', 'branch']);

/** The subcommand of git and what follows it, where it is one of those that may only read. */
function readingSubcommand(words: readonly string[]): readonly string[] | undefined {
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!;
    if (TAKES_VALUE.has(word)) at++;
    else if (!word.startsWith('-')) return READING.has(word) ? words.slice(at) : undefined;
  }
  return undefined;
}

const GIT_ACTS = new Set(['--output', '--ext-diff', '--textconv', '--exec', '--paginate']);
const BRANCH_LISTS = new Set('--list -l --show-current -a --all -r --remotes -v -vv --verbose'.split(' '));

function onlyReads([name, ...rest]: readonly string[]): boolean {
  if (rest.some((word) => GIT_ACTS.has(word) || word.startsWith('--output=') || word.startsWith('--exec=')))
    return false;
  return name !== 'branch' || rest.every((word) => BRANCH_LISTS.has(word) || word.startsWith('--format='));
}
