import { automaton } from './automaton.ts';
import { type Charset, charset, complement, normalised, oneCharacter } from './charset.ts';
import {
  ANY_TEXT,
  choice,
  EMPTY_TEXT,
  type Expression,
  optional,
  plus,
  sequence,
  sequenceOf,
  set,
  star,
} from './expression.ts';
import type { PatternProblem } from './glob.ts';
import { type Matcher, matcher } from './matcher.ts';
import { remembered } from './memo.ts';
import type { Match } from './question.ts';

/**
 * Regular expressions that people write, read by ourselves: the part of ECMAScript's syntax that describes regular
 * languages, by code points, case-sensitively. It is matched in time linear in the text, so that no expression can
 * stall a decision, and it takes part in exact questions. Look-arounds, back-references and `\b` are refused.
 */

/** Does the expression match the whole text? `maybe` where the expression cannot be used: it then satisfies nothing, and a deny applies. */
export function matchesRegex(regex: string, text: string): Match {
  const { matches } = readRegex(regex);
  if (matches === undefined) return 'maybe';
  return matches(text) ? 'yes' : 'no';
}

/** Why the expression cannot be used; undefined when it can. */
export function regexProblem(regex: string): PatternProblem | undefined {
  return readRegex(regex).problem;
}

/** The texts that it matches as a whole; undefined where it cannot be used. */
export function regexExpression(regex: string): Expression | undefined {
  return readRegex(regex).expression;
}

/** The texts in which it matches somewhere, as `pattern` in JSON Schema means it; undefined where it cannot be used. */
export function searchExpression(regex: string): Expression | undefined {
  return readSearch(regex).expression;
}

/** As {@link matchesRegex}, for a match anywhere in the text. */
export function findsRegex(regex: string, text: string): Match {
  const { matches } = readSearch(regex);
  if (matches === undefined) return 'maybe';
  return matches(text) ? 'yes' : 'no';
}

interface Regex {
  readonly expression?: Expression;
  readonly matches?: Matcher;
  readonly problem?: PatternProblem;
}

const readRegex = remembered((regex: string): Regex => compiled(regex, false));
const readSearch = remembered((regex: string): Regex => compiled(regex, true));

function compiled(regex: string, search: boolean): Regex {
  if (regex.length > LONGEST) {
    const message = `the regular expression has more than ${LONGEST} characters`;
    return { problem: { message, start: 0, end: regex.length } };
  }
  const result = parse(regex);
  if (!Array.isArray(result)) return { problem: result as PatternProblem };
  const expression = choice(
    (result as readonly Variant[]).map(({ start, end, expression }) =>
      search ? sequence(start ? EMPTY_TEXT : ANY_TEXT, expression, end ? EMPTY_TEXT : ANY_TEXT) : expression,
    ),
  );
  const positions = automaton(expression);
  if (positions === undefined) {
    return { problem: { message: 'the regular expression is too large', start: 0, end: regex.length } };
  }
  return { expression, matches: matcher(positions) };
}

/** One way to match: what is matched, and whether the text's start or end has to be right there. */
interface Variant {
  readonly start: boolean;
  readonly end: boolean;
  readonly expression: Expression;
}

class Refusal {
  readonly problem: PatternProblem;
  constructor(problem: PatternProblem) {
    this.problem = problem;
  }
}

/** Each character nests what is before it, and nesting is walked by recursion. */
const LONGEST = 5000;
const LARGEST_REPEAT = 1000;
const DEEPEST = 50;

const DIGIT = charset(['0', '9']);
const WORD = charset('_', ['0', '9'], ['a', 'z'], ['A', 'Z']);
const SPACE = charset('\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff', ['\u2000', '\u200a']);
const LINE_ENDS = charset('\n\r\u2028\u2029');

const CLASSES: Readonly<Record<string, Charset>> = {
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };

const plain = (expression: Expression): Variant => ({ start: false, end: false, expression });

