import type { AST } from '@eslint-community/regexpp';
import { regexSearch } from '../regex/search.ts';

/**
 * A key of `chat.tools.terminal.autoApprove`: between slashes an expression that is looked for anywhere in a command,
 * otherwise its first words as they are written. Source: `commandLineAutoApprover.ts` of VS Code 1.139.1.
 */
export interface CommandKey {
  readonly kind: 'words' | 'expression' | 'nothing';
  /** Why VS Code lets the key match nothing at all. */
  readonly refused?: string;
  /** Why it is not known of every text whether an expression is about it; other texts are too long for it. */
  readonly unknown?: string;
  /** Whether it is about this text; undefined where that is not known. */
  matches(text: string): boolean | undefined;
  /** What every text in it begins with; undefined where it is about texts that begin in any way. */
  readonly beginnings?: readonly string[];
}

const known = new Map<string, CommandKey>();
const MOST_KNOWN = 2_000;

export function readCommandKey(key: string): CommandKey {
  let found = known.get(key);
  if (!found) {
    if (known.size >= MOST_KNOWN) known.clear();
    found = read(key);
    known.set(key, found);
  }
  return found;
}

const nothing = (refused: string): CommandKey => ({ kind: 'nothing', refused, matches: () => false });

function read(key: string): CommandKey {
  const expression = /^\/(?<pattern>.+)\/(?<flags>[dgimsuvy]*)$/.exec(key);
  const pattern = expression?.groups?.pattern;
  if (pattern !== undefined) return readExpression(pattern, (expression?.groups?.flags ?? '').replaceAll('g', ''));
  if (key === '') return nothing('an empty key is ignored');
  return { kind: 'words', matches: (text) => beginsWith(text, key), beginnings: [key] };
}

/** Of these it is not minded that they match the empty text. Source: `regExpLeadsToEndlessLoop`. */
const MAY_BE_EMPTY = new Set(['^', '^$', '$', '^\\s*$']);

function readExpression(pattern: string, flags: string): CommandKey {
  const { invalid, unknown, tree, finds } = regexSearch(pattern, pattern === '.*' ? '' : flags);
  if (invalid !== undefined) return nothing('JavaScript cannot read the expression, so that it matches nothing');
  if (pattern !== '.*' && !MAY_BE_EMPTY.has(pattern) && finds('') === true) {
    return nothing('the expression also matches an empty text, and VS Code drops every such expression');
  }
  const beginnings = flags.includes('i') || !tree ? undefined : beginningsOf(tree);
  return {
    kind: 'expression',
    matches: finds,
    ...(unknown === undefined ? {} : { unknown }),
    ...(beginnings ? { beginnings } : {}),
  };
}

/**
 * The first words, and then the end of a word: where the key ends in a letter, digit or `_`, none of them may follow; where
 * it ends in anything else, one of them has to. With a `/` or `\` in it each of them stands for both, and `./` may come
 * before. Several of them in a row are spoilt on the way and match no command that anybody types.
 */
export function beginsWith(text: string, key: string): boolean {
  const isPath = /[/\\]/.test(key);
  const starts = isPath && /^\.[/\\]/.test(text) ? [0, 2] : [0];
  return starts.some((start) => {
    const end = isPath ? endOfPath(text, start, key) : text.startsWith(key, start) ? start + key.length : undefined;
    return end !== undefined && isWord(text[end - 1]) !== isWord(text[end]);
  });
}

const SPOILT = 'PATH_SEP%%';

function endOfPath(text: string, start: number, key: string): number | undefined {
  let at = start;
  for (const [index, character] of [...key].entries()) {
    if (character === '/' || character === '\\') {
      // Of a row the first stands for a separator, and each other one for this text.
      const isFirst = index === 0 || !/[/\\]/.test([...key][index - 1]!);
      if (isFirst) {
        if (text[at] !== '/' && text[at] !== '\\') return undefined;
        at++;
      } else {
        if (!text.startsWith(SPOILT, at)) return undefined;
        at += SPOILT.length;
      }
    } else {
      if (!text.startsWith(character, at)) return undefined;
      at += character.length;
    }
  }
  return at;
}

export function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

const MOST_BEGINNINGS = 30;

/** Stands in a beginning where a word has to end, as `\b` does in an expression. */
export const WORD_END = '\b';

/** What the texts of an expression begin with, as far as that is plain text; undefined where it is not held to the beginning. */
function beginningsOf(tree: AST.Pattern): readonly string[] | undefined {
  const found: string[] = [];
  for (const { elements } of tree.alternatives) {
    const [first, ...rest] = elements;
    if (first?.type !== 'Assertion' || first.kind !== 'start') return undefined;
    found.push(...expand(rest).map(({ text }) => text));
  }
  return found.length > 0 && found.length <= MOST_BEGINNINGS ? found : undefined;
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
