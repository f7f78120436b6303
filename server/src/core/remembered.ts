/** Texts longer than this are not kept. */
const LONGEST = 2000;

/**
 * The latest answers to questions that a text names whole, at most `most` of them. For pure functions that the analysis asks
 * again for every role: how a command line is divided does not depend on who would run it.
 */
export function memory<T>(most: number): (key: string, compute: () => T) => T {
  // Two generations, so that forgetting costs nothing: what is still asked for moves to the young one.
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (key, compute) => {
    if (key.length > LONGEST) return compute();
    const known = young.get(key);
    if (known !== undefined) return known;
    const answer = old.get(key) ?? compute();
    if (young.size >= most / 2) {
      old = young;
      young = new Map();
    }
    young.set(key, answer);
    return answer;
  };
}
