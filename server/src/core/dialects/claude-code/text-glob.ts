import { matchesStars } from '../stars.ts';

/** `*` is any text, blanks too; everything else is itself. */
export function matchesGlob(pattern: string, text: string): boolean {
  return matchesStars(pattern, text, (piece, character) => piece === character);
}

/**
 * Whether everything that the second pattern matches is in the first: sure where it says so. A sign that stands for what
 * the second one's `*` can be is only covered by a `*` of the first.
 */
export function coversGlob(wide: string, narrow: string): boolean {
  return matchesGlob(wide, narrow.replaceAll('*', '\uE000'));
}
