import type { ShellWord } from './shell-node.ts';
import { textOf } from './unwrap.ts';

/**
 * Why this command of the shell itself may run something that does not stand in the line; undefined where it cannot.
 * Bash expands the subscript of a variable's name once more wherever it takes a name or a number: `test -v 'x[$(w)]'`,
 * `printf -v 'x[$(w)]'` and `unset 'x[$(w)]'` run `w` (Bash manual, Arrays; Shell Builtin Commands).
 */
export function builtinProblem(words: readonly ShellWord[]): string | undefined {
  const name = textOf(words[0]);
  if (name === undefined) return undefined;
  const options = words.slice(1).flatMap((word) => /^-[A-Za-z]+$/.exec(textOf(word) ?? '') ?? []);
  const has = (letters: string): boolean =>
    options.some((option) => [...letters].some((letter) => option.includes(letter)));
  switch (name) {
    case '.':
    case 'source':
      return `${name} runs a file that is not in the line`;
    case 'alias':
      return words.length > 1 ? 'an alias may change what any name stands for' : undefined;
    case 'enable':
      return has('fd') ? 'enable loads code' : undefined;
    case 'hash':
      return has('p') ? 'hash changes what a name stands for' : undefined;
    case 'bind':
    case 'complete':
    case 'compgen':
    case 'jobs':
    case 'fc':
      return has('xXCFWseP') ? `${name} may run a command that is not in the line` : undefined;
    case 'shopt':
      return words.some((word) => /expand_aliases|extdebug|lastpipe/.test(word.text))
        ? 'shopt changes how the line is read'
        : undefined;
    case 'set':
      return has('kBto') &&
        words.some((word) => !/^(set|-[abefhmnuvxCEHPT]*o?|pipefail|errexit|nounset|xtrace|noglob|--)$/.test(word.text))
        ? 'set changes how the line is read'
        : undefined;
    case 'let':
      return words.slice(1).some((word) => !/^["']?[\w+\-*/%=<> ]*["']?$/.test(word.text)) ||
        words.some((word) => /=.*[A-Za-z]/.test(word.text))
        ? 'let calculates with what may hold a command'
        : undefined;
    case 'declare':
    case 'typeset':
    case 'local':
      if (has('in')) return `${name} makes a variable that is evaluated`;
      return nameProblem(name, words.slice(1));
    case 'export':
    case 'readonly':
    case 'read':
    case 'unset':
    case 'getopts':
      return nameProblem(name, words.slice(1));
    case 'mapfile':
    case 'readarray':
      return has('C') ? `${name} runs a command that is not in the line` : nameProblem(name, words.slice(1));
    case 'printf': {
      const first = words[1];
      if (first === undefined) return undefined;
      const text = textOf(first);
      if (text === undefined)
        return first.word.kind === 'dynamic' && !/^[^-$`]/.test(first.word.prefix)
          ? `what ${name} does depends on \`${first.text}\``
          : undefined;
      return text.startsWith('-v') ? nameProblem(name, text === '-v' ? words.slice(2, 3) : [first]) : undefined;
    }
    case 'wait':
      return has('p') ? nameProblem(name, words.slice(1)) : undefined;
    case 'test':
    case '[':
      return testProblem(words.slice(1, name === '[' && textOf(words.at(-1)) === ']' ? -1 : undefined));
  }
  return undefined;
}

/** Names that are given as words must be names: a subscript or an expansion may hold a command. */
function nameProblem(builtin: string, words: readonly ShellWord[]): string | undefined {
  for (const word of words) {
    const known = word.word.kind === 'literal' ? word.word.text : word.word.prefix;
    const isValue = /^[A-Za-z_]\w*\+?=/.test(known);
    if (isValue) continue;
    if (word.word.kind === 'dynamic' || /[[`]|\$\(/.test(known))
      return `${builtin} takes \`${word.text}\` as a name, which may hold a command`;
  }
  return undefined;
}

const BINARY = /^(=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef|-a|-o|=~)$/;

/** `[ "$a" "$b" ]` may be `[ -v 'x[$(w)]' ]`: an operator has to be known wherever one may stand. */
function testProblem(words: readonly ShellWord[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const text = textOf(word);
    if (text === '-v' || text === '-R') {
      const operand = words[index + 1];
      if (operand && !/^["']?\w+["']?$/.test(operand.text)) return `\`${text} ${operand.text}\` may run a command`;
    }
    if (text !== undefined) continue;
    const next = textOf(words[index + 1]);
    const mayBeOperator = word.word.kind === 'dynamic' && !/^[^-]/.test(word.word.prefix);
    if (word.word.kind === 'dynamic' && word.word.splits)
      return `\`${word.text}\` is not quoted, so a test may become another one`;
    if (mayBeOperator && words[index + 1] !== undefined && !(next !== undefined && BINARY.test(next))) {
      return `\`${word.text}\` may be an operator that runs a command`;
    }
  }
  return undefined;
}
