import type { Assignment, ShellWord } from './shell-node.ts';
import { anyWord, literalWord } from './shell-node.ts';
import { SHELLS, TRANSPARENT_SHELLS, type Wrapper, wrapperOf } from './wrappers.ts';

/** A command or a text that a program runs on behalf of its arguments. */
export interface Inner {
  readonly words?: readonly ShellWord[];
  readonly assignments?: readonly Assignment[];
  /** Shell text, with its place in the line where it stands there letter by letter. */
  readonly text?: string;
  readonly textAt?: number;
  /** The directory in which it runs, where the wrapper names one. */
  readonly directory?: ShellWord;
  readonly elsewhere?: boolean;
  /** Runs in this very shell (`eval`), so that its functions and directories remain. */
  readonly here?: boolean;
}

/** What a simple command is: itself, and what it runs. */
export interface Unwrapped {
  /** False for transparent wrappers: only the inner command needs a grant. */
  readonly judged: boolean;
  readonly inner: readonly Inner[];
  readonly unparsed?: string;
}

const PLAIN: Unwrapped = { judged: true, inner: [] };

function refused(why: string): Unwrapped {
  return { judged: true, inner: [], unparsed: why };
}

/** Finds the commands that this command runs. A name with a `/` in it is never transparent: `./env` may be any program. */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const name = textOf(words[0]);
  if (name === undefined) return PLAIN;
  const program = name.slice(name.lastIndexOf('/') + 1);
  const found = unwrapProgram(program, words);
  return name === program || found.judged ? found : { ...found, judged: true };
}

function unwrapProgram(program: string, words: readonly ShellWord[]): Unwrapped {
  if (SHELLS.has(program)) return unwrapShell(program, words);
  switch (program) {
    case 'xargs':
      return unwrapXargs(words);
    case 'find':
      return unwrapFind(words);
    case 'kubectl':
      return unwrapKubectl(words);
    case 'parallel':
      return unwrapParallel(words);
    case 'eval':
      return unwrapEval(words);
    case 'trap':
      return unwrapTrap(words);
  }
  const wrapper = wrapperOf(program, textOf(words[1]));
  return wrapper ? unwrapBy(wrapper, program, words) : PLAIN;
}

function unwrapBy(wrapper: Wrapper, program: string, words: readonly ShellWord[]): Unwrapped {
  const start = wrapper.subcommands ? 2 : 1;
  if (typeof wrapper.inner === 'object') return unwrapOption(wrapper.inner.option.split(' '), wrapper, program, words);
  const options = readOptions(program, words, start, wrapper.flags ?? '', wrapper.values ?? '', wrapper.notWith);
  if ('unparsed' in options) return refused(options.unparsed);
  if (options.stopped) return PLAIN;
  let at = options.next;
  const assignments: Assignment[] = [];
  if (wrapper.assignments) {
    for (; at < words.length; at++) {
      const assignment = assignmentIn(words[at]!);
      if (!assignment) break;
      assignments.push(assignment);
    }
  }
  for (let count = wrapper.operands ?? 0; count > 0; count--, at++) {
    if (at < words.length && !isCertain(words[at]!)) return refused(uncertain(program, words[at]!));
  }
  const rest = words.slice(at);
  if (rest.length === 0) {
    // `exec > log` and `env` alone run nothing, and are commands like any other.
    return wrapper.transparent && assignments.length > 0
      ? { judged: true, inner: [{ words: [], assignments }] }
      : PLAIN;
  }
  const chosen = options.values.findLast(([option]) => wrapper.directoryOption?.split(' ').includes(option));
  const common = {
    ...(wrapper.elsewhere && { elsewhere: true }),
    ...(chosen && { directory: chosen[1] }),
  };
  if (wrapper.inner === 'words') {
    return { judged: !wrapper.transparent, inner: [{ words: rest, assignments, ...common }] };
  }
  const texts = rest.map(textOf);
  if (texts.some((text) => text === undefined))
    return refused(`${program} runs a text that is only known when it runs`);
  return { judged: true, inner: [{ text: texts.join(' '), ...(rest.length === 1 && place(rest[0]!)), ...common }] };
}

