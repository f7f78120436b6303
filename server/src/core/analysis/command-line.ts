import type { CommandEntry } from './data/commands/entry.ts';

/** What stands for the holes of a command entry in a witness. */
export interface Payload {
  readonly cmd: string;
  readonly out: string;
  readonly secret: string;
  readonly host: string;
}

/** The witness that people are shown: it names the mischief and does none. */
export const SHOWN: Payload = { cmd: 'sh', out: '~/.bashrc', secret: '.env', host: 'evil.example' };

/** The form that can be tried: it makes an empty file. */
export const HARMLESS: Payload = { cmd: 'touch W', out: 'OUT', secret: 'S', host: '127.0.0.1' };

export function filled(words: readonly string[], payload: Payload): string[] {
  return words.map((word) => fill(word, payload));
}

function fill(text: string, payload: Payload): string {
  return text.replace(/\{(cmd|out|secret|host)\}/g, (_, hole: keyof Payload) => payload[hole]);
}

/** A shell line of these words, quoted only where a shell needs it. */
export function lineOf(words: readonly string[], stdin?: string): string {
  const line = words.map(quoted).join(' ');
  return stdin === undefined ? line : `${line} <<< '${stdin.replaceAll("'", "'\\''")}'`;
}

/** A word as it has to be written in a shell line: `alias.z='!sh'`. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./~^-]+$/.test(word)) return word;
  const option = /^([\w.@%+:,/-]+=)(.*)$/s.exec(word);
  const [head, tail] = option ? [option[1]!, option[2]!] : ['', word];
  return `${head}'${tail.replaceAll("'", "'\\''")}'`;
}

/** The line of an entry by itself, with nothing where further words may stand. */
export function entryLine(entry: CommandEntry, payload: Payload): string {
  const words = filled(entry.words, payload).filter((word) => word !== '**');
  return lineOf(words, entry.stdin === undefined ? undefined : fill(entry.stdin, payload));
}

/**
 * The entry's line as a command that fits a grant's pattern: words of the pattern stand where the entry leaves room,
 * and words of the entry where the pattern does. A proposal only: whether it is allowed, the decision engine says.
 */
export function fitted(pattern: readonly string[], entry: CommandEntry, payload: Payload): string | undefined {
  // Behind `--` a word that looks like an option is none.
  const ended = pattern.includes('--') && !entry.words.includes('--');
  if (ended && entry.words.some((word) => word.startsWith('-'))) return undefined;
  const [before, rest] = globalOptions(entry.program, pattern);
  const found = unify(rest, filled(entry.words, payload));
  if (!found) return undefined;
  const words = [...found.slice(0, 1), ...before, ...found.slice(1)];
  return lineOf(words, entry.stdin === undefined ? undefined : fill(entry.stdin, payload));
}

/** Options that stand before a subcommand and change nothing about what it can do; with how many words follow them. */
const GLOBAL_OPTIONS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  git: { '-C': 1, '--no-pager': 0, '-P': 0, '--git-dir': 1, '--work-tree': 1, '--literal-pathspecs': 0 },
  kubectl: { '-n': 1, '--namespace': 1, '--context': 1, '--cluster': 1 },
  docker: { '--context': 1, '-H': 1, '-D': 0 },
  npm: { '--prefix': 1, '--silent': 0, '-s': 0, '--workspaces': 0, '-w': 1 },
  terraform: { '-chdir': 1 },
  cargo: { '-q': 0, '--locked': 0, '--offline': 0 },
  aws: { '--profile': 1, '--region': 1 },
  gh: { '-R': 1, '--repo': 1 },
  make: { '-C': 1, '-s': 0 },
};

