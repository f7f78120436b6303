/**
 * How deep text may be nested. Far more than anybody writes, and far less than where the YAML library, or on Node 20
 * the process, gives up.
 */
export const DEEPEST = 100;

/**
 * Where text becomes nested deeper than {@link DEEPEST}, by its brackets, its indentation, or dashes in one line.
 * Linear, and knows nothing of quotes: whoever writes a hundred opening brackets into a text without closing any will
 * be told so.
 */
export function tooDeepAt(text: string): number | undefined {
  let brackets = 0;
  const indents: number[] = [];
  let lineStart = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (lineStart) {
      let column = 0;
      while (text.charCodeAt(at) === SPACE) {
        at++;
        column++;
      }
      const first = text.charCodeAt(at);
      lineStart = false;
      if (Number.isNaN(first)) break;
      if (first !== NEWLINE && first !== RETURN && first !== HASH) {
        while (indents.length > 0 && indents[indents.length - 1]! >= column) indents.pop();
        indents.push(column);
        const start = at;
        // `- - - x` and `? ? x` nest within a line.
        while (isIndicator(text, at)) {
          indents.push(column + (at - start) + 1);
          at++;
          while (text.charCodeAt(at) === SPACE) at++;
        }
        if (indents.length > DEEPEST) return start;
      }
      at--;
      continue;
    }
    if (code === NEWLINE) lineStart = true;
    else if (code === OPEN_LIST || code === OPEN_MAP) {
      if (++brackets > DEEPEST) return at;
    } else if ((code === CLOSE_LIST || code === CLOSE_MAP) && brackets > 0) brackets--;
  }
  return undefined;
}

function isIndicator(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === DASH || code === QUESTION) && text.charCodeAt(at + 1) === SPACE;
}

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const HASH = 35;
const DASH = 45;
const QUESTION = 63;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const CLOSE_MAP = 125;