function parse(regex: string): readonly Variant[] | PatternProblem {
  let index = 0;
  let depth = 0;
  const refuse = (message: string, start: number, end = index): never => {
    throw new Refusal({ message, start, end: Math.max(end, start) });
  };

  const readChoice = (): Variant[] => {
    if (depth++ > DEEPEST) refuse(`groups are nested more than ${DEEPEST} deep`, index);
    const variants = readSequence();
    while (regex[index] === '|') {
      index++;
      variants.push(...readSequence());
    }
    depth--;
    return merged(variants);
  };

  const readSequence = (): Variant[] => {
    let before: Variant[] = [plain(EMPTY_TEXT)];
    while (index < regex.length && regex[index] !== '|' && regex[index] !== ')') {
      before = merged(joined(before, readRepeated()));
    }
    return before;
  };

  const readRepeated = (): Variant[] => {
    const from = index;
    const atom = readAtom();
    const sign = regex[index];
    let least = 1;
    let most = 1;
    if (sign === '*' || sign === '+' || sign === '?') {
      index++;
      least = sign === '+' ? 1 : 0;
      most = sign === '?' ? 1 : Number.POSITIVE_INFINITY;
    } else if (sign === '{') {
      const counts = /^\{(\d+)(,(\d*))?\}/.exec(regex.slice(index, index + 24));
      if (counts === null) return refuse('`{` is not a count; write `\\{` for a brace', index, index + 1);
      index += counts[0].length;
      least = Number(counts[1]);
      most = counts[2] === undefined ? least : counts[3] === '' ? Number.POSITIVE_INFINITY : Number(counts[3]);
      if (least > most) refuse('the count runs backwards', from);
      if (least > LARGEST_REPEAT || (most > LARGEST_REPEAT && most !== Number.POSITIVE_INFINITY)) {
        refuse(`a count above ${LARGEST_REPEAT} is not supported`, from);
      }
    } else return atom;
    // Lazy or not makes no difference to which texts match.
    if (regex[index] === '?') index++;
    if (/[*+?{]/.test(regex[index] ?? '')) refuse('nothing to repeat', index, index + 1);
    const only = atom.length === 1 ? atom[0]! : undefined;
    if (only === undefined || only.start || only.end) return refuse('a repeated `^` or `$` is not supported', from);
    const expression = only.expression;
    const parts: Expression[] = Array.from({ length: least }, () => expression);
    if (most === Number.POSITIVE_INFINITY) {
      if (least === 0) parts.push(star(expression));
      else parts[parts.length - 1] = plus(expression);
    } else {
      // x{0,3} is (x(x(x)?)?)?, which has a third of the moves of x?x?x?.
      let rest: Expression | undefined;
      for (let count = least; count < most; count++) {
        rest = optional(rest === undefined ? expression : sequence(expression, rest));
      }
      if (rest !== undefined) parts.push(rest);
    }
    return [plain(sequenceOf(parts))];
  };

  const readAtom = (): Variant[] => {
    const start = index;
    const character = String.fromCodePoint(regex.codePointAt(index)!);
    index += character.length;
    switch (character) {
      case '^':
        return [{ start: true, end: false, expression: EMPTY_TEXT }];
      case '$':
        return [{ start: false, end: true, expression: EMPTY_TEXT }];
      case '.':
        return [plain(set(complement(LINE_ENDS)))];
      case '[':
        return [plain(set(readClass(start)))];
      case '\\': {
        const code = readEscape(start, false);
        return [plain(set(typeof code === 'number' ? oneCharacter(code) : code))];
      }
      case '(': {
        if (regex[index] === '?') {
          const opening = /^\?(:|<[A-Za-z_$][\w$]*>)/.exec(regex.slice(index, index + 64));
          if (opening === null) {
            return refuse(
              'look-arounds and flags in a group are not supported',
              start,
              Math.min(index + 2, regex.length),
            );
          }
          index += opening[0].length;
        }
        const inside = readChoice();
        if (regex[index] !== ')') refuse('`(` is not closed', start, start + 1);
        index++;
        return inside;
      }
      case '*':
      case '+':
      case '?':
        return refuse('nothing to repeat', start);
      case '{':
      case '}':
      case ']':
        return refuse(`write \`\\${character}\` for the character itself`, start);
      default:
        return [plain(set(oneCharacter(character.codePointAt(0)!)))];
    }
  };

  /** What is after a backslash: one character, or a class of them. */
  const readEscape = (start: number, inClass: boolean): number | Charset => {
    const sign = regex[index];
    if (sign === undefined) return refuse('`\\` has nothing after it', start, index);
    index++;
    const known = CLASSES[sign];
    if (known !== undefined) return known;
    if (inClass && sign === 'b') return 8;
    if (sign === '0' && /\d/.test(regex[index] ?? '')) return refuse('octal escapes are not supported', start);
    const control = CONTROLS[sign];
    if (control !== undefined) return control;
    const hexadecimal = /^(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\})/.exec(
      regex.slice(start + 1, start + 12),
    );
    if (hexadecimal !== null) {
      index = start + 1 + hexadecimal[0].length;
      const code = Number.parseInt(hexadecimal[1] ?? hexadecimal[2] ?? hexadecimal[3]!, 16);
      if (code > 0x10ffff) return refuse('there is no such character', start);
      return code;
    }
    if (sign === 'b' || sign === 'B') return refuse('word boundaries are not supported', start);
    if (/[1-9k]/.test(sign)) return refuse('back-references are not supported', start);
    if (sign === 'p' || sign === 'P') return refuse('Unicode properties are not supported', start);
    if (/[A-Za-z]/.test(sign)) return refuse(`\`\\${sign}\` means nothing`, start);
    index--;
    const code = regex.codePointAt(index)!;
    index += code > 0xffff ? 2 : 1;
    return code;
  };

  const readClass = (start: number): Charset => {
    const negated = regex[index] === '^';
    if (negated) index++;
    const ranges: number[] = [];
    const one = (): number | Charset => {
      const at = index;
      const code = regex.codePointAt(index);
      if (code === undefined) return refuse('`[` is not closed', start, start + 1);
      index += code > 0xffff ? 2 : 1;
      return code === 0x5c ? readEscape(at, true) : code;
    };
    while (regex[index] !== ']') {
      const low = one();
      if (regex[index] !== '-' || regex[index + 1] === ']' || regex[index + 1] === undefined) {
        if (typeof low === 'number') ranges.push(low, low);
        else ranges.push(...low);
        continue;
      }
      index++;
      const high = one();
      if (typeof low !== 'number' || typeof high !== 'number') return refuse('a class is no end of a range', start);
      if (low > high) return refuse('the range runs backwards', start);
      ranges.push(low, high);
    }
    index++;
    const listed = normalised(ranges);
    return negated ? complement(listed) : listed;
  };

  try {
    const variants = readChoice();
    if (index < regex.length) refuse('`)` closes nothing', index, index + 1);
    return variants;
  } catch (error) {
    if (error instanceof Refusal) return error.problem;
    throw error;
  }
}

