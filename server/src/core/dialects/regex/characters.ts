import { remembered } from '../../scope/memo.ts';

/** Whether a character is in a set; by UTF-16 code units, or by code points where the expression is read so. */
export type CharacterTest = (code: number) => boolean;

/** What changes the meaning of a part of an expression: flags of the whole, or of a group in it. */
export interface Modes {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  /** Read by code points: the flag `u` or `v`. */
  readonly unicode: 'u' | 'v' | undefined;
}

/**
 * The characters that a part of an expression takes, which is no more than one of them: a character, a class, `.`, `\w`.
 * The engine at hand is asked about each by itself: it knows the tables of Unicode, and one character cannot keep it busy.
 * Throws a `SyntaxError` where it does not know the part, as with a property of characters that is newer than it.
 */
export function charactersOf(part: string, { ignoreCase, dotAll, unicode }: Modes): CharacterTest {
  return testOf(`${ignoreCase ? 'i' : ''}${dotAll ? 's' : ''}${unicode ?? ''}/${part}`);
}

const testOf: (flagsAndPart: string) => CharacterTest = remembered((flagsAndPart) => {
  const end = flagsAndPart.indexOf('/');
  const one = new RegExp(`^(?:${flagsAndPart.slice(end + 1)})$`, flagsAndPart.slice(0, end));
  const has = (code: number): boolean => one.test(String.fromCodePoint(code));
  const first = Array.from({ length: 128 }, (_, code) => has(code));
  return (code) => first[code] ?? has(code);
});

export function isLineEnd(code: number | undefined): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}
