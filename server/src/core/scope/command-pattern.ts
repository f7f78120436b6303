import { type Automaton, automaton, isTooLong, NO_TEXT } from './automaton.ts';
import { type Charset, charset, complement, SURROGATES, union, without } from './charset.ts';
import {
  choice,
  EMPTY_TEXT,
  type Expression,
  literal,
  NOTHING,
  optional,
  plus,
  sequence,
  sequenceOf,
  set,
  star,
} from './expression.ts';
import { globExpression, type PatternProblem, type Piece, readGlob, tooLarge } from './glob.ts';
import { type Matcher, matcher } from './matcher.ts';
import { remembered } from './memo.ts';

/** Inside automata a command is its words, each ended by this sign; an assignment before the program has a mark in front. */
export const WORD_END = '\u0000';
export const ASSIGNMENT_MARK = '\u0001';

/** What a word is made of: anything that an argument can hold. */
export const WORD_CHARACTERS: Charset = complement(charset(WORD_END, ASSIGNMENT_MARK));

const ANY_IN_WORD = star(set(WORD_CHARACTERS));
const END = literal(WORD_END);
const ONE_WORD = sequence(ANY_IN_WORD, END);
const ANY_WORDS = star(ONE_WORD);
export const ANY_ASSIGNMENTS: Expression = star(sequence(literal(ASSIGNMENT_MARK), ANY_IN_WORD, END));
/** Every command there is. */
export const ANY_COMMAND: Expression = sequence(ANY_ASSIGNMENTS, ANY_WORDS);

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;

/** Does a word in front of the program set a variable (`CI=1`)? */
export function isAssignment(text: string): boolean {
  return ASSIGNMENT.test(text);
}

/** The words as automata spell them. Leading words of the form `NAME=…` are assignments. */
export function encodeWords(words: readonly string[]): string {
  let encoded = '';
  let leading = true;
  for (const word of words) {
    leading &&= isAssignment(word);
    encoded += (leading ? ASSIGNMENT_MARK : '') + encodeText(word) + WORD_END;
  }
  return encoded;
}

/** No argument of a program holds the first of these two signs, and no pattern means the second. */
export function encodeText(text: string): string {
  return text.replaceAll(WORD_END, '\ufffd').replaceAll(ASSIGNMENT_MARK, '\ufffd');
}

export function decodeWords(encoded: string): readonly string[] {
  return encoded
    .split(WORD_END)
    .slice(0, -1)
    .map((word) => word.replace(ASSIGNMENT_MARK, ''));
}

/** A word of a pattern or of a plain command line: its text as a glob in which what was quoted is escaped. */
interface QuotedWord {
  readonly glob: string;
  /** For each offset in `glob`, where it stands in the pattern. */
  readonly offsets: readonly number[];
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** Splits at blanks as a shell does, with `'…'`, `"…"` and `\`. */
function quotedWords(text: string): { words: QuotedWord[]; problem: PatternProblem | undefined } {
  const words: QuotedWord[] = [];
  let problem: PatternProblem | undefined;
  let index = 0;
  while (index < text.length) {
    if (/\s/.test(text[index]!)) {
      index++;
      continue;
    }
    const start = index;
    let glob = '';
    let quoted = false;
    const offsets: number[] = [];
    const put = (sign: string, at: number, exactly: boolean) => {
      if (exactly && '*?[]{},\\'.includes(sign)) {
        glob += '\\';
        offsets.push(at);
      }
      glob += sign;
      offsets.push(at);
    };
    while (index < text.length && !/\s/.test(text[index]!)) {
      const sign = text[index]!;
      const close = sign === "'" || sign === '"' ? closingQuote(text, index) : undefined;
      if (close !== undefined) {
        quoted = true;
        for (let inside = index + 1; inside < close; inside++) {
          if (sign === '"' && text[inside] === '\\' && '"\\$`'.includes(text[inside + 1]!)) inside++;
          put(text[inside]!, inside, true);
        }
        index = close + 1;
        continue;
      }
      if (sign === "'" || sign === '"') problem ??= { message: `${sign} is not closed`, start: index, end: index + 1 };
      if (sign === '\\' && index + 1 < text.length) {
        quoted = true;
        put(text[index + 1]!, index, true);
        index += 2;
        continue;
      }
      if (sign === '\\')
        problem ??= { message: '`\\` has nothing after it to stand for', start: index, end: index + 1 };
      put(sign, index, sign === '\\');
      index++;
    }
    words.push({ glob, offsets, start, end: index, quoted });
  }
  return { words, problem };
}

