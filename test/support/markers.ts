import assert from 'node:assert/strict';

/** A stretch of text that a test points at, with what it says about it. Offsets are those of the text as a whole. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The stretches that carets in comments point at: a comment of spaces and carets labels the nearest line above that is
 * no such comment. The text is left as it is, since to the reader these lines are comments.
 *
 *     - run: ["git **"]
 *     #      ^^^^^^^^ prefix-reaches-exec
 *
 * A comment stands in the way of its first column, so `#<---- text` marks as many characters from there as it has dashes.
 */
export function marksOf(text: string): Mark[] {
  const marks: Mark[] = [];
  let labelled = 0;
  let lineStart = 0;
  for (const line of text.split('\n')) {
    const carets = /^(\s*(?:#|\/\/)\s*)(\^+)(.*)$/.exec(line);
    const dashes = /^(\s*)(?:#|\/\/)\s*<(-+)(.*)$/.exec(line);
    if (carets) {
      const start = labelled + carets[1]!.length;
      marks.push({ start, end: start + carets[2]!.length, text: carets[3]!.trim() });
    } else if (dashes) {
      const start = labelled + dashes[1]!.length;
      marks.push({ start, end: start + dashes[2]!.length, text: dashes[3]!.trim() });
    } else {
      labelled = lineStart;
    }
    lineStart += line.length + 1;
  }
  return marks;
}

/**
 * Asserts that what was found is exactly what the carets in the text say: same places, and each found text contains
 * the text beside its carets. In `rule-id: words` the words may be any part of the message. The message shows both as text with carets, so that it can be pasted into the test.
 */
export function checkMarks(text: string, found: readonly Mark[]): void {
  const unmatched = [...found];
  const missing: Mark[] = [];
  for (const mark of marksOf(text)) {
    const index = unmatched.findIndex(
      (each) => each.start === mark.start && each.end === mark.end && says(each.text, mark.text),
    );
    if (index < 0) missing.push(mark);
    else unmatched.splice(index, 1);
  }
  if (missing.length === 0 && unmatched.length === 0) return;
  assert.fail(
    [
      ...missing.map((mark) => `not found:\n${withCarets(text, mark)}`),
      ...unmatched.map((mark) => `not expected:\n${withCarets(text, mark)}`),
    ].join('\n'),
  );
}

/** `rule-id: words` is said by a text that begins with the id and has the words somewhere after it. */
function says(found: string, expected: string): boolean {
  if (found.includes(expected)) return true;
  const colon = expected.indexOf(': ');
  return colon > 0 && found.startsWith(expected.slice(0, colon + 2)) && found.includes(expected.slice(colon + 2));
}

/** The line that a mark begins in, with carets under the marked part. */
export function withCarets(text: string, mark: Mark): string {
  const lineStart = text.lastIndexOf('\n', mark.start - 1) + 1;
  const lineEnd = (text.indexOf('\n', mark.start) + 1 || text.length + 1) - 1;
  const column = mark.start - lineStart;
  const length = Math.max(1, Math.min(mark.end, lineEnd) - mark.start);
  const carets = column === 0 ? `#<${'-'.repeat(length)}` : `#${' '.repeat(column - 1)}${'^'.repeat(length)}`;
  return `${text.slice(lineStart, lineEnd)}\n${carets} ${mark.text}`;
}

/** The text without its one `$0`, and where that stood. */
export function takeCursor(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('$0');
  assert(offset >= 0, 'the text has no $0');
  const rest = text.slice(offset + 2);
  assert(!rest.includes('$0'), 'the text has more than one $0');
  return { text: text.slice(0, offset) + rest, offset };
}

/**
 * One string as several files: a line `//- roles/a.agent-role.yaml` begins each. Text before the first such line is
 * the file `defaultPath`.
 */
export function splitFiles(text: string, defaultPath = 'a.agent-role.yaml'): Record<string, string> {
  const files: Record<string, string> = {};
  let path = defaultPath;
  let lines: string[] = [];
  const flush = () => {
    if (lines.some((line) => line.trim() !== '') || path !== defaultPath) files[path] = lines.join('\n');
    lines = [];
  };
  for (const line of text.split('\n')) {
    const header = /^\/\/- (\S+)\s*$/.exec(line);
    if (header) {
      flush();
      path = header[1]!;
    } else {
      lines.push(line);
    }
  }
  flush();
  return files;
}

/** The text with blanks in the place of the comments that point at something, for languages that have no comments. */
export function withBlankCarets(text: string): string {
  return text.replace(/^[ \t]*(?:#|\/\/)[ \t]*(?:\^+|<-+).*$/gm, (line) => line.replace(/[^\r\n]/g, ' '));
}
