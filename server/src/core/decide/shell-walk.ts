import type { Word } from '../scope/command.ts';
import { remembered } from '../scope/memo.ts';
import { normalisePath } from '../scope/path.ts';
import type { Span } from '../span.ts';
import { builtinProblem } from './builtins.ts';
import type { Directories } from './path-target.ts';
import { readShell } from './shell.ts';
import type { Assignment, Redirection, ShellNode, ShellWord, SimpleCommand } from './shell-node.ts';
import {
  MOST_DYNAMIC,
  MOST_PARTS,
  MOST_WORDS,
  TOO_MANY_DYNAMIC,
  TOO_MANY_PARTS,
  TOO_MANY_WORDS,
} from './shell-node.ts';
import { type Inner, textOf, unwrap } from './unwrap.ts';

/** One thing that a line does and that is judged on its own. In the order in which they happen. */
export type LinePart =
  | {
      readonly kind: 'command';
      readonly words: readonly ShellWord[];
      readonly assignments: readonly Assignment[];
      /** False for a transparent wrapper, which needs no grant of its own; a deny of it still holds. */
      readonly needsGrant: boolean;
      readonly directories: Directories;
      readonly text: string;
      readonly span?: Span;
    }
  | {
      readonly kind: 'redirection';
      readonly verb: 'read' | 'write';
      readonly target: ShellWord;
      readonly directories: Directories;
      readonly text: string;
      readonly span?: Span;
    };

export interface LineParts {
  readonly parts: readonly LinePart[];
  /** Why the line is not understood. */
  readonly unparsed?: string;
}

/** Texts within texts: `bash -c 'bash -c …'`. */
const DEEPEST = 16;

/** The directories in which what follows may run: after the command succeeded, and after it failed. */
interface After {
  readonly success: Directories;
  readonly failure: Directories;
}

interface Walk {
  readonly parts: LinePart[];
  problem: string | undefined;
  readonly functions: Map<string, FunctionState>;
  /** Names of the functions whose bodies are being walked. */
  readonly calling: string[];
  /** True where what is walked may not run, or runs in a shell of its own. */
  conditional: boolean;
  depth: number;
  words: number;
  dynamic: number;
}

interface FunctionState {
  readonly bodies: ShellNode[];
  /** Certain when the name stands for the function in everything that follows. */
  readonly certain: boolean;
  called: boolean;
}

/**
 * Takes a command line apart into what is judged. `directory` is where it starts, relative to the workspace's root. The
 * same object for the same line, as long as it is remembered: what is known of a part may be kept with it.
 */
export function lineParts(line: string, directory: string): LineParts {
  return directory === '' && line.length <= LONGEST_REMEMBERED ? rememberedParts(line) : takenApart(line, directory);
}

/** Every grant is asked the same few lines, by every rule and after every edit. */
const rememberedParts = remembered((line) => takenApart(line, ''));

/** Longer lines are rare, and what is kept of them is large. */
const LONGEST_REMEMBERED = 500;

function takenApart(line: string, directory: string): LineParts {
  const walk: Walk = {
    parts: [],
    problem: undefined,
    functions: new Map(),
    calling: [],
    conditional: false,
    depth: 0,
    words: 0,
    dynamic: 0,
  };
  walkText(line, 0, [normalisePath(directory === '' ? '.' : directory)], walk);
  for (const [name, { bodies, called }] of walk.functions) {
    // What is defined and never called here may be called by a later line of the same shell.
    if (!called) for (const body of bodies) callFunction(name, body, 'unknown', walk);
  }
  if (walk.problem === undefined && walk.parts.length === 0) walk.problem = 'it runs nothing';
  return walk.problem === undefined ? { parts: walk.parts } : { parts: walk.parts, unparsed: walk.problem };
}

function walkText(text: string, at: number | undefined, directories: Directories, walk: Walk): After {
  if (walk.depth >= DEEPEST) {
    walk.problem ??= 'it has texts within texts that are too deep';
    return same(directories);
  }
  const reading = readShell(text, at);
  walk.problem ??= reading.unparsed;
  walk.depth++;
  const after = walkNode(reading.node, directories, walk);
  walk.depth--;
  return after;
}

function same(directories: Directories): After {
  return { success: directories, failure: directories };
}

function union(a: Directories, b: Directories): Directories {
  if (a === b || b === 'unknown') return b;
  if (a === 'unknown') return a;
  const all = [...new Set([...a, ...b])];
  return all.length > 8 ? 'unknown' : all;
}

function either(after: After): Directories {
  return union(after.success, after.failure);
}

