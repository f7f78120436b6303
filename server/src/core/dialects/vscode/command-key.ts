import { beginningsOf } from '../regex/beginnings.ts';
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
