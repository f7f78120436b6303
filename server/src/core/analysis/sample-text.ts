/**
 * A text that a simple regular expression matches: literals, classes, groups, alternatives and counts. A proposal only;
 * for anything more it gives what it has, and the decision engine will say no.
 */
export function sampleText(regex: string): string {
  let at = 0;
  const source = regex.slice(0, 500);

  const alternatives = (): string => {
    const first = sequence();
    while (source[at] === '|') {
      at++;
      sequence();
    }
    return first;
  };

  const sequence = (): string => {
    let text = '';
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const atom = one();
      text += atom.repeat(count());
      if (text.length > 2000) return text;
    }
    return text;
  };

  const one = (): string => {
    const char = source[at++]!;
    switch (char) {
      case '^':
      case '$':
        return '';
      case '.':
        return 'x';
      case '\\':
        return escaped(source[at++] ?? '');
      case '[':
        return classMember();
      case '(': {
        const special = /^\?(?::|<[\w$]+>)?/.exec(source.slice(at));
        if (special) at += special[0].length;
        const text = alternatives();
        at++;
        return text;
      }
      default:
        return char;
    }
  };

  const classMember = (): string => {
    const end = source.indexOf(']', at + 1);
    const body = source.slice(at, end < 0 ? source.length : end);
    at = end < 0 ? source.length : end + 1;
    if (body.startsWith('^')) return ['x', '1', '-', 'X', '_'].find((each) => !body.includes(each)) ?? 'x';
    return body.startsWith('\\') ? escaped(body[1] ?? '') : (body[0] ?? '');
  };

  const count = (): number => {
    const char = source[at];
    let times = 1;
    if (char === '*' || char === '?') {
      at++;
      times = char === '*' ? 1 : 0;
    } else if (char === '+') {
      at++;
    } else {
      const exact = /^\{(\d+)(?:,\d*)?\}/.exec(source.slice(at));
      if (!exact) return 1;
      at += exact[0].length;
      times = Math.min(Number(exact[1]), 200);
    }
    if (source[at] === '?') at++;
    return times;
  };

  return alternatives();
}

function escaped(char: string): string {
  switch (char) {
    case 'd':
      return '1';
    case 'w':
    case 'S':
    case 'D':
      return 'x';
    case 's':
      return ' ';
    case 'b':
    case 'B':
      return '';
    default:
      return char;
  }
}