function walkNode(node: ShellNode, directories: Directories, walk: Walk): After {
  if (walk.problem !== undefined) return same(directories);
  switch (node.kind) {
    case 'command':
      return walkCommand(node.command, directories, walk);
    case 'redirections':
      for (const each of node.redirections) walkRedirection(each, directories, walk);
      return same(directories);
    case 'assignment':
      add(walk, assignmentPart(node.assignment, directories));
      return same(directories);
    case 'sequence': {
      let after = same(directories);
      for (const item of node.items) after = walkNode(item, either(after), walk);
      return after;
    }
    case 'and': {
      const left = walkNode(node.left, directories, walk);
      const right = conditionally(walk, () => walkNode(node.right, left.success, walk));
      return { success: right.success, failure: union(left.failure, right.failure) };
    }
    case 'or': {
      const left = walkNode(node.left, directories, walk);
      const right = conditionally(walk, () => walkNode(node.right, left.failure, walk));
      return { success: union(left.success, right.success), failure: right.failure };
    }
    case 'not': {
      const after = walkNode(node.node, directories, walk);
      return { success: after.failure, failure: after.success };
    }
    case 'apart':
      conditionally(walk, () => walkNode(node.node, directories, walk));
      return same(directories);
    case 'branches': {
      let all = directories;
      for (const branch of node.branches) {
        all = union(all, either(conditionally(walk, () => walkNode(branch, directories, walk))));
      }
      return same(all);
    }
    case 'loop': {
      const inside = changesDirectory(node.node, walk) ? 'unknown' : directories;
      conditionally(walk, () => walkNode(node.node, inside, walk));
      return same(inside);
    }
    case 'function': {
      const known = walk.functions.get(node.name);
      walk.functions.set(node.name, {
        bodies: walk.conditional && known ? [...known.bodies, node.body] : [node.body],
        certain: !walk.conditional,
        called: false,
      });
      return same(directories);
    }
  }
}

function conditionally(walk: Walk, run: () => After): After {
  const before = walk.conditional;
  walk.conditional = true;
  const after = run();
  walk.conditional = before;
  return after;
}

/** A loop that changes its directory may do so any number of times. Names that may hide a `cd` count as one. */
function changesDirectory(node: ShellNode, walk: Walk): boolean {
  switch (node.kind) {
    case 'command': {
      const name = node.command.words[0];
      const text = textOf(name);
      if (name === undefined) return false;
      return text === undefined || walk.functions.has(text) || /^(cd|pushd|popd|builtin|command|eval)$/.test(text);
    }
    case 'sequence':
      return node.items.some((item) => changesDirectory(item, walk));
    case 'and':
    case 'or':
      return changesDirectory(node.left, walk) || changesDirectory(node.right, walk);
    case 'not':
    case 'loop':
      return changesDirectory(node.node, walk);
    case 'branches':
      return node.branches.some((branch) => changesDirectory(branch, walk));
    case 'function':
      return true;
    case 'apart':
    case 'redirections':
    case 'assignment':
      return false;
  }
}

function add(walk: Walk, part: LinePart): void {
  const words = part.kind === 'command' ? part.words : [part.target];
  walk.words += words.length;
  for (const { word } of words) if (word.kind === 'dynamic') walk.dynamic++;
  if (walk.parts.length >= MOST_PARTS) walk.problem ??= TOO_MANY_PARTS;
  else if (walk.words > MOST_WORDS) walk.problem ??= TOO_MANY_WORDS;
  else if (walk.dynamic > MOST_DYNAMIC) walk.problem ??= TOO_MANY_DYNAMIC;
  else walk.parts.push(part);
}

function assignmentPart(assignment: Assignment, directories: Directories): LinePart {
  return {
    kind: 'command',
    words: [],
    assignments: [assignment],
    needsGrant: true,
    directories,
    text: assignment.text,
    ...(assignment.span && { span: assignment.span }),
  };
}

function walkCommand(command: SimpleCommand, directories: Directories, walk: Walk): After {
  for (const each of command.redirections) walkRedirection(each, directories, walk);
  if (command.words.length === 0 && command.assignments.length === 0) return same(directories);
  return walkWords(command.words, command.assignments, directories, walk, true);
}

function walkWords(
  words: readonly ShellWord[],
  assignments: readonly Assignment[],
  directories: Directories,
  walk: Walk,
  mayBeFunction: boolean,
): After {
  const name = textOf(words[0]);
  const defined = mayBeFunction && name !== undefined ? walk.functions.get(name) : undefined;
  if (defined && name !== undefined) {
    defined.called = true;
    let after = same(directories);
    if (assignments.length > 0) for (const each of assignments) add(walk, assignmentPart(each, directories));
    for (const body of defined.bodies) {
      const left = callFunction(name, body, directories, walk);
      after = { success: union(after.success, left.success), failure: union(after.failure, left.failure) };
    }
    if (defined.certain) return after;
    directories = either(after);
  }
  // `unset` takes functions away, and what is not known may be `unset`.
  if (name === undefined || name === 'unset') {
    for (const [each, known] of walk.functions) walk.functions.set(each, { ...known, certain: false });
  }
  walk.problem ??= builtinProblem(words);
  const unwrapped = unwrap(words);
  walk.problem ??= unwrapped.unparsed;
  if (walk.problem !== undefined) return same(directories);
  const inner = unwrapped.inner[0];
  const isWrapped = inner !== undefined && !unwrapped.judged;
  add(walk, {
    kind: 'command',
    words,
    // Set before a transparent wrapper, they are in the environment of what it runs, and are judged with that.
    assignments: isWrapped ? [] : assignments,
    needsGrant: !isWrapped,
    directories,
    ...extent(words, assignments),
  });
  let after = directoryAfter(name, words, directories);
  for (const each of unwrapped.inner) {
    const left = walkInner(each, isWrapped ? assignments : [], directories, walk, name ?? '');
    if (each.here || name === 'builtin' || name === 'command') after = left;
  }
  return after;
}