/** `su -c TEXT`, `script -c TEXT`: wherever the option stands. */
function unwrapOption(
  options: readonly string[],
  wrapper: Wrapper,
  program: string,
  words: readonly ShellWord[],
): Unwrapped {
  for (const [index, word] of words.entries()) {
    const text = textOf(word);
    if (text === undefined) return refused(uncertain(program, word));
    if (options.includes(text) || /^-[a-zA-Z]*c$/.test(text)) {
      const value = words[index + 1];
      const inner = textOf(value);
      if (value === undefined || inner === undefined)
        return refused(`${program} runs a text that is only known when it runs`);
      return { judged: !wrapper.transparent, inner: [{ text: inner, ...place(value) }] };
    }
    if (/^--(c|co|com|comm|comma|comman|command|session-command)(=|$)|^-[a-zA-Z]*c/.test(text)) {
      return refused(`${program} ${text} is not understood`);
    }
  }
  return PLAIN;
}

function unwrapShell(program: string, words: readonly ShellWord[]): Unwrapped {
  let index = 1;
  let runsText = false;
  for (; index < words.length; index++) {
    const text = textOf(words[index]);
    if (text === undefined && runsText) break;
    if (text === undefined) {
      // `bash "$FILE"` runs a file, `bash $X` may be `bash -c …`: neither can be seen from here.
      return refused(uncertain(program, words[index]!));
    }
    if (text === '--' || text === '-') {
      index++;
      break;
    }
    if (/^-[a-zA-Z]+$/.test(text)) {
      if (/[^abcefhiklmnprstuvxBCEHPT]/.test(text.slice(1)) && !/^-[a-z]*o$/.test(text))
        return refused(`${program} ${text} is not known`);
      if (text.includes('c')) runsText = true;
      if (text.endsWith('o')) index++;
    } else if (/^\+[a-zA-Z]+$/.test(text)) {
      if (/^\+[oO]$/.test(text)) index++;
    } else if (/^--(norc|noprofile|login|posix|restricted|verbose|no-rcs|emulate-sh)$/.test(text)) {
      // Nothing that runs anything which is not in the line.
    } else if (text.startsWith('-')) {
      return refused(`${program} ${text} is not known`);
    } else {
      break;
    }
  }
  if (!runsText) return PLAIN;
  const word = words[index];
  const text = textOf(word);
  if (word === undefined) return PLAIN;
  if (text === undefined) return refused(`${program} runs a text that is only known when it runs`);
  // File name patterns of zsh can run code (`*(e:'cmd':)`), and so can its `=(…)`.
  if (program === 'zsh' && /[*?\])=]\(/.test(text)) return refused('zsh reads its patterns in another way than bash');
  return { judged: !TRANSPARENT_SHELLS.has(program), inner: [{ text, ...place(word) }] };
}

function unwrapXargs(words: readonly ShellWord[]): Unwrapped {
  const flags = '-0 -r -t -p -x -o -e -i -l --null --no-run-if-empty --verbose --interactive --exit --open-tty';
  const values =
    '-a -d -E -I -L -n -P -s --arg-file --delimiter --eof --replace --max-lines --max-args --max-procs --max-chars';
  const options = readOptions('xargs', words, 1, flags, values, '--help --version --show-limits');
  if ('unparsed' in options) return refused(options.unparsed);
  if (options.stopped) return PLAIN;
  const replaced = options.values.findLast(([option]) => option === '-I' || option === '--replace');
  const marker = replaced ? textOf(replaced[1]) : options.flags.includes('-i') ? '{}' : undefined;
  if (replaced && !marker) return refused(uncertain('xargs', replaced[1]));
  const rest = words.slice(options.next);
  if (rest.length === 0) rest.push(literalWord('echo'));
  const inner = marker ? rest.map((word) => replacing(word, marker)) : [...rest, anyWord('', true)];
  return { judged: false, inner: [{ words: inner }] };
}

const FIND_RUNS = new Set(['-exec', '-execdir', '-ok', '-okdir']);

