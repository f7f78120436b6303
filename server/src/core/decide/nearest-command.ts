import { editDistance } from '../edit-distance.ts';
import { matchesCommand, type Word } from '../scope/command.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { NearestMiss } from './decision.ts';
import { closestGrant, lapsedNear, type Near, near } from './nearest.ts';
import { type IndexedRule, rulesFor } from './rule-index.ts';
import type { RunState } from './run-state.ts';

/** A command as patterns see it: its words, and the assignments before them. */
export interface CommandWords {
  readonly assignments: readonly Word[];
  readonly words: readonly Word[];
}

/** The grant that came closest to this command: the one with most leading words in common, then with the closest next one. */
export function nearestCommand(role: ResolvedRole, command: CommandWords, state: RunState): NearestMiss | undefined {
  const found = closestGrant(rulesFor(role, 'run'), (indexed) => commandNear(indexed, command, state));
  return found;
}

/** True where the nearest run rule is about the same program. */
export function isSameProgram(miss: NearestMiss | undefined): boolean {
  return miss !== undefined && miss.constraint !== 'word 1';
}

function commandNear({ rule }: IndexedRule, command: CommandWords, state: RunState): Near | undefined {
  const { assignments, words } = command;
  const all = [...assignments, ...words];
  const has = (text: string, of: readonly Word[]): boolean => matchesCommand([{ text, negated: false }], of) !== 'no';
  const positive = rule.patterns.find((pattern) => !pattern.negated && has(pattern.text, all));
  if (positive) {
    const taken = rule.patterns.find(
      (pattern) => pattern.negated && (has(pattern.text, all) || has(pattern.text, words)),
    );
    if (taken)
      return near(
        rule,
        positive.text,
        'exception',
        `not ${taken.text}`,
        wordsText(all),
        1_000_000,
        `!${taken.text} takes it out`,
      );
    const lapsed = lapsedNear(rule, positive.text, state);
    if (lapsed) return lapsed;
    const dynamic = all.find((word) => word.kind === 'dynamic');
    return (
      dynamic &&
      near(
        rule,
        positive.text,
        'dynamic word',
        'known words',
        wordText(dynamic),
        900_000,
        'a word is only known when it runs',
      )
    );
  }
  let best: Near | undefined;
  for (const pattern of rule.patterns) {
    if (pattern.negated) continue;
    const found = patternNear(rule, pattern.text, command, has);
    if (!best || found.score > best.score) best = found;
  }
  return best;
}

function patternNear(
  rule: IndexedRule['rule'],
  pattern: string,
  { assignments, words }: CommandWords,
  has: (text: string, of: readonly Word[]) => boolean,
): Near {
  if (assignments.length > 0 && has(pattern, words)) {
    const actual = wordsText(assignments);
    return near(rule, pattern, 'assignment', 'none', actual, 800_000, `${actual} is set for it`);
  }
  // Asked of the matcher itself, with a shortened pattern, so that there is one meaning of a pattern.
  const parts = pattern.trim().split(/\s+/);
  let count = Math.min(parts.length, 40);
  while (count > 0 && !has(`${parts.slice(0, count).join(' ')} **`, words)) count--;
  const expected = count < parts.length ? parts[count]! : 'nothing more';
  const open = parts.slice(0, count).includes('**');
  const word = open ? undefined : words[count];
  const actual = word ? wordText(word) : open ? wordsText(words.slice(-1)) : 'nothing';
  const distance = editDistance(expected, actual);
  // Of other programs, only a slip of the finger is near.
  const score = count * 1000 - (count === 0 && distance > Math.max(1, expected.length / 3) ? 100 : distance);
  const what = open ? 'last word' : `word ${count + 1}`;
  const said = word || open ? `${what} is ${actual}` : `${what} is missing`;
  return near(
    rule,
    pattern,
    what,
    expected,
    actual,
    score,
    count < parts.length ? `${said}, expected ${expected}` : said,
  );
}

function wordsText(words: readonly Word[]): string {
  return words.map(wordText).join(' ');
}

function wordText(word: Word): string {
  const text = word.kind === 'literal' ? word.text : `${word.prefix}…${word.suffix}`;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
