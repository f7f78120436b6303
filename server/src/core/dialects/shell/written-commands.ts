import { hiddenCharacter } from '../../decide/hidden-characters.ts';
import type {
  AssignmentNode,
  CommandNode,
  ParsedScript,
  RedirectionNode,
  Statement,
  SyntaxNode,
  WordNode,
} from '../../decide/shell-parser.ts';
import { forEachChild, parse } from '../../decide/shell-parser.ts';
import { memory } from '../../remembered.ts';

/**
 * The commands of a line as they are written, quotes and all: what tools compare with their patterns that parse with the
 * grammar tree-sitter-bash and look for its `command` nodes (opencode 1.18, VS Code 1.139). Assignments before a command
 * belong to it, whatever it runs in a substitution is a command of its own, and nothing is unwrapped. The grammar has
 * nodes of other kinds for `[ … ]`, `[[ … ]]`, `(( … ))`, `export A=1`, `unset A`, `A=1` and `> file`: none of these is a
 * command, and a tool that asks only about commands does not ask about them.
 */
export interface WrittenLine {
  /** In the order in which they begin. */
  readonly commands: readonly WrittenCommand[];
  /** `[ … ]`, `[[ … ]]`, `export A=1`, `unset A`, as written and in the order in which they begin. */
  readonly builtins: readonly Pick<WrittenCommand, 'text' | 'start'>[];
  /** True where anything is redirected, in a substitution too, or there is a here-document. */
  readonly redirects: boolean;
  /** True where there is a subshell or a substitution, of a command or a process. */
  readonly substitutes: boolean;
  /** Targets of redirections, as written, without those that only duplicate a descriptor. */
  readonly targets: readonly string[];
  /** True where a variable is set, declared or unset by something that is no command: `A=1`, `export PATH=x`. */
  readonly declares: boolean;
  /** Why the line cannot be divided with certainty: it is no shell, or is known to be read in another way by that grammar. */
  readonly problem?: string;
}

export interface WrittenCommand {
  /** From its first assignment to its last word, redirections in between included. */
  readonly text: string;
  /**
   * The same with the redirections after it, where the grammar ties them to this command: where it begins a list or a
   * pipeline, and not where it ends one (`a && b > f`).
   */
  readonly statement: string;
  /** Where it begins in the line. */
  readonly start: number;
  /** Its name and arguments as written, without assignments and redirections. */
  readonly words: readonly WrittenWord[];
}

export interface WrittenWord {
  readonly text: string;
  /** True for a word that is text, quoted or not, and not an expansion, a substitution or a number alone. */
  readonly isText: boolean;
}

/** Longer lines are not read: no person approves them. */
const LONGEST_LINE = 100_000;
const MOST_COMMANDS = 1000;
const DEEPEST = 200;

/** Total; linear in the text. The latest lines are remembered, since every agent of a repository is asked about the same. */
export function writtenCommands(line: string): WrittenLine {
  return lines(line, () => readCommands(line));
}

const lines = memory<WrittenLine>(8192);

