import type { Word } from '../scope/command.ts';
import type { Span } from '../span.ts';
import { hiddenCharacter } from './hidden-characters.ts';
import {
  arithmeticProblem,
  isPlainArithmetic,
  LONGEST_EXPRESSION,
  numericVariables,
  TOO_LONG,
} from './shell-arithmetic.ts';
import type { Assignment, Redirection, ShellNode, ShellReading, ShellWord, SimpleCommand } from './shell-node.ts';
import { EMPTY_NODE, MOST_DYNAMIC, MOST_WORDS, TOO_MANY_DYNAMIC, TOO_MANY_WORDS } from './shell-node.ts';
import type {
  AssignmentNode,
  CommandNode,
  ParameterExpansionPart,
  ParsedScript,
  RedirectionNode,
  Statement,
  SyntaxNode,
  TestExpression,
  WordNode,
} from './shell-parser.ts';
import { forEachChild, parse } from './shell-parser.ts';
import { readWord } from './shell-word.ts';

/**
 * Reads a command line into what it runs. Everything that the parser reports as an error, and everything by which bash
 * could execute what does not stand in the line as a command, makes the line unparsed.
 *
 * `at` is where the text stands in the action's command line, or undefined where it does not stand there letter by
 * letter (the argument of `bash -c` with escapes in it).
 */
export function readShell(text: string, at: number | undefined): ShellReading {
  const unreadable =
    text.length > LONGEST_LINE
      ? `it is longer than ${LONGEST_LINE.toLocaleString('en')} characters`
      : hiddenCharacter(text);
  if (unreadable !== undefined) return { node: EMPTY_NODE, unparsed: unreadable };
  const script = parse(text);
  if (script.errors?.[0]) return { node: EMPTY_NODE, unparsed: script.errors[0].message };
  const shared: Shared = { script, plainGlobs: !/shopt|glob/.test(text), words: 0, dynamic: 0, depth: 0 };
  const node = readScript(script, { text, at, shared });
  return shared.problem === undefined ? { node } : { node: EMPTY_NODE, unparsed: shared.problem };
}

/** Longer lines are not read: no person approves them and no grant means them. */
const LONGEST_LINE = 100_000;

/** Deeper expressions are not read. */
const DEEPEST = 200;

/** What a text is read in. */
interface Context {
  readonly text: string;
  readonly at: number | undefined;
  readonly shared: Shared;
}

/** What the texts of a line share: backquotes have a text of their own. */
interface Shared {
  readonly script: ParsedScript;
  /** True where nothing changes what file name patterns match. */
  readonly plainGlobs: boolean;
  numeric?: ReadonlySet<string>;
  /** The first thing that makes the line unparsed. Once there is one, nothing more is read. */
  problem?: string;
  words: number;
  dynamic: number;
  depth: number;
}

function refuse({ shared }: Context, why: string | undefined): void {
  if (why !== undefined) shared.problem ??= why;
}

function numericIn({ shared }: Context): ReadonlySet<string> {
  shared.numeric ??= numericVariables(shared.script);
  return shared.numeric;
}

function wordIn(node: WordNode, context: Context): ShellWord {
  const { shared } = context;
  const word = readWord(node, context.at, shared.plainGlobs);
  shared.words++;
  if (word.word.kind === 'dynamic') shared.dynamic++;
  if (shared.words > MOST_WORDS) refuse(context, TOO_MANY_WORDS);
  if (shared.dynamic > MOST_DYNAMIC) refuse(context, TOO_MANY_DYNAMIC);
  return word;
}

function readScript(script: ParsedScript, context: Context): ShellNode {
  refuse(context, script.errors?.[0]?.message);
  if (script.source === undefined) return readStatements(script.commands, context);
  // Backquotes with escapes in them are parsed from their decoded text, whose offsets are not the line's.
  return readStatements(script.commands, { text: script.source, at: undefined, shared: context.shared });
}

function readStatements(statements: readonly Statement[], context: Context): ShellNode {
  return sequence(
    statements.map((statement) => {
      if (context.shared.problem !== undefined) return EMPTY_NODE;
      const node = readNode(statement.command, context);
      return statement.background ? ({ kind: 'apart', node } as const) : node;
    }),
  );
}

