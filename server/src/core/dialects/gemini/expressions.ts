import type { AST } from '@eslint-community/regexpp';
import { regexSearch } from '../regex/search.ts';

const BEGIN = 'the text of the arguments begins with `{`, and a `^` stands for its beginning';
const END = 'the text of the arguments ends with `}`, and a `$` stands for its end';
const NAMES = 'in the text of the arguments a NUL character stands before each name';
const BLANK = 'there is no blank after the colon in the text of the arguments';

/**
 * Why an expression finds nothing in any arguments, where that is plain to see: every way through it has something in it that
 * their text does not have. What the text is like says `argumentText`.
 */
export function expressionProblem(regex: string): string | undefined {
  const { tree } = regexSearch(regex);
  return tree && problemOfAll(tree.alternatives, { before: false, after: false });
}

/** Whether something is taken before or after a part of an expression, so that it is not at that end of the text. */
interface Around {
  readonly before: boolean;
  readonly after: boolean;
}

function problemOfAll(alternatives: readonly AST.Alternative[], around: Around): string | undefined {
  let first: string | undefined;
  for (const { elements } of alternatives) {
    const problem = problemOf(elements, around);
    if (problem === undefined) return undefined;
    first ??= problem;
  }
  return first;
}

function problemOf(elements: readonly AST.Element[], around: Around): string | undefined {
  const literal = elements
    .map((each) => (each.type === 'Character' ? String.fromCodePoint(each.value) : '\n'))
    .join('');
  // The quote ends a text, as no text begins after such a character, and only a name has a colon behind it.
  if (/[^:,[{\0\\\n]": /.test(literal)) return BLANK;
  for (const [index, element] of elements.entries()) {
    const before = around.before || elements.slice(0, index).some(takesSomething);
    const after = around.after || elements.slice(index + 1).some(takesSomething);
    const problem = problemAt(element, { before, after }, elements[index - 1], elements.slice(index + 1));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemAt(
  element: AST.Element,
  around: Around,
  previous: AST.Element | undefined,
  next: readonly AST.Element[],
): string | undefined {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return problemOfAll(element.alternatives, around);
    case 'Quantifier':
      return element.min > 0 ? problemAt(element.element, around, undefined, []) : undefined;
    case 'Assertion':
      if (element.kind === 'start') {
        if (around.before || takes(next[0], '{') === false) return BEGIN;
        return next[0]?.type === 'Character' && takes(next[1], '\0') === false && takes(next[1], '}') === false
          ? NAMES
          : undefined;
      }
      return element.kind === 'end' && (around.after || takes(previous, '}') === false) ? END : undefined;
    default:
      return undefined;
  }
}

/** Whether an element that is one character, or a row of them, may be this one; undefined where it is anything else. */
function takes(element: AST.Element | undefined, character: string): boolean | undefined {
  if (element?.type === 'Quantifier' && element.min > 0) return takes(element.element, character);
  if (element?.type !== 'Character' && element?.type !== 'CharacterSet' && element?.type !== 'CharacterClass')
    return undefined;
  return regexSearch(`^${element.raw}$`).finds(character);
}

function takesSomething(element: AST.Element): boolean {
  switch (element.type) {
    case 'Assertion':
    case 'Backreference':
      return false;
    case 'Quantifier':
      return element.min > 0 && takesSomething(element.element);
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.every(({ elements }) => elements.some(takesSomething));
    default:
      return true;
  }
}
