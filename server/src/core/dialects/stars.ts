/**
 * Whether a text is in a pattern in which `*` is any text, and any other piece is one character that it fits. Goes back to the
 * last star only: linear in practice, and never worse than the product of both lengths.
 */
export function matchesStars<Piece>(
  pattern: ArrayLike<Piece | '*'>,
  text: ArrayLike<string>,
  fits: (piece: Exclude<Piece, '*'>, character: string) => boolean,
): boolean {
  let next = 0;
  let at = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    const piece = pattern[next];
    if (piece === '*') {
      star = next++;
      mark = at;
    } else if (piece !== undefined && fits(piece as Exclude<Piece, '*'>, text[at]!)) {
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

/** The same where a pattern is a text, and `?` is any character. */
export function matchesStarsAndMarks(pattern: string, text: string): boolean {
  return matchesStars(pattern, text, (piece, character) => piece === '?' || piece === character);
}
