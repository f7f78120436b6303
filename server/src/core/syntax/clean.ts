import type { Problem } from './problem.ts';

/** Places of one sort that are listed; the cap on findings counts the rest. */
const MOST_PLACES = 200;

/**
 * The text as the parser gets it: of the same length, with what would only confuse it blanked out, and what is wrong
 * with it as a file. An unresolved merge conflict is read as its upper side.
 */
export function cleaned(text: string): { readonly text: string; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  places(text, /\uFFFD+/g, (start, end) =>
    problems.push({
      rule: 'not-utf8',
      severity: 'error',
      message: 'The file is not UTF-8 here: bytes that stand for no character were replaced',
      start,
      end,
    }),
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  places(text, /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]+/g, (start, end) =>
    problems.push({
      rule: 'control-character',
      severity: 'error',
      message: `The text contains a control character (${codeOf(text, start)}) that nobody sees`,
      start,
      end,
    }),
  );
  return { text: text.includes('<<<<<<<') ? withoutConflicts(text, problems) : text, problems };
}

function places(text: string, pattern: RegExp, found: (start: number, end: number) => void): void {
  let count = 0;
  for (const match of text.matchAll(pattern)) {
    if (++count > MOST_PLACES) return;
    found(match.index, match.index + match[0].length);
  }
}

function codeOf(text: string, at: number): string {
  return `U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`;
}

function withoutConflicts(text: string, problems: Problem[]): string {
  const parts: string[] = [];
  let state: 'outside' | 'upper' | 'lower' = 'outside';
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, end);
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?=[ \r\n]|$)/.exec(line)?.[0][0];
    if (marker === '<') {
      state = 'upper';
      const lineEnd = at + line.trimEnd().length;
      problems.push({
        rule: 'merge-conflict',
        severity: 'error',
        message: 'There is an unresolved merge conflict here: until it is resolved, only its upper side is read',
        start: at,
        end: lineEnd,
      });
    }
    if (state !== 'outside' && (marker === '|' || marker === '=')) state = 'lower';
    parts.push(
      marker !== undefined && (state !== 'outside' || marker === '<')
        ? blank(line)
        : state === 'lower'
          ? blank(line)
          : line,
    );
    if (marker === '>') state = 'outside';
    at = end;
  }
  return parts.join('');
}

/** The same text as white space, with its lines. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]+/g, (line) => ' '.repeat(line.length));
}
