import type { Action } from '../decide/action.ts';
import type { ActionAnswer } from './region.ts';

/** Actions that are looked at before a smallest set is no longer insisted on, and choices that are tried for each. */
const MOST_ACTIONS = 80;
const MOST_CHOICES = 4_000;

export interface CoverQuestion<T> {
  /** All of these together leave nothing. */
  readonly covers: readonly T[];
  /** An action that none of these covers, if there is one. */
  readonly outside: (covers: readonly T[]) => ActionAnswer;
  readonly has: (cover: T, action: Action) => boolean;
}

/**
 * The fewest covers that still leave nothing; of several such choices the first. Each action that a choice leaves out has to be in one of the others, so a
 * smallest set that hits every action seen so far is tried next; it is a smallest of all once it leaves nothing (the
 * implicit hitting set method, Moreno-Centeno and Karp, Operations Research 61(2), 2013). Where that takes too long, a
 * set of which none can be left out.
 */
export function smallestCover<T>({ covers, outside, has }: CoverQuestion<T>): readonly T[] {
  const seen: (readonly number[])[] = [];
  while (seen.length < MOST_ACTIONS) {
    const chosen = smallestHittingSet(seen, covers.length);
    if (chosen === undefined) break;
    const answer = outside(chosen.map((index) => covers[index]!));
    if (answer.kind === 'empty') return chosen.map((index) => covers[index]!);
    if (answer.kind === 'unknown') break;
    const holders = covers.flatMap((cover, index) => (has(cover, answer.action) ? [index] : []));
    // Only where single evaluation is more careful than the exact answer can this be; then nothing would be learnt.
    if (holders.length === 0 || holders.some((index) => chosen.includes(index))) break;
    seen.push(holders);
  }
  return irreducible(covers, (some) => outside(some).kind === 'empty');
}

/**
 * The fewest numbers below `count` of which one is in each set; of several such choices the first in the order of
 * dictionaries, so that the answer does not depend on which sets were seen on the way. Undefined after too many tries.
 */
export function smallestHittingSet(sets: readonly (readonly number[])[], count: number): readonly number[] | undefined {
  let choices = 0;
  const canHit = (chosen: readonly number[], left: number): boolean => {
    if (++choices > MOST_CHOICES) return false;
    let tightest: readonly number[] | undefined;
    for (const set of sets) {
      if (set.some((each) => chosen.includes(each))) continue;
      if (tightest === undefined || set.length < tightest.length) tightest = set;
    }
    if (tightest === undefined) return true;
    return left > 0 && tightest.some((each) => canHit([...chosen, each], left - 1));
  };
  let size = 0;
  while (size <= count && !canHit([], size)) size++;
  const chosen: number[] = [];
  for (let each = 0; each < count && chosen.length < size; each++) {
    if (canHit([...chosen, each], size - chosen.length - 1)) chosen.push(each);
  }
  return choices > MOST_CHOICES || size > count ? undefined : chosen;
}

/** A part that is still enough and of which none can be left out: halves are left out while that holds, then single ones. */
function irreducible<T>(covers: readonly T[], isEnough: (covers: readonly T[]) => boolean): readonly T[] {
  let kept = covers;
  for (let size = Math.ceil(covers.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length; ) {
      const fewer = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (isEnough(fewer)) kept = fewer;
      else start += size;
    }
  }
  return kept;
}