function unwrapFind(words: readonly ShellWord[]): Unwrapped {
  const inner: Inner[] = [];
  for (let index = 1; index < words.length; index++) {
    const text = textOf(words[index]);
    if (text === undefined && words[index]!.word.kind === 'dynamic' && !isCertain(words[index]!) && index > 1) {
      // `find . $X` may be `find . -exec …`; the first operand may be dynamic when it is quoted or a pattern.
      if (splits(words[index]!) || textOf(words[index - 1])?.startsWith('-') !== true)
        return refused(uncertain('find', words[index]!));
    }
    if (text === undefined || !FIND_RUNS.has(text)) continue;
    const command: ShellWord[] = [];
    let ended = false;
    for (index++; index < words.length; index++) {
      const each = textOf(words[index]);
      ended = each === ';' || (each === '+' && textOf(words[index - 1]) === '{}');
      if (ended) break;
      command.push(replacing(words[index]!, '{}', textOf(words[index + 1]) === '+'));
    }
    if (!ended || command.length === 0) return refused(`find ${text} is not complete`);
    inner.push({ words: command, ...(text.endsWith('dir') && { elsewhere: true }) });
  }
  return { judged: true, inner };
}

function unwrapKubectl(words: readonly ShellWord[]): Unwrapped {
  const texts = words.map(textOf);
  if (!texts.includes('exec')) return PLAIN;
  const dashes = texts.indexOf('--');
  if (dashes < 0 || texts.slice(0, dashes).includes(undefined))
    return refused('kubectl exec is understood only with `--` before its command');
  const rest = words.slice(dashes + 1);
  return { judged: true, inner: rest.length > 0 ? [{ words: rest, elsewhere: true }] : [] };
}

function unwrapParallel(words: readonly ShellWord[]): Unwrapped {
  const options = readOptions(
    'parallel',
    words,
    1,
    '-0 -k -t -q -u -X -m --null --keep-order --verbose --bar --dry-run --eta --will-cite --ungroup',
    '-a -d -j -n -N -P -I -L --jobs --max-args --delay --halt --joblog --timeout --retries --arg-file',
    '--version --help',
  );
  if ('unparsed' in options) return refused(options.unparsed);
  if (options.stopped) return PLAIN;
  const rest = words.slice(options.next);
  const end = rest.findIndex((word) => /^:::/.test(textOf(word) ?? ''));
  const command = end < 0 ? rest : rest.slice(0, end);
  const plain = command.every((word) => /^[\w./:=@%+,{}-]*$/.test(textOf(word) ?? ' '));
  if (command.length === 0 || !plain) return refused('parallel runs texts that are only known when it runs');
  return {
    judged: true,
    inner: [{ words: [...command.map((word) => replacing(word, '{}', true)), anyWord('', true)] }],
  };
}

function unwrapEval(words: readonly ShellWord[]): Unwrapped {
  const texts = words.slice(1).map(textOf);
  if (texts.includes(undefined)) return refused('eval runs a text that is only known when it runs');
  const place_ = words.length === 2 ? place(words[1]!) : {};
  return { judged: true, inner: [{ text: texts.join(' '), here: true, ...place_ }] };
}

function unwrapTrap(words: readonly ShellWord[]): Unwrapped {
  const text = textOf(words[1]);
  if (words.length < 3 && text !== undefined) return PLAIN;
  if (text === undefined) return refused('trap runs a text that is only known when it runs');
  if (text === '' || text === '-' || /^-[lpP]+$/.test(text)) return PLAIN;
  if (text === '--') return refused('trap -- is not understood');
  // It runs at the end, or at any moment, so in a directory that is not known.
  return { judged: true, inner: [{ text, ...place(words[1]!), elsewhere: true }] };
}

interface Options {
  readonly next: number;
  readonly flags: readonly string[];
  readonly values: readonly (readonly [string, ShellWord])[];
  /** An option with which nothing is run was found. */
  readonly stopped: boolean;
}