/** One after the other. What stands before a `^` or after a `$` has to match the empty text. */
function joined(before: readonly Variant[], after: readonly Variant[]): Variant[] {
  const result: Variant[] = [];
  for (const first of before) {
    for (const second of after) {
      if (second.start && !isNullable(first.expression)) continue;
      if (first.end && !isNullable(second.expression)) continue;
      result.push({
        start: first.start || second.start,
        end: first.end || second.end,
        expression: sequence(...(second.start ? [] : [first.expression]), ...(first.end ? [] : [second.expression])),
      });
    }
  }
  return result;
}

/** At most four variants, one per combination of anchors. */
function merged(variants: readonly Variant[]): Variant[] {
  const groups = new Map<string, Variant[]>();
  for (const variant of variants) {
    const key = `${variant.start} ${variant.end}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [variant]);
    else group.push(variant);
  }
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    expression: choice(group.map((variant) => variant.expression)),
  }));
}

/** Repetitions share their parts, so the answers are kept: otherwise counts within counts would be walked one by one. */
const nullable = new WeakMap<Expression, boolean>();

function isNullable(expression: Expression): boolean {
  let known = nullable.get(expression);
  if (known === undefined) {
    known = computeNullable(expression);
    nullable.set(expression, known);
  }
  return known;
}

function computeNullable(expression: Expression): boolean {
  switch (expression.kind) {
    case 'set':
      return false;
    case 'sequence':
      return expression.parts.every(isNullable);
    case 'choice':
      return expression.parts.some(isNullable);
    case 'star':
      return true;
    case 'plus':
      return isNullable(expression.of);
  }
}
