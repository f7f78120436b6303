/** A function of a text that remembers its latest answers, and forgets them all when there are too many. */
export function remembered<T>(compute: (text: string) => T, most = 4096): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) {
      answer = compute(text);
      if (answers.size >= most) answers.clear();
      answers.set(text, answer);
    }
    return answer;
  };
}