function readList(list: { readonly commands: readonly Statement[] } | undefined, context: Context): ShellNode {
  return list ? readStatements(list.commands, context) : EMPTY_NODE;
}

function sequence(items: readonly ShellNode[]): ShellNode {
  const kept = items.filter((item) => item.kind !== 'sequence' || item.items.length > 0);
  return kept.length === 1 ? kept[0]! : { kind: 'sequence', items: kept };
}

function readNode(node: Statement['command'] | { readonly type: 'CompoundList' }, context: Context): ShellNode {
  switch (node.type) {
    case 'AndOr': {
      if (node.operators.length > DEEPEST) refuse(context, 'it joins too many commands');
      if (context.shared.problem !== undefined) return EMPTY_NODE;
      let left = readNode(node.commands[0]!, context);
      for (const [index, operator] of node.operators.entries()) {
        left = { kind: operator === '&&' ? 'and' : 'or', left, right: readNode(node.commands[index + 1]!, context) };
      }
      return left;
    }
    case 'Pipeline': {
      const negated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
      const commands = node.commands.map((command) => readNode(command, context));
      const joined: ShellNode =
        commands.length === 1
          ? commands[0]!
          : sequence(commands.map((each) => ({ kind: 'apart', node: each }) as const));
      return negated ? { kind: 'not', node: joined } : joined;
    }
    case 'Command':
      return readCommand(node, context);
    case 'Redirected':
      return sequence([
        substitutionsIn(node.redirects, context),
        { kind: 'redirections', redirections: readRedirections(node.redirects, context) },
        readNode(node.command, context),
      ]);
    case 'Subshell':
      return { kind: 'apart', node: readList(node.body, context) };
    case 'BraceGroup':
      return readList(node.body, context);
    case 'If': {
      if (node.elif.length > DEEPEST) refuse(context, 'it has too many branches');
      if (context.shared.problem !== undefined) return EMPTY_NODE;
      const branches = [
        { clause: node.clause, body: node.then },
        ...node.elif.map((e) => ({ clause: e.clause, body: e.then })),
      ];
      let rest = readList(node.else, context);
      for (const branch of branches.toReversed()) {
        rest = sequence([
          readList(branch.clause, context),
          { kind: 'branches', branches: [readList(branch.body, context), rest] },
        ]);
      }
      return rest;
    }
    case 'While':
      return { kind: 'loop', node: sequence([readList(node.clause, context), readList(node.body, context)]) };
    case 'For':
    case 'Select': {
      const set = loopVariable(node.name, node.wordlist, context);
      const body = sequence([...set, readList(node.body, context)]);
      return sequence([substitutionsIn(node.wordlist ?? [], context), { kind: 'loop', node: body }]);
    }
    case 'ArithmeticFor':
      for (const part of [node.initialize, node.test, node.update]) {
        refuse(context, arithmeticProblem(part, numericIn(context)));
      }
      return { kind: 'loop', node: readList(node.body, context) };
    case 'Case':
      return sequence([
        substitutionsIn([node.word], context),
        {
          kind: 'branches',
          // One item may fall through into the next (`;&`), so each may be followed by all that come after it.
          branches: [
            sequence(
              node.items.map((item) => ({
                kind: 'branches' as const,
                branches: [sequence([substitutionsIn(item.pattern, context), readList(item.body, context)])],
              })),
            ),
          ],
        },
      ]);
    case 'TestCommand':
      refuse(context, testProblem(node.expression, context));
      return substitutionsIn([node], context);
    case 'ArithmeticCommand':
      if (node.body.length > LONGEST_EXPRESSION) refuse(context, TOO_LONG);
      else refuse(context, arithmeticProblem(node.expression, numericIn(context)));
      return EMPTY_NODE;
    case 'Function':
      return { kind: 'function', name: node.name.value, body: readNode(node.body, context) };
    case 'Coproc':
      // Bash 5.2 reads `$(coproc a)` as `$(coproc COPROC a)`, and then runs a program COPROC.
      if (context.shared.depth > 0) refuse(context, 'it has a coproc in a substitution, which bash reads in two ways');
      return { kind: 'apart', node: readNode(node.body, context) };
    case 'CompoundList':
      refuse(context, 'it is not complete');
      return EMPTY_NODE;
  }
}

