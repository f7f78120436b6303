/** A set of code points as sorted, disjoint, inclusive ranges: `[low, high, low, high, …]`. Equal sets need not be the same object. */
export type Charset = readonly number[];

export const LAST_CODE_POINT = 0x10ffff;

/** Halves of characters, which no proper text has alone. */
export const SURROGATES: Charset = [0xd800, 0xdfff];

export const EVERY_CHARACTER: Charset = [0, LAST_CODE_POINT];

const singles = Array.from({ length: 128 }, (_, code): Charset => [code, code]);

/** The set of one code point; the same object each time for ASCII. */
export function oneCharacter(code: number): Charset {
  return singles[code] ?? [code, code];
}

/** The characters of a string, and ranges given as pairs: `charset('_', ['a', 'z'])`. */
export function charset(...parts: readonly (string | readonly [string, string])[]): Charset {
  const ranges: number[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') ranges.push(part[0].codePointAt(0)!, part[1].codePointAt(0)!);
    else for (const character of part) ranges.push(character.codePointAt(0)!, character.codePointAt(0)!);
  }
  return normalised(ranges);
}

/** Sorts and joins ranges that may overlap. */
export function normalised(ranges: readonly number[]): Charset {
  const pairs: [number, number][] = [];
  for (let index = 0; index < ranges.length; index += 2) pairs.push([ranges[index]!, ranges[index + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const result: number[] = [];
  for (const [low, high] of pairs) {
    const end = result.length - 1;
    if (end >= 0 && low <= result[end]! + 1) result[end] = Math.max(result[end]!, high);
    else result.push(low, high);
  }
  return result;
}

export function union(...sets: readonly Charset[]): Charset {
  return normalised(sets.flat());
}

export function complement(set: Charset): Charset {
  const result: number[] = [];
  let next = 0;
  for (let index = 0; index < set.length; index += 2) {
    if (set[index]! > next) result.push(next, set[index]! - 1);
    next = set[index + 1]! + 1;
  }
  if (next <= LAST_CODE_POINT) result.push(next, LAST_CODE_POINT);
  return result;
}

export function without(set: Charset, other: Charset): Charset {
  return complement(union(complement(set), other));
}

export function has(set: Charset, code: number): boolean {
  for (let index = 0; index < set.length; index += 2) {
    if (code < set[index]!) return false;
    if (code <= set[index + 1]!) return true;
  }
  return false;
}

/**
 * The coarsest partition of all code points in which every given set is a union of classes. `starts` are the first
 * code points of consecutive intervals, `classes` the class of each; `members[i]` lists the classes of `sets[i]`.
 */
export interface Partition {
  readonly starts: readonly number[];
  readonly classes: readonly number[];
  readonly count: number;
  readonly members: readonly (readonly number[])[];
}

export function partition(sets: readonly Charset[]): Partition {
  const cuts = new Set<number>([0]);
  for (const set of sets) {
    for (let index = 0; index < set.length; index += 2) {
      cuts.add(set[index]!);
      cuts.add(set[index + 1]! + 1);
    }
  }
  cuts.delete(LAST_CODE_POINT + 1);
  const starts = [...cuts].sort((a, b) => a - b);
  const at = new Map(starts.map((start, index) => [start, index]));
  const covering: number[][] = starts.map(() => []);
  sets.forEach((set, name) => {
    for (let index = 0; index < set.length; index += 2) {
      const last = set[index + 1]!;
      for (let interval = at.get(set[index]!)!; interval < starts.length && starts[interval]! <= last; interval++) {
        covering[interval]!.push(name);
      }
    }
  });
  const bySignature = new Map<string, number>();
  const classes: number[] = [];
  const members: Set<number>[] = sets.map(() => new Set());
  for (const names of covering) {
    const signature = names.join();
    const known = bySignature.get(signature) ?? bySignature.size;
    bySignature.set(signature, known);
    classes.push(known);
    for (const name of names) members[name]!.add(known);
  }
  return { starts, classes, count: bySignature.size, members: members.map((classesOf) => [...classesOf]) };
}

/** The class of one code point, by binary search. */
export function classOf(partition: Partition, code: number): number {
  let low = 0;
  let high = partition.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (partition.starts[middle]! <= code) low = middle;
    else high = middle - 1;
  }
  return partition.classes[low]!;
}