/** Reads options up to the first operand, as getopt does when it keeps the order. */
function readOptions(
  program: string,
  words: readonly ShellWord[],
  start: number,
  flagList: string,
  valueList: string,
  stopList = '',
): Options | { readonly unparsed: string } {
  const flags = new Set(flagList.split(' '));
  const values = new Set(valueList.split(' '));
  const stops = new Set(stopList.split(' '));
  const foundFlags: string[] = [];
  const foundValues: [string, ShellWord][] = [];
  let index = start;
  const result = (stopped: boolean): Options => ({ next: index, flags: foundFlags, values: foundValues, stopped });
  const unknown = (option: string): { unparsed: string } => ({ unparsed: `${program} ${option} is not known` });
  for (; index < words.length; index++) {
    const word = words[index]!;
    const text = textOf(word);
    if (text === undefined) return isCertain(word) ? result(false) : { unparsed: uncertain(program, word) };
    if (text === '--') {
      index++;
      return result(false);
    }
    if (flags.has(text) && text !== '') {
      foundFlags.push(text);
      continue;
    }
    if (!text.startsWith('-') || text === '-') return result(false);
    if (stops.has(text)) return result(true);
    if (values.has(text)) {
      const value = words[++index];
      if (value === undefined) return unknown(text);
      if (splits(value)) return { unparsed: uncertain(program, value) };
      foundValues.push([text, value]);
      continue;
    }
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const option = equals < 0 ? text : text.slice(0, equals);
      if (equals < 0 || !(values.has(option) || flags.has(option))) return unknown(option);
      foundValues.push([option, literalWord(text.slice(equals + 1))]);
      continue;
    }
    if (program === 'nice' && /^-\d+$/.test(text)) continue;
    // A cluster of short options; the last may take a value, attached or in the next word.
    for (let letter = 1; letter < text.length; letter++) {
      const option = `-${text[letter]}`;
      if (stops.has(option)) return result(true);
      if (values.has(option)) {
        const attached = text.slice(letter + 1);
        const value = attached === '' ? words[++index] : literalWord(attached);
        if (value === undefined) return unknown(option);
        if (splits(value)) return { unparsed: uncertain(program, value) };
        foundValues.push([option, value]);
        break;
      }
      if (!flags.has(option)) return unknown(option);
      foundFlags.push(option);
    }
  }
  return result(false);
}

/** The word's text when all of it is known. */
export function textOf(word: ShellWord | undefined): string | undefined {
  return word?.word.kind === 'literal' ? word.word.text : undefined;
}

function splits(word: ShellWord): boolean {
  return word.word.kind === 'dynamic' && word.word.splits;
}

/** True for a word that is exactly one word and no option, whatever its expansions give. */
function isCertain(word: ShellWord): boolean {
  if (word.word.kind === 'literal') return true;
  return !word.word.splits && word.word.prefix !== '' && !word.word.prefix.startsWith('-');
}

function uncertain(program: string, word: ShellWord): string {
  return `what ${program} runs depends on \`${word.text}\``;
}

/** The word with any text where the marker stands. */
function replacing(word: ShellWord, marker: string, splitting = false): ShellWord {
  const text = textOf(word);
  const at = text?.indexOf(marker) ?? -1;
  if (text === undefined || at < 0) return word;
  const suffix = text.slice(text.lastIndexOf(marker) + marker.length);
  return {
    word: { kind: 'dynamic', prefix: text.slice(0, at), suffix, splits: splitting },
    text: word.text,
    ...(word.span && { span: word.span }),
  };
}

function assignmentIn(word: ShellWord): Assignment | undefined {
  const known = word.word.kind === 'literal' ? word.word.text : word.word.prefix;
  const match = /^([A-Za-z_]\w*)=/.exec(known);
  if (!match) return undefined;
  const value =
    word.word.kind === 'literal'
      ? ({ kind: 'literal', text: known.slice(match[0].length) } as const)
      : ({ ...word.word, prefix: known.slice(match[0].length) } as const);
  return { name: match[1]!, value, text: word.text, ...(word.span && { span: word.span }) };
}

function place(word: ShellWord): { textAt?: number } {
  return word.textAt === undefined ? {} : { textAt: word.textAt };
}
