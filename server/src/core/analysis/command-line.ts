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
  const words = unify(pattern, filled(entry.words, payload));
  if (!words) return undefined;
  return lineOf(words, entry.stdin === undefined ? undefined : fill(entry.stdin, payload));
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
  return word === '*' ? 'x' : word.replaceAll('*', '');
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
