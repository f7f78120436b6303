import type { Automaton } from './automaton.ts';
import { type Charset, classOf, LAST_CODE_POINT, partition } from './charset.ts';

/** Is there a text in one automaton of each of `all`, and in no automaton of `none`? */
export interface Search {
  readonly all: readonly (readonly Automaton[])[];
  readonly none: readonly Automaton[];
  readonly budget: number;
}

export type Found =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Moves that may be tried per state of the budget. */
const MOVES_PER_STATE = 50;

/**
 * The shortest such text. Breadth-first over one position of each of `all` together with the set of positions of
 * `none` that the same text reaches. A state is not followed where another with the same positions and a smaller set
 * was seen: whatever the larger could still find, the smaller finds too. That is the antichain method for inclusion
 * (De Wulf, Doyen, Henzinger and Raskin, CAV 2006); nothing is determinised that the search does not come by.
 */
export function search({ all, none, budget }: Search): Found {
  const operands = all.map(unionOf);
  const avoided = unionOf(none);
  const alphabet = jointAlphabet([...operands, avoided]);
  const { count, representatives, order } = alphabet;
  const followers = operands.map((operand) => followersOf(operand, alphabet));
  const sets = subsetsOf(avoided, alphabet);

  // A state per tuple of positions and set. Position -1 stands for the beginning.
  const radix = operands.map((operand) => operand.sets.length + 1);
  const seen = new Map<string | number, number[]>();
  const compact = radix.reduce((product, size) => product * size, 1) < Number.MAX_SAFE_INTEGER;
  const keyOf = (tuple: readonly number[]): string | number => {
    if (!compact) return tuple.join();
    let key = 0;
    for (let index = 0; index < tuple.length; index++) key = key * radix[index]! + tuple[index]! + 1;
    return key;
  };

  const tuples: (readonly number[])[] = [];
  const avoiding: number[] = [];
  const parents: number[] = [];
  const characters: number[] = [];
  let moves = 0;

  const accepted = (tuple: readonly number[], subset: number) =>
    !sets.accepts(subset) &&
    tuple.every((position, index) => (position === -1 ? operands[index]!.nullable : operands[index]!.last[position]!));

  /** The number of the new state, or -1 where an earlier one is as good. */
  const add = (tuple: readonly number[], subset: number, parent: number, character: number): number => {
    const key = keyOf(tuple);
    const rivals = seen.get(key);
    if (rivals === undefined) seen.set(key, [subset]);
    else {
      for (const rival of rivals) if (rival === subset || sets.within(rival, subset)) return -1;
      let kept = 0;
      for (const rival of rivals) if (!sets.within(subset, rival)) rivals[kept++] = rival;
      rivals.length = kept;
      rivals.push(subset);
    }
    avoiding.push(subset);
    parents.push(parent);
    characters.push(character);
    return tuples.push(tuple) - 1;
  };

  const textOf = (state: number): string => {
    const codes: number[] = [];
    for (let at = state; parents[at] !== -1; at = parents[at]!) codes.push(representatives[characters[at]!]!);
    return String.fromCodePoint(...codes.reverse());
  };

  const start = operands.map(() => -1);
  add(start, sets.start, -1, -1);
  if (accepted(start, sets.start)) return { kind: 'text', text: '' };
  for (let state = 0; state < tuples.length; state++) {
    const tuple = tuples[state]!;
    const subset = avoiding[state]!;
    // Only what the choosiest operand can read at all.
    let readable: readonly number[] = order;
    for (let index = 0; index < operands.length; index++) {
      const here = followers[index]!.readable(tuple[index]!);
      if (here.length < readable.length) readable = here;
    }
    for (const character of readable) {
      let choices: number[][] = [[]];
      for (let index = 0; index < operands.length && choices.length > 0; index++) {
        const next = followers[index]!.next(tuple[index]!, character);
        if (next.length === 0) choices = [];
        else if (next.length === 1 && choices.length === 1) choices[0]!.push(next[0]!);
        else choices = choices.flatMap((chosen) => next.map((position) => [...chosen, position]));
      }
      if (choices.length === 0) continue;
      const after = sets.step(subset, character);
      moves += choices.length;
      for (const chosen of choices) {
        const added = add(chosen, after, state, character);
        if (added !== -1 && accepted(chosen, after)) return { kind: 'text', text: textOf(added) };
      }
      if (tuples.length > budget || moves > budget * MOVES_PER_STATE || sets.size() > budget) {
        return { kind: 'unknown', why: `more than ${budget.toLocaleString('en')} states had to be looked at` };
      }
    }
  }
  return { kind: 'empty' };

  function unionOf(automata: readonly Automaton[]): Automaton {
    if (automata.length === 1) return automata[0]!;
    const sets: Charset[] = [];
    const first: number[] = [];
    const follow: number[][] = [];
    const last: boolean[] = [];
    let nullable = false;
    for (const automaton of automata) {
      const offset = sets.length;
      for (const position of automaton.first) first.push(position + offset);
      for (const set of automaton.sets) sets.push(set);
      for (const next of automaton.follow) follow.push(next.map((position) => position + offset));
      for (const ends of automaton.last) last.push(ends);
      nullable ||= automaton.nullable;
    }
    return { sets, first, follow, last, nullable };
  }

  function jointAlphabet(automata: readonly Automaton[]): Alphabet {
    const numbers = new Map<Charset, number>();
    for (const { sets } of automata) for (const set of sets) if (!numbers.has(set)) numbers.set(set, numbers.size);
    const joint = partition([...numbers.keys()]);
    const member = joint.members.map((classes) => {
      const row = new Uint8Array(joint.count);
      for (const character of classes) row[character] = 1;
      return row;
    });
    return { count: joint.count, rows: (set) => member[numbers.get(set)!]!, ...readableFirst(joint) };
  }

  function followersOf(operand: Automaton, { rows }: Alphabet): Followers {
    const known: (readonly number[] | undefined)[] = [];
    const knownReadable: (readonly number[] | undefined)[] = [];
    const after = (position: number) => (position === -1 ? operand.first : operand.follow[position]!);
    return {
      next: (position, character) => {
        const slot = (position + 1) * count + character;
        let next = known[slot];
        if (next === undefined) {
          next = after(position).filter((candidate) => rows(operand.sets[candidate]!)[character] === 1);
          known[slot] = next;
        }
        return next;
      },
      readable: (position) => {
        let characters = knownReadable[position + 1];
        if (characters === undefined) {
          const accepting = after(position).map((candidate) => rows(operand.sets[candidate]!));
          characters = order.filter((character) => accepting.some((row) => row[character] === 1));
          knownReadable[position + 1] = characters;
        }
        return characters;
      },
    };
  }
}

