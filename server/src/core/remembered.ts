/** Longer texts are not kept. */
const LONGEST = 2000;

/**
 * The same function, which remembers its latest answers. For pure functions of text that the analysis asks again for every
 * role: how a command line is divided does not depend on who would run it. At most `most` answers are kept.
 */
export function remembered<T>(most: number, compute: (text: string) => T): (text: string) => T {
  // Two generations, so that forgetting costs nothing: what is still asked for moves to the young one.
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST) return compute(text);
    const known = young.get(text);
    if (known !== undefined) return known;
    const answer = old.get(text) ?? compute(text);
    if (young.size >= most / 2) {
      old = young;
      young = new Map();
    }
    young.set(text, answer);
    return answer;
  };
}
