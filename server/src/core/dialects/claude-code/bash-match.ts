/**
 * A Bash pattern on the text of one command: without `*` the whole text; `*` stands for any characters, blanks too; ` *`
 * or `:*` at the end is any number of further words, none included.
 * https://code.claude.com/docs/en/permissions#bash
 */
export function matchesBash(pattern: string, command: string): boolean {
  const text = pattern.endsWith(':*') ? `${pattern.slice(0, -2)} *` : pattern;
  if (text.endsWith(' *') && !text.slice(0, -2).includes('*')) {
    const head = text.slice(0, -2);
    return command === head || command.startsWith(`${head} `);
  }
  if (text.endsWith(' *') && matchesGlob(text.slice(0, -2), command)) return true;
  return matchesGlob(text, command);
}

/** `*` is any text. Linear in the product of both lengths at most: no backtracking beyond the last star. */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let in_ = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    if (in_ < pattern.length && pattern[in_] === '*') {
      star = in_++;
      mark = at;
    } else if (in_ < pattern.length && pattern[in_] === text[at]) {
      in_++;
      at++;
    } else if (star >= 0) {
      in_ = star + 1;
      at = ++mark;
    } else return false;
  }
  while (pattern[in_] === '*') in_++;
  return in_ === pattern.length;
}
