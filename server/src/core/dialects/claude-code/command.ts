import { type Implied, impliedActions } from '../../decide/implied.ts';
import { readShell } from '../../decide/shell.ts';
import type { Redirection, ShellNode, ShellWord, SimpleCommand } from '../../decide/shell-node.ts';
import { wrapperOf } from '../../decide/wrappers.ts';
import { memory } from '../../remembered.ts';
import { normalisePath } from '../../scope/path.ts';

/** Longer lines always ask. https://code.claude.com/docs/en/permissions#read-only-commands */
const LONGEST = 10_000;

/** One command of a line, wherever it stands in it: in a pipeline, a list, a subshell, a loop, a substitution. */
export interface Unit {
  readonly text: string;
  /** What allow rules are compared with: without the wrappers and known assignments that are taken off. */
  readonly stripped: string;
  /** The words of that. */
  readonly words: readonly ShellWord[];
  /** What deny and ask rules are compared with besides: every form on the way, without any assignment. */
  readonly forms: readonly string[];
  /** More forms, of which the documentation does not say whether they count. */
  readonly otherForms: readonly string[];
  /** The whole command, with what was taken off and its redirections: what an exact rule may name. */
  readonly whole: readonly string[];
  /** Names of assignments before it that an allow rule does not look past. */
  readonly assigned: readonly string[];
  /** Why an allow rule may not be enough, where nothing is documented: a substitution, a variable. */
  readonly open?: string;
}

export interface Target {
  readonly verb: 'read' | 'write';
  readonly text: string;
  /** Normalised; undefined where it begins with `~` or a pattern is in it, or where nobody knows. */
  readonly path: string | undefined;
}

export interface Line {
  readonly units: readonly Unit[];
  readonly redirections: readonly Target[];
  /** Variables that are set by a command of their own. */
  readonly hasChange: boolean;
  readonly unparsed?: string;
}

/** Takes a command line apart as far as its rules see it. Total. */
export function readLine(line: string, directory: string): Line {
  return lines(`${directory}\0${line}`, () => readAnew(line, directory));
}

/** The commands of the analysis' tables are asked about for every agent of a repository. */
const lines = memory<Line>(8192);

function readAnew(line: string, directory: string): Line {
  if (line.length > LONGEST) return empty(`it is longer than ${LONGEST.toLocaleString('en')} characters`);
  const { node, unparsed } = readShell(line, 0);
  if (unparsed !== undefined) return empty(unparsed);
  const commands: SimpleCommand[] = [];
  const redirections: Redirection[] = [];
  collect(node, commands, redirections);
  const units = commands.filter(({ words }) => words.length > 0).map((command) => unitOf(command, line));
  return {
    units,
    redirections: redirections.map((each) => targetOf(each, directory)),
    hasChange: units.some(({ words }) => words[0]?.text === 'cd' || words[0]?.text === 'pushd'),
  };
}

function empty(unparsed: string): Line {
  return { units: [], redirections: [], hasChange: false, unparsed };
}

function collect(node: ShellNode, commands: SimpleCommand[], redirections: Redirection[]): void {
  const stack: ShellNode[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    switch (next.kind) {
      case 'command':
        commands.push(next.command);
        redirections.push(...next.command.redirections);
        break;
      case 'redirections':
        redirections.push(...next.redirections);
        break;
      case 'sequence':
        stack.push(...next.items.toReversed());
        break;
      case 'and':
      case 'or':
        stack.push(next.right, next.left);
        break;
      case 'not':
      case 'apart':
      case 'loop':
        stack.push(next.node);
        break;
      case 'branches':
        stack.push(...next.branches.toReversed());
        break;
      case 'function':
        stack.push(next.body);
        break;
      case 'assignment':
        break;
    }
  }
}

/** Taken off before any rule is compared. https://code.claude.com/docs/en/permissions#process-wrappers */
const STRIPPED: ReadonlySet<string> = new Set([
  'timeout',
  'time',
  'nice',
  'nohup',
  'stdbuf',
  'command',
  'builtin',
  'noglob',
]);
/** Seen through by deny and ask rules too (changelog, 2.1.113). */
const SEEN_THROUGH: ReadonlySet<string> = new Set(['env', 'sudo', 'watch', 'ionice', 'setsid']);
/** Of the known-safe variables only these are named: `NODE_ENV` in the page on permissions, the others in the changelog (2.1.98). */
const SAFE_VARIABLES: ReadonlySet<string> = new Set(['NODE_ENV', 'LANG', 'TZ', 'NO_COLOR']);

