/**
 * The words of a line as the package shell-quote 1.8 makes them, with which Gemini CLI looks at command lines: its own idea of
 * quotes and variables, and operators are words like any other. Undefined where it throws.
 */
export function shellWords(line: string, variable: (name: string) => string = () => ''): readonly string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    const operator = operatorAt(line, at);
    if (operator !== undefined) {
      words.push(operator);
      at += operator.length;
      continue;
    }
    const end = wordEnd(line, at);
    if (end === at) {
      at++;
      continue;
    }
    const word = unquoted(line.slice(at, end), variable);
    if (word === undefined) return undefined;
    if (!word.isComment) words.push(word.text);
    else {
      if (word.text !== '') words.push(word.text);
      // The comment is the rest of the line, and an empty word.
      words.push('');
      break;
    }
    at = end;
  }
  return words;
}

const OPERATORS = ['||', '&&', ';;', '|&', '<(', '<<<', '>>', '>&', '<&', '&', ';', '(', ')', '|', '<', '>'];
const META = /[|&;()<> \t]/;

function operatorAt(line: string, at: number): string | undefined {
  return META.test(line[at]!) ? OPERATORS.find((each) => line.startsWith(each, at)) : undefined;
}

/** Where the word that begins here ends: bare characters, and quotes that are closed. */
function wordEnd(line: string, start: number): number {
  let at = start;
  while (at < line.length) {
    const sign = line[at]!;
    const next = line[at + 1];
    if (sign === '\\' && next !== undefined && (next === '"' || next === "'" || META.test(next))) at += 2;
    else if (sign === '"' || sign === "'") {
      const end = quoteEnd(line, at, sign);
      if (end === undefined) break;
      at = end;
    } else if (/\s/.test(sign) || META.test(sign)) break;
    else at++;
  }
  return at;
}

/** A quote behind a backslash counts as the end only where there is no other. */
function quoteEnd(line: string, start: number, quote: string): number | undefined {
  let escaped: number | undefined;
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return at + 1;
    if (line[at] === '\\' && line[at + 1] === quote) {
      at++;
      escaped = at + 1;
    }
  }
  return escaped;
}

function unquoted(
  word: string,
  variable: (name: string) => string,
): { readonly text: string; readonly isComment: boolean } | undefined {
  let text = '';
  let quote: string | undefined;
  for (let at = 0; at < word.length; at++) {
    const sign = word[at]!;
    if (quote === undefined && sign === '\\') {
      text += word[++at] ?? '';
    } else if (sign === quote) {
      quote = undefined;
    } else if (quote === "'") {
      text += sign;
    } else if (quote === '"' && sign === '\\') {
      const next = word[++at] ?? '';
      text += next === '"' || next === '\\' || next === '$' ? next : `\\${next}`;
    } else if (sign === '$') {
      const named = variableAt(word, at + 1);
      if (!named) return undefined;
      text += named.name === '' ? variable('') || '$' : variable(named.name);
      at = named.last;
    } else if (quote === undefined && (sign === '"' || sign === "'")) {
      quote = sign;
    } else if (quote === undefined && sign === '#') {
      return { text, isComment: true };
    } else text += sign;
  }
  return { text, isComment: false };
}

/** The name of a variable, and the last character that is taken for it; undefined where that is an error. */
function variableAt(word: string, start: number): { readonly name: string; readonly last: number } | undefined {
  const sign = word[start] ?? '';
  if (sign === '{') {
    const end = word.indexOf('}', start + 1);
    return end < 0 || end === start + 1 ? undefined : { name: word.slice(start + 1, end), last: end };
  }
  // One character too many is taken for these.
  if (sign !== '' && '*@#?$!_-'.includes(sign)) return { name: sign, last: start + 1 };
  const rest = word.slice(start);
  const end = rest.search(/\W/);
  return end < 0 ? { name: rest, last: word.length } : { name: rest.slice(0, end), last: start + end - 1 };
}