/** The moves of one operand, worked out as they are needed. */
interface Followers {
  /** The positions that can be entered from this one by reading a character. */
  next(position: number, character: number): readonly number[];
  /** The characters by which any position can be entered. */
  readable(position: number): readonly number[];
}

interface Alphabet {
  readonly count: number;
  /** Which classes a set holds, as ones and zeros. */
  readonly rows: (set: Charset) => Uint8Array;
  /** One character of each class, the most readable. */
  readonly representatives: readonly number[];
  /** The classes, the most readable first, so that of two shortest texts the more readable is found. */
  readonly order: readonly number[];
}

const READABLE = 'axetnmsbcdfghijklopqruvwyz0123456789AXETNMSBCDFGHIJKLOPQRUVWYZ._-/:=@+,%~ ';

function readableFirst(joint: ReturnType<typeof partition>): Pick<Alphabet, 'representatives' | 'order'> {
  const representatives: number[] = [];
  const order: number[] = [];
  const offer = (code: number) => {
    const character = classOf(joint, code);
    if (representatives[character] !== undefined) return;
    representatives[character] = code;
    order.push(character);
  };
  for (const character of READABLE) offer(character.codePointAt(0)!);
  for (let code = 0x21; code < 0x7f; code++) offer(code);
  joint.starts.forEach((start, index) => {
    const end = (joint.starts[index + 1] ?? LAST_CODE_POINT + 1) - 1;
    // A class that has characters on both sides of the surrogates is represented by a proper one.
    if (start < 0x20 && end > 0xa0) offer(0xa1);
    else offer(start >= 0xd800 && start <= 0xdfff && end > 0xdfff ? 0xe000 : start);
  });
  return { representatives, order };
}

interface Subsets {
  readonly start: number;
  step(subset: number, character: number): number;
  /** Whether a text that reached exactly this set is in the language. */
  accepts(subset: number): boolean;
  /** Is the first set within the second? */
  within(small: number, large: number): boolean;
  size(): number;
}

/** The sets of positions that texts reach, made as they are needed and numbered. Number 0 is the empty set, number 1 the beginning. */
function subsetsOf(avoided: Automaton, { count, rows }: Alphabet): Subsets {
  const members: (readonly number[])[] = [[], [-1]];
  const accepting: boolean[] = [false, avoided.nullable];
  const numbers = new Map<string, number>([['', 0]]);
  const steps: Int32Array[] = [new Int32Array(count), new Int32Array(count).fill(-1)];
  const marks = new Int32Array(avoided.sets.length).fill(-1);
  let stamp = 0;
  return {
    start: 1,
    accepts: (subset) => accepting[subset]!,
    size: () => members.length,
    within: (small, large) => {
      if (small === 0) return true;
      const inner = members[small]!;
      const outer = members[large]!;
      if (inner.length > outer.length) return false;
      let at = 0;
      for (const position of inner) {
        while (at < outer.length && outer[at]! < position) at++;
        if (outer[at] !== position) return false;
      }
      return true;
    },
    step: (subset, character) => {
      const known = steps[subset]![character]!;
      if (known !== -1) return known;
      stamp++;
      const reached: number[] = [];
      for (const position of members[subset]!) {
        for (const next of position === -1 ? avoided.first : avoided.follow[position]!) {
          if (marks[next] === stamp || rows(avoided.sets[next]!)[character] !== 1) continue;
          marks[next] = stamp;
          reached.push(next);
        }
      }
      reached.sort((a, b) => a - b);
      const key = reached.join();
      let number = numbers.get(key);
      if (number === undefined) {
        number = members.push(reached) - 1;
        accepting.push(reached.some((position) => avoided.last[position]));
        steps.push(new Int32Array(count).fill(-1));
        numbers.set(key, number);
      }
      steps[subset]![character] = number;
      return number;
    },
  };
}
