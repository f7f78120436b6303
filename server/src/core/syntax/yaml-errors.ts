import type { YAMLError } from 'yaml';
import type { Problem } from './problem.ts';

export const TAB_MESSAGE = 'YAML is indented with spaces, never with tabs';

/** What the YAML parser complains about, in our words: short, at the place, and saying what to do. */
export function yamlProblem(error: YAMLError, text: string): Problem | undefined {
  const [from, to] = error.pos;
  const start = Math.max(0, Math.min(from, text.length));
  const at = (message: string, span = lineRest(text, start, to)): Problem => ({
    rule: 'syntax-error',
    severity: 'error',
    message,
    ...span,
  });
  const { message } = error;
  switch (error.code) {
    case 'MISSING_CHAR':
      if (/closing ["']quote/.test(message))
        return at('This text is not closed: the quote at its end is missing', openQuote(text, start));
      if (/^Flow (sequence|map)/.test(message)) return at(unclosed(message), openBracket(text, start));
      if (/Implicit map keys/.test(message)) return halfWritten(text, start);
      if (/Missing , or :|Missing , between/.test(message)) return at('A comma is missing before this');
      if (/Missing space after :/.test(message)) return at('A space is missing after the colon');
      if (/Comments must be separated/.test(message)) return at('A comment needs a space before its #');
      if (/without - indicator/.test(message)) return at('This stands in a list and has no dash before it');
      if (/Block scalar/.test(message)) return at('The text block is not indented more than its key');
      return at(`YAML misses a character here: ${lowered(message)}`);
    case 'BAD_INDENT':
      if (/^Flow (sequence|map)/.test(message)) return at(unclosed(message), openBracket(text, start));
      if (/quoted string/.test(message))
        return at('This text is not closed, or its further lines are not indented', openQuote(text, start));
      if (/same column/.test(message))
        return at(
          'The indentation does not fit the lines above: entries of one list or mapping begin in the same column',
        );
      return at(`The indentation does not fit: ${lowered(message)}`);
    case 'TAB_AS_INDENT':
      return at(TAB_MESSAGE, { start, end: afterTabs(text, start) });
    case 'BAD_SCALAR_START':
      return at(`A text that begins with ${text[start] ?? 'this'} needs quotes`, wordAt(text, start));
    case 'BAD_DQ_ESCAPE':
      return at('There is no such escape: write `\\\\` for a backslash, or use single quotes', {
        start,
        end: start + 2,
      });
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return at('A key has to stand on one line with its colon');
    case 'BLOCK_AS_IMPLICIT_KEY':
      return at('A second `key:` on one line needs quotes around the text, or its own line');
    case 'BLOCK_IN_FLOW':
      return at('A list with dashes cannot stand inside [ ] or { }: write it with commas');
    case 'UNEXPECTED_TOKEN':
      if (/Unexpected ,/.test(message)) return at('This comma is one too many', { start, end: start + 1 });
      if (/empty item/.test(message)) return at('This item is empty');
      if (/at node end/.test(message))
        return at('The value ends before this: put quotes around the whole value, or begin a new line');
      return at('This does not fit here');
    case 'BAD_DIRECTIVE':
      return at('This YAML directive is not known', lineRest(text, start, start));
    case 'MULTIPLE_DOCS':
      return undefined;
    case 'RESOURCE_EXHAUSTION':
      return {
        rule: 'too-deep',
        severity: 'error',
        message: 'The text is nested too deep to be read',
        ...lineRest(text, start, to),
      };
    // Tags, aliases and duplicate keys are judged by the tree builder, which knows the nodes.
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
    case 'DUPLICATE_KEY':
      return undefined;
    case 'BAD_ALIAS':
      return /cannot be an empty string/.test(message) ? undefined : at(lowered(message));
    default:
      return at(`This cannot be read: ${lowered(message)}`);
  }
}

/** A word alone where `key: value` is expected, as it stands while somebody types. */
export function halfWritten(text: string, start: number): Problem {
  const span = wordAt(text, start);
  return {
    rule: 'half-written',
    severity: 'error',
    message: `\`${shown(text.slice(span.start, span.end))}\` needs a colon and a value`,
    ...span,
  };
}

/** A piece of the user's text for a message: one line, and not long. */
export function shown(text: string): string {
  const line = text.split('\n', 1)[0]!.trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

function unclosed(message: string): string {
  return /end with a \]/.test(message) || /sequence/.test(message)
    ? 'This list is not closed: a ] is missing'
    : 'This mapping is not closed: a } is missing';
}

function lowered(message: string): string {
  const first = message.split('\n', 1)[0]!;
  return first.charAt(0).toLowerCase() + first.slice(1);
}

/** From `start` to `end`, but never beyond the end of the line, and never empty where there is text. */
function lineRest(text: string, start: number, end: number): { start: number; end: number } {
  let from = start;
  // An error at the end of the text or of a line is shown at the last thing that was written.
  if (from >= text.length || text[from] === '\n' || text[from] === '\r') {
    while (from > 0 && /\s/.test(text[from - 1]!)) from--;
    if (from > 0) from--;
  }
  const lineEnd = endOfLine(text, from);
  return { start: from, end: Math.max(Math.min(end, lineEnd), Math.min(from + 1, text.length)) };
}

function wordAt(text: string, start: number): { start: number; end: number } {
  let end = endOfLine(text, start);
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return { start, end: Math.max(end, Math.min(start + 1, text.length)) };
}

/** From the quote that opens the last text before `end` to the end of its line. */
function openQuote(text: string, end: number): { start: number; end: number } {
  let lineStart = text.lastIndexOf('\n', end - 1) + 1;
  // The parser reports the end of what it took for the text; the opening quote may be many lines above.
  for (let lines = 0; lines < 50; lines++) {
    const line = text.slice(lineStart, endOfLine(text, lineStart));
    const quote = /(?:^|[\s,[{:-])(["'])(?!.*\1)/.exec(line);
    if (quote) {
      const start = lineStart + line.lastIndexOf(quote[1]!);
      return { start, end: Math.max(wordAt(text, start).end, start + 1) };
    }
    if (lineStart === 0) break;
    lineStart = text.lastIndexOf('\n', lineStart - 2) + 1;
  }
  return lineRest(text, Math.min(end, text.length), end);
}

/** The bracket that is not closed before `end`. Brackets in quoted texts may deceive, and then it is another one. */
function openBracket(text: string, end: number): { start: number; end: number } {
  let closed = 0;
  const from = Math.max(0, end - 100_000);
  const before = text.slice(from, end).replace(/(?<=^|\s)#.*$/gm, (comment) => ' '.repeat(comment.length));
  for (let at = before.length - 1; at >= 0; at--) {
    const character = before[at];
    if (character === ']' || character === '}') closed++;
    else if ((character === '[' || character === '{') && closed-- === 0)
      return { start: from + at, end: from + at + 1 };
  }
  return lineRest(text, end, end);
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  const end = newline < 0 ? text.length : newline;
  return end > from && text[end - 1] === '\r' ? end - 1 : end;
}

function afterTabs(text: string, start: number): number {
  let end = start;
  while (text[end] === '\t') end++;
  return Math.max(end, Math.min(start + 1, text.length));
}
