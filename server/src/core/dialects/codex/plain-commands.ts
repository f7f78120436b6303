import type { CommandNode, ParsedScript, Statement } from '../../decide/shell-parser.ts';
import { parse } from '../../decide/shell-parser.ts';

/**
 * What Codex compares with its rules: the commands of a script, where that is nothing but plain words between `&&`, `||`, `;`,
 * `|` and line ends (`plain`), the one command that a here-document is fed to (`heredoc`), or else the script as one argument
 * of its shell (`opaque`). `unknown` where we cannot tell with certainty what its parser, tree-sitter-bash, makes of it.
 * `codex-rs/shell-command/src/bash.rs`.
 */
export type ShellReading =
  | { readonly kind: 'plain' | 'heredoc'; readonly commands: readonly (readonly string[])[] }
  | { readonly kind: 'opaque' | 'unknown' };

const OPAQUE: ShellReading = { kind: 'opaque' };
const UNKNOWN: ShellReading = { kind: 'unknown' };

/** Longer scripts are not taken apart: no person approves them. */
const LONGEST = 20_000;

/** Reads a script. Total. */
export function plainCommands(script: string): ShellReading {
  if (script.length > LONGEST) return UNKNOWN;
  const tree = parse(script);
  // The grammar recovers from some of what is no shell, and finds commands in it.
  if ((tree.errors?.length ?? 0) > 0) return UNKNOWN;
  // What lies beyond ASCII, and blanks and line ends behind a backslash, the grammar reads in ways of its own.
  if (/\\[ \t\n]|[^ -~\n\t\p{L}]/u.test(script)) return UNKNOWN;
  const commands: string[][] = [];
  for (const statement of tree.commands) {
    const kind = addStatement(statement, script, commands);
    if (kind === 'unknown') return UNKNOWN;
    if (kind === 'opaque') return heredocReading(tree, script);
  }
  // Whatever else stands between them is a comment, or something that our parser passes over.
  const between = separators(tree.commands, script);
  if (between.includes('#')) return heredocReading(tree, script);
  // After three commands in a pipe the grammar goes on with the last of them on the next line.
  if (between.includes('\n') && tree.commands.some(hasLongPipe)) return UNKNOWN;
  if (/[^ \t\n;&|]|;[ \t\n]*;/.test(between)) return UNKNOWN;
  return commands.length === 0 ? OPAQUE : { kind: 'plain', commands };
}

type Part = 'plain' | 'opaque' | 'unknown';

function addStatement(statement: Statement, script: string, into: string[][]): Part {
  if (statement.background) return 'opaque';
  const { command } = statement;
  const pipelines = command.type === 'AndOr' ? command.commands : [command];
  for (const pipeline of pipelines) {
    if (pipeline.type !== 'Pipeline') {
      const kind = addCommand(pipeline, script, into);
      if (kind !== 'plain') return kind;
      continue;
    }
    if (pipeline.prefixes.length > 0)
      return pipeline.prefixes.some((each) => each.type === 'Time') ? 'unknown' : 'opaque';
    for (const each of pipeline.commands) {
      const kind = addCommand(each, script, into);
      if (kind !== 'plain') return kind;
    }
    if (script.slice(pipeline.pos, pipeline.end).includes('|&')) return 'unknown';
  }
  return 'plain';
}

function addCommand(node: CommandNode, script: string, into: string[][]): Part {
  if (node.type !== 'Command') return 'opaque';
  if (!node.name || node.prefix.length > 0 || node.redirects.length > 0) return 'opaque';
  const name = script.slice(node.name.pos, node.name.end);
  if (SPECIAL.has(name)) return 'opaque';
  const words: string[] = [];
  for (const [i, word] of [node.name, ...node.args].entries()) {
    const read = plainWord(script.slice(word.pos, word.end), i === 0);
    if (typeof read === 'string' && (read === 'opaque' || read === 'unknown')) return read;
    words.push((read as { readonly value: string }).value);
  }
  into.push(words);
  return 'plain';
}

/** Names for which the grammar has nodes other than that of a command. */
const SPECIAL = new Set(['declare', 'typeset', 'export', 'readonly', 'local', 'unset', 'unsetenv', '[', '[[', '((']);

