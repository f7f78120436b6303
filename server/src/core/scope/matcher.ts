import type { Automaton } from './automaton.ts';
import { type Charset, classOf, partition } from './charset.ts';

/** Whether `prefix` followed by `text` is in the language. The prefix spares callers a concatenation per question. */
export type Matcher = (text: string, prefix?: string) => boolean;

/** States that a matcher remembers before it forgets them all: bounds memory, whatever is matched. */
const REMEMBERED = 512;

/**
 * Membership in time linear in the text. Sets of positions are remembered as they occur, so that a text that goes the
 * usual way costs one table look-up per character; no text and no pattern makes it worse than positions × length.
 */
export function matcher(automaton: Automaton): Matcher {
  const distinct = new Map<Charset, number>();
  for (const set of automaton.sets) if (!distinct.has(set)) distinct.set(set, distinct.size);
  const alphabet = partition([...distinct.keys()]);
  const ascii = Uint32Array.from({ length: 128 }, (_, code) => classOf(alphabet, code));
  const accepts = automaton.sets.map((set) => new Set(alphabet.members[distinct.get(set)!]));
  const width = alphabet.count;

  // State 0 is the dead end, state 1 the start: no position entered yet.
  let positions: (readonly number[])[] = [];
  let accepting: boolean[] = [];
  let rows: Int32Array[] = [];
  let numbers = new Map<string, number>();

  const add = (of: readonly number[], accept: boolean): number => {
    positions.push(of);
    accepting.push(accept);
    return rows.push(new Int32Array(width).fill(-1)) - 1;
  };
  const lead = leadOf(automaton);
  const afterRoot = lead.slice(1);
  // The state after the lead, once it is known.
  let entered = -1;
  const forget = () => {
    entered = -1;
    positions = [];
    accepting = [];
    rows = [];
    numbers = new Map([['', 0]]);
    rows[add([], false)]!.fill(0);
    add([], automaton.nullable);
  };
  const step = (state: number, character: number): number => {
    const reached = new Set<number>();
    const from = state === 1 ? [automaton.first] : positions[state]!.map((position) => automaton.follow[position]!);
    for (const candidates of from) {
      for (const position of candidates) if (accepts[position]!.has(character)) reached.add(position);
    }
    const sorted = [...reached].sort((a, b) => a - b);
    const key = sorted.join();
    let next = numbers.get(key);
    if (next === undefined) {
      if (rows.length >= REMEMBERED) {
        forget();
        next = add(
          sorted,
          sorted.some((position) => automaton.last[position]),
        );
        numbers.set(key, next);
        return next;
      }
      next = add(
        sorted,
        sorted.some((position) => automaton.last[position]),
      );
      numbers.set(key, next);
    }
    rows[state]![character] = next;
    return next;
  };
  forget();

  const run = (start: number, text: string, from = 0): number => {
    let state = start;
    for (let index = from; index < text.length && state !== 0; index++) {
      let code = text.charCodeAt(index);
      if (code >= 0xd800 && code <= 0xdbff) {
        code = text.codePointAt(index)!;
        if (code > 0xffff) index++;
      }
      const character = code < 128 ? ascii[code]! : classOf(alphabet, code);
      const known = rows[state]![character]!;
      state = known === -1 ? step(state, character) : known;
    }
    return state;
  };

  return (text, prefix = '') => {
    // Most texts are refused by their beginning, which is quicker to compare than to walk.
    if (lead !== '' && prefix.length < 2) {
      if (prefix !== '' && prefix !== lead[0]) return false;
      const ahead = prefix === '' ? lead : afterRoot;
      if (!text.startsWith(ahead)) return false;
      if (entered === -1) entered = run(1, lead);
      const end = run(entered, text, ahead.length);
      return accepting[end]!;
    }
    // A run may forget all states, so the table is looked up only when the run is over.
    const end = run(prefix === '' ? 1 : run(1, prefix), text);
    return accepting[end]!;
  };
}

/** What every text of the language begins with, as far as that is ASCII. */
function leadOf({ first, follow, sets, last, nullable }: Automaton): string {
  let lead = '';
  let next = nullable ? [] : first;
  while (next.length === 1 && lead.length < LONGEST_LEAD) {
    const position = next[0]!;
    const [low, high] = sets[position]!;
    if (sets[position]!.length !== 2 || low !== high || low! >= 128) break;
    lead += String.fromCharCode(low!);
    next = last[position] ? [] : follow[position]!;
  }
  return lead;
}

/** Longer ones need not be compared to the end, and an automaton may lead in a circle. */
const LONGEST_LEAD = 200;