function unitOf(command: SimpleCommand, line: string): Unit {
  const { assignments } = command;
  const assigned = assignments.map(({ name }) => name).filter((name) => !SAFE_VARIABLES.has(name));
  const head = assignments.map(({ text }) => text).join(' ');
  let words = command.words;
  const forms = [textOfWords(words, line)];
  for (let inner = unwrapped(words, STRIPPED); inner; inner = unwrapped(words, STRIPPED)) {
    words = inner;
    forms.push(textOfWords(words, line));
  }
  const stripped = forms.at(-1)!;
  for (let seen = unwrapped(words, SEEN_THROUGH, STRIPPED); seen; ) {
    forms.push(textOfWords(seen, line));
    seen = unwrapped(seen, SEEN_THROUGH, STRIPPED);
  }
  const withHead = (text: string) => (head === '' ? text : `${head} ${text}`);
  const otherForms = [
    ...new Set([
      ...forms.map((form) => form.replace(/[ \t]+/g, ' ')),
      command.words.map((word) => (word.word.kind === 'literal' ? word.word.text : word.text)).join(' '),
    ]),
  ].filter((form) => !forms.includes(form));
  const open = openness(command);
  return {
    text: command.text,
    stripped,
    words,
    forms,
    otherForms,
    whole: [...new Set([command.text, withHead(forms[0]!), forms[0]!])],
    assigned,
    ...(open === undefined ? {} : { open }),
  };
}

function openness({ words, assignments }: SimpleCommand): string | undefined {
  const texts = [...words, ...assignments].map(({ text }) => text.replace(/'[^']*'/g, ''));
  if (texts.some((text) => /\$\(|`|[<>]\(/.test(text))) return 'a substitution in it';
  if (texts.some((text) => /\$[\w{@*#?!-]/.test(text))) return 'a variable in it';
  return undefined;
}

/** The words as they stand in the line, with the blanks between them, and without what stands between them otherwise. */
function textOfWords(words: readonly ShellWord[], line: string): string {
  let text = '';
  words.forEach((word, index) => {
    const before = words[index - 1]?.span;
    const gap = before && word.span ? line.slice(before.end, word.span.start) : ' ';
    text += index === 0 ? '' : /^[ \t]+$/.test(gap) ? gap : ' ';
    text += word.text;
  });
  return text;
}

/** The command inside a wrapper of one of these names; undefined where there is none, or where it is not certain where it begins. */
function unwrapped(
  words: readonly ShellWord[],
  ...names: readonly ReadonlySet<string>[]
): readonly ShellWord[] | undefined {
  const program = words[0]?.text;
  if (program === undefined || words.length < 2) return undefined;
  if (program === 'xargs') return words[1]!.text.startsWith('-') ? undefined : words.slice(1);
  if (!names.some((each) => each.has(program))) return undefined;
  if (program === 'noglob') return words.slice(1);
  const wrapper = wrapperOf(program, words[1]?.text);
  if (!wrapper) return undefined;
  const has = (list: string | undefined, text: string) => list?.split(' ').includes(text) === true;
  let at = 1;
  for (; at < words.length; at++) {
    const text = words[at]!.text;
    if (!text.startsWith('-') || text === '-') break;
    if (text === '--') {
      at++;
      break;
    }
    if (has(wrapper.notWith, text)) return undefined;
    const name = text.startsWith('--') ? text.split('=')[0]! : text;
    if (has(wrapper.values, name)) {
      if (!text.includes('=')) at++;
    } else if (!has(wrapper.flags, name)) {
      const short = text.slice(0, 2);
      // `-n10` and `-oL`: the value is attached.
      if (text.startsWith('--') || !has(wrapper.values, short)) {
        if (!(program === 'nice' && /^-\d+$/.test(text))) return undefined;
      }
    }
  }
  while (wrapper.assignments && at < words.length && /^\w+=/.test(words[at]!.text)) at++;
  at += wrapper.operands ?? 0;
  return at < words.length ? words.slice(at) : undefined;
}

function targetOf({ operator, target, text }: Redirection, directory: string): Target {
  const verb = operator.includes('>') ? 'write' : 'read';
  return { verb, text, path: pathOfWord(target, directory) };
}

/** The one path that a word is; undefined where it begins with `~`, is a pattern, or depends on what only a run knows. */
export function pathOfWord(word: ShellWord, directory: string): string | undefined {
  const value = word.word;
  if (value.kind !== 'literal' || value.text === '' || word.tilde === 'other') return undefined;
  return normalisePath(
    word.tilde === undefined && value.text.startsWith('~') ? `./${value.text}` : value.text,
    directory,
  );
}

const files = new WeakMap<Unit, readonly Implied[]>();

/** What a command is known to do to files, as far as it says so itself. */
export function filesOf(unit: Unit): readonly Implied[] {
  let known = files.get(unit);
  if (!known) {
    known = impliedActions(unit.words);
    files.set(unit, known);
  }
  return known;
}

/** The program that a unit runs, once wrappers are taken off. */
export function programOf(unit: Unit): string {
  const word = unit.words[0]?.word;
  return word?.kind === 'literal' ? word.text : '';
}
