import type { Automaton } from './automaton.ts';
import type { Charset } from './charset.ts';

/** The letters with which every text of a language begins and ends, as code points. */
interface Ends {
  readonly start: readonly number[];
  /** Backwards: the last letter first. */
  readonly end: readonly number[];
}

const known = new WeakMap<Automaton, Ends>();

/**
 * True where the languages surely have nothing in common, because they begin or end differently. That is cheap, and
 * most patterns of a role are told apart by it: `src/**` and `docs/**`, `git **` and `npm test`.
 */
export function beginOrEndApart(a: Automaton, b: Automaton): boolean {
  const [mine, other] = [endsOf(a), endsOf(b)];
  return differ(mine.start, other.start) || differ(mine.end, other.end);
}

function differ(a: readonly number[], b: readonly number[]): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) if (a[index] !== b[index]) return true;
  return false;
}

function endsOf(automaton: Automaton): Ends {
  let ends = known.get(automaton);
  if (ends === undefined) {
    ends = automaton.nullable ? { start: [], end: [] } : { start: startOf(automaton), end: endOf(automaton) };
    known.set(automaton, ends);
  }
  return ends;
}

function only(set: Charset): number | undefined {
  return set.length === 2 && set[0] === set[1] ? set[0] : undefined;
}

function startOf({ sets, first, follow, last }: Automaton): number[] {
  const start: number[] = [];
  const passed = new Set<number>();
  for (let next = first; next.length === 1; ) {
    const position = next[0]!;
    const letter = only(sets[position]!);
    if (letter === undefined || passed.has(position)) break;
    start.push(letter);
    // The text may end here, and what would follow is then no part of its beginning.
    if (last[position]) break;
    passed.add(position);
    next = follow[position]!;
  }
  return start;
}

function endOf({ sets, first, follow, last }: Automaton): number[] {
  const before: number[][] = sets.map(() => []);
  follow.forEach((next, position) => {
    for (const each of next) before[each]!.push(position);
  });
  const begins = new Set(first);
  const end: number[] = [];
  const passed = new Set<number>();
  let previous = last.flatMap((ends, position) => (ends ? [position] : []));
  while (previous.length === 1) {
    const position = previous[0]!;
    const letter = only(sets[position]!);
    if (letter === undefined || passed.has(position)) break;
    end.push(letter);
    if (begins.has(position)) break;
    passed.add(position);
    previous = before[position]!;
  }
  return end;
}