/** The entry's words as command patterns: with nothing before the subcommand, and with one of the options that change nothing. */
export function entryPatterns(entry: CommandEntry, payload: Payload, program = entry.program): readonly string[] {
  const words = filled(entry.words, payload)
    .slice(1)
    .map((word) => (word === '**' ? word : quoted(word)));
  const options = Object.entries(GLOBAL_OPTIONS[entry.program] ?? {}).flatMap(([name, following]) =>
    following === 0 ? [[name]] : [[name, '*'], [`${name}=*`]],
  );
  return [[], ...options].map((before) => [program, ...before, ...words].join(' '));
}

/** Splits off the global options that a pattern begins with. They come back where they stood. */
function globalOptions(program: string, pattern: readonly string[]): readonly [readonly string[], readonly string[]] {
  const known = GLOBAL_OPTIONS[program];
  const options: string[] = [];
  let at = 1;
  while (known && pattern[at] !== undefined) {
    const word = pattern[at]!;
    const following = known[word.split('=')[0]!];
    if (following === undefined) break;
    options.push(example(word));
    at++;
    if (word.includes('=')) continue;
    for (let left = following; left > 0; left--) {
      const value = pattern[at] ?? '';
      options.push(value === '**' ? '.' : example(value));
      // `**` stands for the value and for all that comes after it.
      if (value !== '**') at++;
    }
  }
  return [options, [...pattern.slice(0, 1), ...pattern.slice(at)]];
}

/** The patterns that one with braces stands for, as words; at most sixteen, as there is no need to see all. */
export function patternAlternatives(text: string): readonly (readonly string[])[] {
  let alternatives = [text];
  for (let round = 0; round < 4; round++) {
    const next = alternatives.flatMap((each) => {
      const braces = /\{([^{}]*,[^{}]*)\}/.exec(each);
      if (!braces) return [each];
      const [whole, inner] = braces;
      return inner!
        .split(',')
        .map((part) => each.slice(0, braces.index) + part + each.slice(braces.index + whole.length));
    });
    if (next.length > 16 || next.length === alternatives.length) break;
    alternatives = next;
  }
  return alternatives.map(patternWords);
}

/** The words of a command pattern: they are parted by spaces outside quotes. */
export function patternWords(text: string): string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
  );
}

/** Words that both sequences stand for, where `**` is any number of words; the shortest is tried first. */
function unify(pattern: readonly string[], entry: readonly string[]): string[] | undefined {
  const memo = new Map<number, string[] | undefined>();
  const from = (i: number, j: number): string[] | undefined => {
    if (i === pattern.length && j === entry.length) return [];
    const key = i * (entry.length + 1) + j;
    if (memo.has(key)) return memo.get(key);
    memo.set(key, undefined);
    const result = step(i, j);
    memo.set(key, result);
    return result;
  };
  const step = (i: number, j: number): string[] | undefined => {
    const mine = pattern[i];
    const theirs = entry[j];
    if (mine === '**') {
      const skipped = from(i + 1, j);
      if (skipped) return skipped;
      if (theirs === undefined) return undefined;
      return theirs === '**' ? from(i, j + 1) : before(theirs, from(i, j + 1));
    }
    if (theirs === '**') {
      const skipped = from(i, j + 1);
      if (skipped || mine === undefined) return skipped;
      return before(example(mine), from(i + 1, j));
    }
    if (mine === undefined || theirs === undefined) return undefined;
    const word = common(mine, theirs);
    return word === undefined ? undefined : before(word, from(i + 1, j + 1));
  };
  return from(0, 0);
}

function before(word: string, rest: string[] | undefined): string[] | undefined {
  return rest && [word, ...rest];
}

/** A word that a pattern word stands for. */
function example(word: string): string {
  return word.replaceAll('*', 'x');
}

function common(pattern: string, word: string): string | undefined {
  if (pattern === word || pattern === '*') return word;
  if (!pattern.includes('*')) return undefined;
  const parts = pattern.split('*');
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (!word.startsWith(first) || !word.endsWith(last) || word.length < first.length + last.length) return undefined;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = word.indexOf(part, at);
    if (found < 0) return undefined;
    at = found + part.length;
  }
  return at <= word.length - last.length ? word : undefined;
}