function closingQuote(text: string, start: number): number | undefined {
  for (let index = start + 1; index < text.length; index++) {
    if (text[start] === '"' && text[index] === '\\') index++;
    else if (text[index] === text[start]) return index;
  }
  return undefined;
}

/** The words of a command line without anything that a shell would expand or act on; undefined for any other line. */
export function plainWords(line: string): readonly string[] | undefined {
  const { words, problem } = quotedWords(line);
  if (problem !== undefined || words.length === 0) return undefined;
  const texts: string[] = [];
  for (const word of words) {
    // What is left unescaped stood unquoted in the line.
    if (/(^|[^\\])(\\\\)*[*?[{]/.test(word.glob) || unquotedSigns(line, word, /[;|&<>()$`~#!]/) !== undefined)
      return undefined;
    texts.push(word.glob.replaceAll(/\\(.)/gs, '$1'));
  }
  return texts;
}

function unquotedSigns(text: string, word: QuotedWord, signs: RegExp): number | undefined {
  for (let index = word.start; index < word.end; index++) {
    const sign = text[index]!;
    if (sign === '\\') index++;
    else if (sign === "'" || sign === '"') index = closingQuote(text, index) ?? index;
    else if (signs.test(sign)) return index;
  }
  return undefined;
}

/** The word as it has to be written in a command line. */
export function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./^-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** One simple command as a line. An assignment's name stands outside the quotes, or it would be none. */
export function commandLine(words: readonly string[]): string {
  let leading = true;
  const written = words.map((word) => {
    const name: string | undefined = ASSIGNMENT.exec(word)?.[0];
    leading &&= name !== undefined;
    if (leading && name !== undefined)
      return word.length > name.length ? name + quoteWord(word.slice(name.length)) : name;
    // The program's name must not become an assignment.
    return name !== undefined ? `'${word.replaceAll("'", `'\\''`)}'` : quoteWord(word);
  });
  return written.join(' ');
}

export interface CommandPattern {
  readonly expression: Expression;
  readonly automaton: Automaton;
  readonly matches: Matcher;
  readonly problem: PatternProblem | undefined;
  /** The pattern's words, for templates: `undefined` where a word is `**`. */
  readonly words: readonly (readonly Piece[] | undefined)[];
}

/** In front of a pattern's text: whatever assignments stand before the command, it is covered. */
const ASSIGNED = '\u0002';

/** The pattern as denies and exceptions hold: `A=1 git push` is denied where `git push` is. */
export function underAssignments(text: string): string {
  return text.startsWith(ASSIGNED) ? text : ASSIGNED + text;
}

/** A pattern's language and matcher, compiled once per text. */
export const commandPattern = remembered((written: string): CommandPattern => {
  const text = written.startsWith(ASSIGNED) ? written.slice(ASSIGNED.length) : written;
  if (isTooLong(text)) {
    return { expression: NOTHING, automaton: NO_TEXT, matches: matcher(NO_TEXT), problem: tooLarge(text), words: [] };
  }
  const { words, problem } = quotedWords(text);
  let trouble = problem;
  const parts: Expression[] = [];
  const read: (readonly Piece[] | undefined)[] = [];
  let leading = true;
  for (const word of words) {
    if (!word.quoted && /^\*\*+$/.test(word.glob)) {
      parts.push(leading ? ANY_COMMAND : ANY_WORDS);
      read.push(undefined);
      leading = false;
      continue;
    }
    const { pieces, problem } = readGlob(word.glob, { one: false, classes: false });
    if (problem !== undefined) {
      const at = (offset: number) => word.offsets[offset] ?? word.end;
      trouble ??= { message: problem.message, start: at(problem.start), end: at(problem.end) };
    }
    read.push(pieces);
    leading &&= assigns(pieces);
    const inside = globExpression(pieces, WORD_CHARACTERS);
    parts.push(leading ? sequence(literal(ASSIGNMENT_MARK), inside, END) : sequence(inside, END));
  }
  trouble ??= shellProblem(text, words);
  if (text !== written) parts.unshift(ANY_ASSIGNMENTS);
  const expression = words.length === 0 ? literal(WORD_END) : sequenceOf(parts);
  const compiled = automaton(expression);
  if (compiled !== undefined)
    return { expression, automaton: compiled, matches: matcher(compiled), problem: trouble, words: read };
  const asWritten = literal(encodeWords(text.split(/\s+/)));
  const exact = automaton(asWritten) ?? NO_TEXT;
  return {
    expression: asWritten,
    automaton: exact,
    matches: matcher(exact),
    problem: trouble ?? tooLarge(text),
    words: read,
  };
});

function assigns(pieces: readonly Piece[]): boolean {
  let start = '';
  for (const piece of pieces) {
    if (piece.kind !== 'character') break;
    start += piece.character;
  }
  return isAssignment(start);
}

const JOINS: Readonly<Record<string, string>> = {
  ';': 'joins commands; give each its own pattern',
  '|': 'joins commands; give each its own pattern',
  '&': 'joins commands; give each its own pattern, or quote the word',
  '<': 'is a redirection, which a `read` rule is for; quote it if it is text',
  '>': 'is a redirection, which a `write` rule is for; quote it if it is text',
  $: 'is not expanded in a pattern; write `*` for the part that varies, or quote it',
  '`': 'is not expanded in a pattern; write `*` for the part that varies, or quote it',
  '(': 'is shell syntax; quote it if it is text',
  ')': 'is shell syntax; quote it if it is text',
};

/** Signs that a shell acts on can never be in a word unless they are quoted. */
function shellProblem(text: string, words: readonly QuotedWord[]): PatternProblem | undefined {
  if (words.length === 0) return { message: 'the pattern is empty', start: 0, end: text.length };
  for (const word of words) {
    const at = unquotedSigns(text, word, /[;|&<>$`()]/);
    if (at !== undefined) return { message: `\`${text[at]}\` ${JOINS[text[at]!]}`, start: at, end: at + 1 };
  }
  return undefined;
}

/** The commands that these words may become: what is between a dynamic word's known ends is any text, or any words. */
export function possibleCommands(
  words: readonly (
    | { readonly kind: 'literal'; readonly text: string }
    | { readonly kind: 'dynamic'; readonly prefix: string; readonly suffix: string; readonly splits: boolean }
  )[],
): Expression {
  const parts: Expression[] = [];
  let leading = true;
  for (const word of words) {
    if (word.kind === 'literal') {
      leading &&= isAssignment(word.text);
      parts.push(literal((leading ? ASSIGNMENT_MARK : '') + encodeText(word.text) + WORD_END));
      continue;
    }
    leading &&= isAssignment(word.prefix);
    const prefix = literal(encodeText(word.prefix));
    const suffix = literal(encodeText(word.suffix));
    // The value of an assignment is never split.
    if (leading) parts.push(literal(ASSIGNMENT_MARK), prefix, ANY_IN_WORD, suffix, END);
    else if (!word.splits) parts.push(prefix, ANY_IN_WORD, suffix, END);
    else if (word.prefix === '' && word.suffix === '') parts.push(ANY_WORDS);
    else parts.push(prefix, ANY_IN_WORD, optional(sequence(END, ANY_WORDS, ANY_IN_WORD)), suffix, END);
  }
  return sequenceOf(parts);
}

/** Every command that can be written: assignments, then a program whose name is none, then its arguments. */
export function everyCommand(): Expression {
  const characters = without(WORD_CHARACTERS, SURROGATES);
  const any = star(set(characters));
  const letter = charset('_', ['a', 'z'], ['A', 'Z']);
  const inName = union(letter, charset(['0', '9']));
  const name = sequence(set(letter), star(set(inName)));
  const assignment = sequence(literal(ASSIGNMENT_MARK), name, optional(literal('+')), literal('='), any, END);
  const program = choice([
    sequence(set(without(characters, letter)), any),
    sequence(
      name,
      choice([
        EMPTY_TEXT,
        sequence(set(without(characters, union(inName, charset('=+')))), any),
        sequence(literal('+'), optional(sequence(set(without(characters, charset('='))), any))),
      ]),
    ),
  ]);
  const argument = sequence(any, END);
  return choice([plus(assignment), sequence(star(assignment), program, END, star(argument))]);
}
