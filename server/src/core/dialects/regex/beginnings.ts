import type { AST } from '@eslint-community/regexpp';

const MOST_BEGINNINGS = 30;

/** Stands in a beginning where a word has to end, as `\b` does in an expression. */
export const WORD_END = '\b';

/** What the texts of an expression begin with, as far as that is plain text; undefined where it is not held to the beginning. */
export function beginningsOf(tree: AST.Pattern): readonly string[] | undefined {
  const found: string[] = [];
  for (const { elements } of tree.alternatives) {
    const [first, ...rest] = elements;
    if (first?.type !== 'Assertion' || first.kind !== 'start') return undefined;
    found.push(...expand(rest).map(({ text }) => text));
  }
  return found.length > 0 && found.length <= MOST_BEGINNINGS ? found : undefined;
}

/**
 * What may stand behind a text that an expression has in it literally, as far as that is plain. Undefined where a way through
 * the expression does not have the text.
 */
export function textsBehind(tree: AST.Pattern, literal: string): readonly string[] | undefined {
  const found: string[] = [];
  for (const { elements } of tree.alternatives) {
    const end = endOfLiteral(elements, literal);
    if (end === undefined) return undefined;
    found.push(...expand(elements.slice(end)).map(({ text }) => text));
  }
  return found.length <= MOST_BEGINNINGS ? found : undefined;
}

/** Behind which element the literal text ends that is there first. */
function endOfLiteral(elements: readonly AST.Element[], literal: string): number | undefined {
  const codes = [...literal].map((character) => character.codePointAt(0));
  for (let start = 0; start + codes.length <= elements.length; start++) {
    const isHere = codes.every((code, index) => {
      const element = elements[start + index]!;
      return element.type === 'Character' && element.value === code;
    });
    if (isHere) return start + codes.length;
  }
  return undefined;
}

interface Beginning {
  readonly text: string;
  /** Whether what comes next goes on from here. */
  readonly open: boolean;
}

function expand(elements: readonly AST.Element[]): readonly Beginning[] {
  let all: readonly Beginning[] = [{ text: '', open: true }];
  for (const element of elements) {
    if (!all.some(({ open }) => open)) break;
    const ways = textsOf(element);
    all = all.flatMap((each) =>
      each.open ? ways.map(({ text, open }) => ({ text: each.text + text, open })) : [each],
    );
    if (all.length > MOST_BEGINNINGS) return [{ text: commonStart(all.map(({ text }) => text)), open: false }];
  }
  return all;
}

const CLOSED: readonly Beginning[] = [{ text: '', open: false }];

function textsOf(element: AST.Element): readonly Beginning[] {
  switch (element.type) {
    case 'Character':
      return [{ text: String.fromCodePoint(element.value), open: true }];
    case 'CharacterSet':
      return element.kind === 'space' && !element.negate ? [{ text: ' ', open: true }] : CLOSED;
    case 'Quantifier': {
      const { element: inner, min } = element;
      if (min === 1 && inner.type === 'CharacterSet' && inner.kind === 'space' && !inner.negate) {
        return [{ text: ' ', open: true }];
      }
      return min > 0 ? textsOf(inner).map(({ text }) => ({ text, open: false })) : CLOSED;
    }
    case 'Group':
    case 'CapturingGroup':
      if (element.type === 'Group' && element.modifiers) return CLOSED;
      return element.alternatives.flatMap((each) => expand(each.elements));
    case 'Assertion':
      return element.kind === 'word' && !element.negate ? [{ text: WORD_END, open: true }] : CLOSED;
    default:
      return CLOSED;
  }
}

function commonStart(texts: readonly string[]): string {
  let start = texts[0] ?? '';
  for (const text of texts) while (!text.startsWith(start)) start = start.slice(0, -1);
  return start;
}
