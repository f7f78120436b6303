/** `*` is any text, blanks too; everything else is itself. Never more work than the product of both lengths. */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    if (next < pattern.length && pattern[next] === '*') {
      star = next++;
      mark = at;
    } else if (next < pattern.length && pattern[next] === text[at]) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++mark;
    } else return false;
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}

/**
 * Whether everything that the second pattern matches is in the first: sure where it says so. A sign that stands for what
 * the second one's `*` can be is only covered by a `*` of the first.
 */
export function coversGlob(wide: string, narrow: string): boolean {
  return matchesGlob(wide, narrow.replaceAll('*', '\uE000'));
}