function walkInner(
  inner: Inner,
  outer: readonly Assignment[],
  directories: Directories,
  walk: Walk,
  wrapper: string,
): After {
  const start = inner.elsewhere ? 'unknown' : inner.directory ? entered(inner.directory, directories) : directories;
  if (inner.text !== undefined) {
    if (inner.here) return walkText(inner.text, inner.textAt, start, walk);
    for (const each of outer) add(walk, assignmentPart(each, directories));
    // Another shell knows none of this one's functions.
    const own = wrapper === 'trap' ? walk.functions : new Map<string, FunctionState>();
    const nested: Walk = { ...walk, functions: own, calling: [], conditional: false };
    walkText(inner.text, inner.textAt, start, nested);
    for (const [name, { bodies, called }] of nested.functions) {
      if (!called && own !== walk.functions) for (const body of bodies) callFunction(name, body, 'unknown', nested);
    }
    walk.problem ??= nested.problem;
    walk.words = nested.words;
    walk.dynamic = nested.dynamic;
    return same(directories);
  }
  return walkWords(inner.words ?? [], [...outer, ...(inner.assignments ?? [])], start, walk, false);
}

function callFunction(name: string, body: ShellNode, directories: Directories, walk: Walk): After {
  if (walk.calling.includes(name)) {
    walk.problem ??= `the function ${name} calls itself`;
    return same(directories);
  }
  walk.calling.push(name);
  const after = conditionally(walk, () => walkNode(body, directories, walk));
  walk.calling.pop();
  return after;
}

/** `cd DIR` and `pushd DIR` move; `popd`, `cd -` and anything that is not certain lead who knows where. */
function directoryAfter(name: string | undefined, words: readonly ShellWord[], directories: Directories): After {
  if (name === undefined) return same('unknown');
  if (name === 'popd') return { success: 'unknown', failure: directories };
  if (name !== 'cd' && name !== 'pushd') return same(directories);
  const operands = words.slice(1).filter((word) => !/^-[LPe@]+$|^--$/.test(textOf(word) ?? ''));
  const target = operands[0];
  if (target === undefined) return { success: name === 'cd' ? ['~'] : 'unknown', failure: directories };
  if (operands.length > 1 || /^[-+]/.test(textOf(target) ?? '')) return { success: 'unknown', failure: directories };
  return { success: entered(target, directories), failure: directories };
}

function entered(target: ShellWord, directories: Directories): Directories {
  const text = textOf(target);
  if (text === undefined || text === '' || target.tilde === 'other') return 'unknown';
  if (text.startsWith('/') || target.tilde === 'home') return [normalisePath(text)];
  if (directories === 'unknown') return 'unknown';
  return [...new Set(directories.map((each) => normalisePath(text.startsWith('~') ? `./${text}` : text, each)))];
}

/** Streams that are no files: writing to them changes nothing in the workspace. */
const STREAMS = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/stdin', '/dev/tty']);

function walkRedirection(redirection: Redirection, directories: Directories, walk: Walk): void {
  const { operator, target, text, span } = redirection;
  const word: Word = target.word;
  if (word.kind === 'literal' && STREAMS.has(word.text)) return;
  // Bash opens network connections at these names (Bash manual, Redirections).
  const known = word.kind === 'literal' ? word.text : word.prefix;
  if (/^\/dev\/(tcp|udp)\//.test(known)) {
    walk.problem ??= `\`${text}\` opens a network connection`;
    return;
  }
  const verbs: ('read' | 'write')[] =
    operator === '<>' ? ['read', 'write'] : operator === '<' || operator === '<&' ? ['read'] : ['write'];
  for (const verb of verbs) {
    add(walk, { kind: 'redirection', verb, target, directories, text, ...(span && { span }) });
  }
}

/** The text of a command without its redirections: of its words, and the assignments before them. */
function extent(words: readonly ShellWord[], assignments: readonly Assignment[]): { text: string; span?: Span } {
  const all = [...assignments, ...words].filter((each) => each.text !== '');
  const spans = all.map((each) => each.span);
  const text = all.map((each) => each.text).join(' ');
  if (spans.length === 0 || spans.some((span) => span === undefined)) return { text };
  return {
    text,
    span: { start: Math.min(...spans.map((span) => span!.start)), end: Math.max(...spans.map((span) => span!.end)) },
  };
}