/** A loop variable that a program may read from its environment (`PATH`, `https_proxy`) is an assignment like any other. */
function loopVariable(name: WordNode, words: readonly WordNode[] | undefined, context: Context): ShellNode[] {
  if (!/[A-Z]|_proxy$/.test(name.value)) return [];
  const only = words?.length === 1 ? wordIn(words[0]!, context).word : undefined;
  const value: Word = only ?? { kind: 'dynamic', prefix: '', suffix: '', splits: false };
  return [{ kind: 'assignment', assignment: placed({ name: name.value, value, text: name.text }, name, context) }];
}

function readCommand(node: CommandNode & { type: 'Command' }, context: Context): ShellNode {
  const words: ShellWord[] = node.name ? [wordIn(node.name, context)] : [];
  const assignments: Assignment[] = [];
  for (const each of node.prefix) {
    if (context.shared.problem !== undefined) return EMPTY_NODE;
    if (each.type === 'Assignment') assignments.push(readAssignment(each, context));
  }
  for (const each of node.args) {
    if (context.shared.problem !== undefined) return EMPTY_NODE;
    // `export A=1`: an argument like any other, which only the shell's own builtins take as an assignment.
    words.push(each.type === 'Assignment' ? assignmentWord(each, context) : wordIn(each, context));
  }
  const redirections = readRedirections(node.redirects, context);
  const command: SimpleCommand = placed(
    { words, assignments, redirections, text: context.text.slice(node.pos, node.end) },
    node,
    context,
  );
  const name = node.name ? [node.name] : [];
  return sequence([substitutionsIn([...name, ...node.prefix, ...node.suffix], context), { kind: 'command', command }]);
}

function readAssignment(node: AssignmentNode, context: Context): Assignment {
  if (++context.shared.words > MOST_WORDS) refuse(context, TOO_MANY_WORDS);
  const index = node.index?.text;
  if (index !== undefined && index !== '@' && index !== '*' && !isPlainArithmetic(index, numericIn(context))) {
    refuse(context, `the subscript \`${index}\` may hold a command`);
  }
  let value: Word = { kind: 'dynamic', prefix: '', suffix: '', splits: false };
  if (node.value.type === 'Word') {
    const { word } = wordIn(node.value, context);
    value = word.kind === 'dynamic' ? { ...word, splits: false } : word;
  } else if (node.value.elements.some((element) => /^\[[^\]]*[^\]\d]/.test(element.text))) {
    refuse(context, 'a subscript in an array may hold a command');
  }
  if (node.append)
    value = {
      kind: 'dynamic',
      prefix: '',
      suffix: value.kind === 'literal' ? value.text : value.suffix,
      splits: false,
    };
  return placed({ name: node.name, value, text: node.text }, node, context);
}

function assignmentWord(node: AssignmentNode, context: Context): ShellWord {
  const { name, value } = readAssignment(node, context);
  const head = `${name}${node.append ? '+' : ''}=`;
  const word: Word =
    node.append || node.index || value.kind === 'dynamic'
      ? {
          kind: 'dynamic',
          prefix: head + (value.kind === 'dynamic' ? value.prefix : ''),
          suffix: value.kind === 'dynamic' ? value.suffix : value.text,
          splits: false,
        }
      : { kind: 'literal', text: head + value.text };
  return placed({ word, text: node.text }, node, context);
}

function readRedirections(nodes: readonly RedirectionNode[], context: Context): Redirection[] {
  const redirections: Redirection[] = [];
  for (const node of nodes) {
    if (node.type === 'HereDoc' && hasOpenQuote(node.delimiter?.text ?? '')) refuse(context, 'a quote is not closed');
    if (node.type !== 'Redirect' || !node.target) continue;
    const target = wordIn(node.target, context);
    const { word } = target;
    const isDuplicate = word.kind === 'literal' && /^(\d+-?|-)$/.test(word.text) && node.operator.endsWith('&');
    if (isDuplicate) continue;
    redirections.push(
      placed({ operator: node.operator, target, text: context.text.slice(node.pos, node.end) }, node, context),
    );
  }
  return redirections;
}

