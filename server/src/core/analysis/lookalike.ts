/**
 * Small letters that are drawn like a Latin one, by code point, out of the data of Unicode Technical Standard 39
 * (confusables.txt): Cyrillic, Greek, Armenian, and Latin letters of another shape.
 */
const LIKE: Readonly<Record<string, string>> = {
  '\u0430': 'a',
  '\u0441': 'c',
  '\u0501': 'd',
  '\u0435': 'e',
  '\u04BB': 'h',
  '\u0456': 'i',
  '\u0458': 'j',
  '\u04CF': 'l',
  '\u043E': 'o',
  '\u0440': 'p',
  '\u051B': 'q',
  '\u0455': 's',
  '\u051D': 'w',
  '\u0445': 'x',
  '\u0443': 'y',
  '\u0475': 'v',
  '\u0433': 'r',
  '\u03B1': 'a',
  '\u03B9': 'i',
  '\u03BD': 'v',
  '\u03BF': 'o',
  '\u03C1': 'p',
  '\u03C3': 'o',
  '\u03B3': 'y',
  '\u0585': 'o',
  '\u057D': 'u',
  '\u0578': 'n',
  '\u0570': 'h',
  '\u0581': 'g',
  '\u0566': 'q',
  '\u0131': 'i',
  '\u0261': 'g',
  '\u0251': 'a',
};

const LETTER = new RegExp(`[${Object.keys(LIKE).join('')}]`, 'g');

export interface Lookalike {
  /** What it looks like, in ASCII. */
  readonly text: string;
  /** The letters that are not what they look like, as people can look them up: "U+0456 for `i`". */
  readonly letters: string;
}

/** What a host or a name looks like where it has letters drawn like Latin ones and could be read as ASCII. */
export function lookalikeOf(text: string): Lookalike | undefined {
  const lower = text.toLowerCase();
  const strange = [...new Set(lower.match(LETTER) ?? [])];
  if (strange.length === 0) return undefined;
  const like = lower.replace(LETTER, (letter) => LIKE[letter]!);
  if (/[^ -~]/.test(like)) return undefined;
  const letters = strange.map(
    (letter) => `U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} for \`${LIKE[letter]}\``,
  );
  return { text: like, letters: letters.slice(0, 3).join(', ') };
}

/** Words that mix Latin letters with others drawn like them: nobody writes one in good faith. */
export function mixedWords(text: string): readonly { readonly start: number; readonly word: string }[] {
  return [...text.matchAll(/[\p{L}\p{N}_-]+/gu)].flatMap(({ 0: word, index }) =>
    /[a-z]/i.test(word) && lookalikeOf(word) ? [{ start: index, word }] : [],
  );
}