/** What the grammar takes for a number. */
const NUMBER = /^-?(0x)?[0-9]+(#[0-9A-Za-z@_]+)?$/;

/** What a word is compared as: unquoted, with its backslashes kept. A command's name is one unquoted word. */
function plainWord(text: string, isName: boolean): 'opaque' | 'unknown' | { readonly value: string } {
  const pieces = /'[^']*'|"(?:[^"\\]|\\.)*"|[^'"]+/gsy;
  let value = '';
  let count = 0;
  let at = 0;
  while (at < text.length) {
    pieces.lastIndex = at;
    const piece = pieces.exec(text)?.[0];
    if (piece === undefined) return 'unknown';
    at += piece.length;
    count++;
    if (piece.startsWith("'")) {
      value += piece.slice(1, -1);
    } else if (piece.startsWith('"')) {
      const inner = piece.slice(1, -1);
      if (/(^|[^\\])(\\\\)*[$`]/.test(inner))
        return /(^|[^\\])(\\\\)*(\$[\w({?!#@*$-]|`)/.test(inner) ? 'opaque' : 'unknown';
      if (/\\[^\w./]/.test(inner)) return 'unknown';
      value += inner;
    } else {
      if (/[$`(){}<>]/.test(piece))
        return /^[^$`(){}<>]*\$[\w({'"]|^[^$`(){}<>]*`|^[^$`(){}<>]*[<>]\(/.test(piece + text.slice(at, at + 1))
          ? 'opaque'
          : 'unknown';
      // Of brackets and exclamation marks the grammar makes something else, depending on what is around them.
      if (/[\\[\]!]/.test(piece)) return 'unknown';
      value += piece;
    }
  }
  // At the place of a name the grammar tries assignments and tests first.
  if (isName && !/['"]/.test(text) && !/^[\w./~][\w./~:,-]*$/.test(text)) return 'unknown';
  if (isName && (count !== 1 || text.startsWith("'") || text.startsWith('"') || NUMBER.test(text))) return 'opaque';
  if (count > 1 && value === '') return 'opaque';
  return { value };
}

/** A script with a here-document and one command: that command's words, where all of them are unquoted text. */
function heredocReading(tree: ParsedScript, script: string): ShellReading {
  if (!script.includes('<<')) return OPAQUE;
  const [statement, ...others] = tree.commands;
  const command = statement?.command;
  if (others.length > 0 || command?.type !== 'Command' || statement?.background) return UNKNOWN;
  if (!command.name || command.prefix.length > 0) return UNKNOWN;
  if (command.redirects.some((each) => each.type === 'Redirect')) return OPAQUE;
  if (!command.redirects.some((each) => each.type === 'HereDoc')) return OPAQUE;
  if (command.redirects.length > 1 || /[$`]/.test(script)) return UNKNOWN;
  const words = [command.name, ...command.args].map((word) => script.slice(word.pos, word.end));
  if (words.some((word) => /['"]/.test(word))) return OPAQUE;
  if (words.some((word) => !/^[\w./:=@%+,~*?-]+$/.test(word))) return UNKNOWN;
  if (SPECIAL.has(words[0]!) || words[0]!.includes('=') || words.includes('-')) return UNKNOWN;
  return { kind: 'heredoc', commands: [words] };
}

function hasLongPipe({ command }: Statement): boolean {
  const pipelines = command.type === 'AndOr' ? command.commands : [command];
  return pipelines.some((each) => each.type === 'Pipeline' && each.commands.length > 2);
}

/** The text that belongs to no word. */
function separators(statements: readonly Statement[], script: string): string {
  const spans = statements.flatMap(wordSpans).sort((a, b) => a.pos - b.pos);
  let text = '';
  let at = 0;
  for (const { pos, end } of spans) {
    text += script.slice(at, pos);
    at = end;
  }
  return text + script.slice(at);
}

function wordSpans({ command }: Statement): { readonly pos: number; readonly end: number }[] {
  const pipelines = command.type === 'AndOr' ? command.commands : [command];
  const commands = pipelines.flatMap((each) => (each.type === 'Pipeline' ? each.commands : [each]));
  return commands.flatMap((each) => (each.type === 'Command' && each.name ? [each.name, ...each.args] : []));
}
