import { commonWord, filledTemplate, fitWords, plainWords, sampleWord, spellings } from './command-template.ts';
import type { CommandEntry } from './data/commands/entry.ts';

/** What stands for the holes of a command entry in a witness. */
export interface Payload {
  readonly cmd: string;
  readonly out: string;
  readonly secret: string;
  readonly host: string;
  /** An executable without arguments. */
  readonly program?: string;
  /** A file of the role's own making. */
  readonly file?: string;
}

/** The witness that people are shown: it names the mischief and does none. */
export const SHOWN: Payload = { cmd: 'sh', out: '~/.bashrc', secret: '.env', host: 'evil.example' };

/** The form that can be tried: it makes an empty file. */
export const HARMLESS: Payload = { cmd: 'touch W', out: 'OUT', secret: 'S', host: '127.0.0.1', program: './s' };

export function filled(words: readonly string[], payload: Payload): string[] {
  return words.flatMap((word) => fill(word, payload));
}

/** `{file.js}`: a file that ends so; `{module}`: a Python file as it is imported. */
const FILE = /\{file([\w.]*)\}/;

function fill(word: string, payload: Payload): string[] {
  // Several words, which is how a program takes another one that it runs.
  if (word === '{argv}') return payload.cmd.split(' ');
  const text = word
    .replace(/\{(cmd|out|secret|host)\}/g, (_, hole: 'cmd' | 'out' | 'secret' | 'host') => payload[hole])
    .replace('{argv}', payload.cmd)
    .replace('{program}', payload.program ?? 'sh')
    .replace('{module}', (payload.file ?? 'x.py').replace(/\.py$/, '').replaceAll('/', '.'))
    .replace(FILE, (_, end: string) => payload.file ?? `x${end}`);
  return [text];
}

/** How the file ends that an entry wants the role to make; undefined where it wants none. */
export function plantedEnd(entry: CommandEntry): string | undefined {
  for (const word of entry.words) {
    if (word.includes('{module}')) return '.py';
    const end = FILE.exec(word)?.[1];
    if (end !== undefined) return end;
  }
  return undefined;
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
  const known = lines.get(entry) ?? new WeakMap<Payload, string>();
  lines.set(entry, known);
  const line = known.get(payload) ?? lineOfEntry(entry, payload);
  known.set(payload, line);
  return line;
}

/** Every role of a repository is asked about the same lines. */
const lines = new WeakMap<CommandEntry, WeakMap<Payload, string>>();

function lineOfEntry(entry: CommandEntry, payload: Payload): string {
  const words = filled([entry.program, ...plainWords(entry.template)], payload).filter((word) => word !== '**');
  const before = entry.assigns === undefined ? '' : `${quoted(fill(entry.assigns, payload)[0]!)} `;
  return before + lineOf(words, stdinOf(entry, payload));
}

/** What is fed to the program, where the entry needs that. */
export function stdinOf(entry: CommandEntry, payload: Payload): string | undefined {
  return entry.stdin === undefined ? undefined : fill(entry.stdin, payload)[0]!;
}

/**
 * The entry's line as a command that fits a grant's pattern, the program's own word first: words of the pattern stand
 * where they are, and those of the entry where the pattern leaves room. A proposal only: whether it is allowed, the
 * decision engine says.
 */
export function fitted(pattern: readonly string[], entry: CommandEntry, payload: Payload): string | undefined {
  return fittedWays(pattern, entry, payload)[0];
}

/** The same in every spelling of the entry's options, the full one first: a deny may know one and not another. */
export function fittedWays(pattern: readonly string[], entry: CommandEntry, payload: Payload): readonly string[] {
  return fittedWords(pattern, entry, payload).map((words) => lineOf(words, stdinOf(entry, payload)));
}

/** The entry's words as command patterns: with nothing before the subcommand, and with one of the options that change nothing. */
export function entryPatterns(entry: CommandEntry, payload: Payload, program = entry.program): readonly string[] {
  const words = filled(entry.words, payload)
    .slice(1)
    .map((word) => (word === '**' ? word : quoted(word)));
  return [[], ...globalOptions(entry, '*')].map((before) => [program, ...before, ...words].join(' '));
}

/** The options that may stand before what the entry says, each with a value where it takes one. */
export function globalOptions(entry: CommandEntry, value: string): readonly (readonly string[])[] {
  return Object.entries(entry.syntax.globals).flatMap(([name, following]) =>
    name.endsWith('=') ? [[`${name}.`]] : following === 0 ? [[name]] : [[name, value], [`${name}=${value}`]],
  );
}

/** The same as words, without what is fed to the program. */
export function fittedWords(
  pattern: readonly string[],
  entry: CommandEntry,
  payload: Payload,
): readonly (readonly string[])[] {
  const rest = pattern.slice(1);
  if (rest.some((word) => isBlocked(word, entry))) return [];
  return spellings(entry.template).flatMap((template) => {
    const filledIn = filledTemplate(template, (word) => fill(word, payload));
    const words = fitWords(rest, filledIn, entry.syntax);
    return words ? [[entry.program, ...words]] : [];
  });
}

/** Whether a word of a pattern is an option with which the entry has no effect, also where it ends in a star or is one of several letters. */
function isBlocked(word: string, { blockedBy, stdin }: CommandEntry): boolean {
  const name = word.split('=')[0]!.replace(/\*+$/, '');
  if (blockedBy.includes(name)) return true;
  // `-lc` is `-l -c`. Only of programs that read what they do from their input: others have long options with one dash.
  return (
    stdin !== undefined &&
    /^-[A-Za-z]{2,}$/.test(name) &&
    [...name.slice(1)].some((letter) => blockedBy.includes(`-${letter}`))
  );
}

/** The assignment of an entry as one that a pattern's words have: `GIT_PAGER=sh` for `GIT_PAGER=*`. */
export function fittedAssignment(before: readonly string[], entry: CommandEntry, payload: Payload): string | undefined {
  if (entry.assigns === undefined) return undefined;
  const wanted = fill(entry.assigns, payload)[0]!;
  const others = before.map((word) => (commonWord(word, wanted) === undefined ? sampleWord(word) : undefined));
  if (!others.includes(undefined)) return undefined;
  return others.map((word) => quoted(word ?? wanted)).join(' ');
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