function readCommands(line: string): WrittenLine {
  const state: State = {
    commands: [],
    builtins: [],
    redirects: false,
    substitutes: false,
    targets: [],
    declares: false,
    problem: undefined,
    depth: 0,
  };
  if (line.length > LONGEST_LINE) state.problem = `it is longer than ${LONGEST_LINE.toLocaleString('en')} characters`;
  else state.problem = hiddenCharacter(line);
  // A blank behind a backslash is lost to the grammar, and a line that begins with one goes on with the last.
  if (/\\[ \t]|\n\s*\\/.test(line)) state.problem ??= OTHERWISE;
  // Of several substitutions in backquotes it makes one.
  if ((line.match(/`/g)?.length ?? 0) > 2) state.problem ??= OTHERWISE;
  if (state.problem === undefined) readScript(parse(line), line, state);
  const { commands, builtins, redirects, substitutes, targets, declares, problem } = state;
  return {
    commands: commands.sort((a, b) => a.start - b.start),
    builtins: builtins.sort((a, b) => a.start - b.start),
    redirects,
    substitutes,
    targets,
    declares,
    ...(problem !== undefined && { problem }),
  };
}

interface State {
  readonly commands: WrittenCommand[];
  readonly builtins: Pick<WrittenCommand, 'text' | 'start'>[];
  redirects: boolean;
  substitutes: boolean;
  readonly targets: string[];
  declares: boolean;
  problem: string | undefined;
  depth: number;
}

/** The text that positions count in; `at` is where it stands in the line. */
interface Text {
  readonly text: string;
  readonly at: number;
}

const OTHERWISE = 'the parser that divides it may read it in another way';

function refuse(state: State, why: string): void {
  state.problem ??= why;
}

function readScript(script: ParsedScript, line: string, state: State, at = 0): void {
  const message = script.errors?.[0]?.message;
  if (message !== undefined) refuse(state, message);
  const text: Text = script.source === undefined ? { text: line, at } : { text: script.source, at };
  readStatements(script.commands, text, state);
}

function readStatements(statements: readonly Statement[], text: Text, state: State): void {
  for (const [index, statement] of statements.entries()) {
    const next = statements[index + 1];
    // What follows three piped commands on a line of its own may go on with the last of them, line end and all.
    if (next && endsInPipes(statement) && !/^[ \t]*;/.test(text.text.slice(statement.end, next.pos))) {
      refuse(state, OTHERWISE);
    }
    readStatement(statement, text, state);
  }
}

function endsInPipes({ command, background }: Statement): boolean {
  const last = command.type === 'AndOr' ? command.commands.at(-1) : command;
  return last?.type === 'Pipeline' && last.commands.length > 2 && !background;
}

function readStatement(statement: Statement, text: Text, state: State): void {
  const { command } = statement;
  const chain = command.type === 'AndOr' ? command.commands : [command];
  for (const [index, each] of chain.entries()) readPipeline(each, text, state, index === 0);
}

/** `first` where nothing of the same list stands before it: then redirections are its own. */
function readPipeline(
  node: Exclude<Statement['command'], { readonly type: 'AndOr' }>,
  text: Text,
  state: State,
  first: boolean,
): void {
  if (node.type !== 'Pipeline') {
    readCommand(node, text, state, { owns: first });
    return;
  }
  const timeAt = node.prefixes.findIndex((prefix) => prefix.type === 'Time');
  const isNegated = node.prefixes.some((prefix, index) => prefix.type === 'Negation' && (timeAt < 0 || index < timeAt));
  const [head, ...rest] = node.commands;
  const prefix = timeAt < 0 ? undefined : node.prefixes[timeAt];
  if (!head && node.prefixes.some((each) => each.type === 'Negation')) refuse(state, OTHERWISE);
  else if (!head && prefix) {
    const written = text.text.slice(prefix.pos, node.end).trim();
    const words = written.split(/\s+/).map((each) => ({ text: each, isText: true }));
    state.commands.push({ text: written, statement: written, start: prefix.pos + text.at, words });
  }
  if (head) {
    const isPlain = head.type === 'Subshell' || (head.type === 'Command' && head.name !== undefined);
    if (node.prefixes.length > 0 && !isPlain) refuse(state, OTHERWISE);
    readCommand(head, text, state, { owns: first && !isNegated, isNegated, ...(prefix && { from: prefix.pos }) });
  }
  for (const each of rest) readCommand(each, text, state, { owns: false });
}

interface Place {
  /** Whether redirections after the command are its own. */
  readonly owns: boolean;
  readonly isNegated?: boolean;
  /** Where it begins, when a word before it belongs to it (`time`). */
  readonly from?: number;
}

function readCommand(node: CommandNode, text: Text, state: State, place: Place): void {
  if (state.commands.length >= MOST_COMMANDS) refuse(state, 'it has more than 1,000 commands');
  else if (++state.depth > DEEPEST) refuse(state, 'it is nested too deeply');
  else readNode(node, text, state, place);
  state.depth--;
}

function readNode(node: CommandNode, text: Text, state: State, place: Place): void {
  switch (node.type) {
    case 'Command':
      readSimple(node, text, state, place);
      break;
    case 'Coproc':
      if (node.body.type !== 'Command' || node.name) refuse(state, OTHERWISE);
      if (node.body.type !== 'CompoundList') {
        readCommand(node.body, text, state, { owns: place.owns, from: node.pos });
      }
      break;
    case 'Function':
      if (node.body.type === 'CompoundList') refuse(state, 'it is not complete');
      else readCommand(node.body, text, state, { owns: true });
      break;
    case 'ArithmeticCommand':
      // The grammar takes `(( $(a) ))` for two subshells.
      if (/[$`][({]|`/.test(node.body)) refuse(state, OTHERWISE);
      readChildren(node, text, state);
      break;
    case 'TestCommand':
      putBuiltin(text.text.slice(node.pos, node.end), node.pos, text, state);
      readChildren(node, text, state);
      break;
    case 'Subshell':
      state.substitutes = true;
      readChildren(node, text, state);
      break;
    default:
      readChildren(node, text, state);
  }
}

function putBuiltin(written: string, pos: number, text: Text, state: State): void {
  state.builtins.push({ text: written.trim(), start: pos + text.at });
}

/** Statements and substitutions below a node that is no command itself. */
function readChildren(node: SyntaxNode, text: Text, state: State): void {
  forEachChild(node, (child) => {
    if (state.problem !== undefined) return;
    switch (child.type) {
      case 'CompoundList':
        readStatements(child.commands, text, state);
        return;
      case 'Command':
      case 'Subshell':
      case 'BraceGroup':
      case 'If':
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
      case 'While':
      case 'Case':
      case 'TestCommand':
      case 'ArithmeticCommand':
      case 'Redirected':
      case 'Function':
      case 'Coproc':
        readCommand(child, text, state, { owns: true });
        return;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        state.substitutes = true;
        if (child.script)
          readScript(
            child.script,
            text.text,
            state,
            child.script.source === undefined ? text.at : text.at + child.pos + 1,
          );
        else refuse(state, 'it is not complete');
        return;
      case 'Redirect':
      case 'HereString':
      case 'HereDoc':
        readRedirection(child, state);
        break;
    }
    if (++state.depth > DEEPEST) refuse(state, 'it is nested too deeply');
    else readChildren(child, text, state);
    state.depth--;
  });
}

function readRedirection(node: RedirectionNode, state: State): void {
  state.redirects = true;
  if (node.type !== 'Redirect' || !node.target) return;
  if (node.operator === '<>') refuse(state, OTHERWISE);
  if (node.operator.endsWith('&') && /^(\d+-?|-)$/.test(node.target.text)) return;
  state.targets.push(node.target.text);
}

/** Shell builtins that the grammar has nodes of their own for. */
const DECLARATIONS = new Set(['declare', 'typeset', 'export', 'readonly', 'local', 'unset', 'unsetenv']);

/** Names of programs as people write them, and words that only the shell knows the meaning of. */
const NAME = /^(?:\\?[A-Za-z_./~][\w./~+-]*|["'`].*|\$[\w{(].*)$/s;

function readSimple(node: CommandNode & { type: 'Command' }, text: Text, state: State, place: Place): void {
  readChildren(node, text, state);
  if (!node.name) {
    if (node.prefix.some((each) => each.type === 'Assignment')) state.declares = true;
    // Several in a row may go on with what follows, line end and all.
    if (node.prefix.length > 1) refuse(state, OTHERWISE);
    return;
  }
  const start = place.from ?? node.pos;
  const after = node.suffix.findIndex((each) => each.type === 'Redirect' || each.type === 'HereDoc');
  const last = after < 0 ? node.end : Math.max(node.name.end, node.suffix[after - 1]?.end ?? 0);
  if (place.from === undefined && node.prefix.length === 0) {
    // After `!` the grammar takes them for commands like any other.
    if (DECLARATIONS.has(node.name.text) && !place.isNegated) {
      state.declares ||= !node.name.text.startsWith('unset');
      // What stands in a here-document after them is lost to the grammar.
      if (node.redirects.some(({ type }) => type === 'HereDoc')) refuse(state, OTHERWISE);
      putBuiltin(text.text.slice(start, last), start, text, state);
      return;
    }
    if (node.name.text === '[') {
      if (node.args.at(-1)?.text !== ']') refuse(state, OTHERWISE);
      putBuiltin(text.text.slice(start, last), start, text, state);
      return;
    }
  }
  // The grammar begins a test with `[a]`, a group with `{a,b}`, and an assignment with `--x=y`.
  if (!NAME.test(node.name.text)) refuse(state, OTHERWISE);
  const { name } = node;
  if ([name, ...node.args].some(({ text }) => text === '$')) refuse(state, OTHERWISE);
  if (node.prefix.length > 0 && node.redirects.some(({ pos }) => pos < name.pos)) refuse(state, OTHERWISE);
  const before = node.suffix[after - 1];
  if (before?.type === 'Word' && before.text === '-') refuse(state, OTHERWISE);
  const words: WrittenWord[] = [];
  if (place.from !== undefined) {
    for (const each of text.text.slice(place.from, node.pos).trim().split(/\s+/))
      words.push({ text: each, isText: true });
  }
  for (const each of [node.name, ...node.args]) words.push(wordOf(each));
  const command = text.text.slice(start, last);
  state.commands.push({
    text: command.trim(),
    statement: place.owns
      ? text.text.slice(start, Math.max(node.end, hereDocEnd(node.redirects))).trim()
      : command.trim(),
    start: start + text.at,
    words,
  });
}

function hereDocEnd(redirects: readonly RedirectionNode[]): number {
  return Math.max(0, ...redirects.map((each) => (each.type === 'HereDoc' ? (each.closing?.end ?? each.body.end) : 0)));
}

function wordOf(node: WordNode | AssignmentNode): WrittenWord {
  if (node.type === 'Assignment') return { text: node.text, isText: true };
  const only = node.parts?.length === 1 ? node.parts[0] : undefined;
  const isExpansion =
    only !== undefined &&
    only.type !== 'Literal' &&
    only.type !== 'Glob' &&
    only.type !== 'SingleQuoted' &&
    only.type !== 'DoubleQuoted' &&
    only.type !== 'ExtendedGlob';
  return { text: node.text, isText: !isExpansion && !/^\d+$/.test(node.text) };
}