function hasOpenQuote(delimiter: string): boolean {
  return /['"]/.test(delimiter.replace(/\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs, ''));
}

/** Adds the place in the action's command line, where there is one. */
function placed<T extends object>(value: T, node: { pos: number; end: number }, context: Context): T & { span?: Span } {
  return context.at === undefined
    ? value
    : { ...value, span: { start: node.pos + context.at, end: node.end + context.at } };
}

/** What the substitutions in these words run, before the words are used; and what makes their expansions a risk. */
function substitutionsIn(nodes: readonly SyntaxNode[], context: Context): ShellNode {
  const items: ShellNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (context.shared.problem !== undefined) return;
    switch (node.type) {
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        if (node.text.startsWith('${')) refuse(context, 'it has a substitution that runs in this shell itself');
        if (node.script) items.push({ kind: 'apart', node: readScript(node.script, context) });
        else refuse(context, 'it is not complete');
        return;
      case 'ArithmeticExpansion':
        if (node.text.length > LONGEST_EXPRESSION) refuse(context, TOO_LONG);
        else refuse(context, arithmeticProblem(node.expression, numericIn(context)));
        return;
      case 'ParameterExpansion':
        refuse(context, expansionProblem(node, context));
        if (node.operation?.type === 'Default' && node.operation.operator.endsWith('=')) {
          const assignment = {
            name: node.parameter,
            value: wordIn(node.operation.operand, context).word,
            text: node.text,
          };
          items.push({ kind: 'assignment', assignment: placed(assignment, node, context) });
        }
        break;
    }
    if (++context.shared.depth > DEEPEST) refuse(context, 'it is nested too deeply');
    else forEachChild(node, visit);
    context.shared.depth--;
  };
  for (const node of nodes) visit(node);
  return sequence(items);
}

function expansionProblem(node: ParameterExpansionPart, context: Context): string | undefined {
  const { operation, index } = node;
  if (node.prefix === '!' && operation?.type !== 'Names' && index?.text !== '@' && index?.text !== '*') {
    return `\`${node.text}\` expands a name that is only known when it runs`;
  }
  if (operation?.type === 'Transform' && !/^[QEAaKkUuL]$/.test(operation.operand.text)) {
    return `\`${node.text}\` expands its value once more, commands in it included`;
  }
  if (operation?.type === 'Unknown') return `\`${node.text}\` is not known`;
  const calculated = operation?.type === 'Slice' ? [operation.offset, operation.length] : [];
  if (index && index.text !== '@' && index.text !== '*') calculated.push(index);
  for (const word of calculated) {
    if (word && !isPlainArithmetic(word.text, numericIn(context)))
      return `\`${word.text}\` in \`${node.text}\` may hold a command`;
  }
  return undefined;
}

const ARITHMETIC_TESTS = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);

function testProblem(test: TestExpression, context: Context): string | undefined {
  switch (test.type) {
    case 'TestUnary': {
      if (test.operator !== '-v' && test.operator !== '-R') return undefined;
      return /^\w+$/.test(test.operand.text)
        ? undefined
        : `\`${test.operator} ${test.operand.text}\` may run a command`;
    }
    case 'TestBinary': {
      if (!ARITHMETIC_TESTS.has(test.operator)) return undefined;
      const odd = [test.left, test.right].find(
        (word) => !isPlainArithmetic(word.text.replace(/^"(.*)"$/s, '$1'), numericIn(context)),
      );
      return odd && `it compares \`${odd.text}\` as a number, which may hold a command`;
    }
    case 'TestLogical':
      return test.operands.map((each) => testProblem(each, context)).find((each) => each !== undefined);
    case 'TestNot':
      return testProblem(test.operand, context);
    case 'TestGroup':
      return testProblem(test.expression, context);
  }
}
