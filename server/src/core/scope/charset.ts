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
  readonly classes: Int32Array;
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
  // For each set, the intervals that it is made of: from an even place up to, and without, the odd one after it.
  const intervals = sets.map((set) =>
    set.map((code, index) => (index % 2 === 0 ? placeOf(starts, code) : placeOf(starts, code + 1))),
  );
  // All is one class. Every set in turn parts what it holds of a class from what it does not.
  const classes = new Int32Array(starts.length);
  const sizes = new Int32Array(starts.length + 1);
  sizes[0] = starts.length;
  const held = new Int32Array(starts.length + 1);
  const parted = new Int32Array(starts.length + 1);
  let count = 1;
  for (const own of intervals) {
    const touched: number[] = [];
    forEachInterval(own, (interval) => {
      const old = classes[interval]!;
      if (held[old]!++ === 0) touched.push(old);
    });
    for (const old of touched) {
      parted[old] = old;
      if (held[old]! < sizes[old]!) {
        parted[old] = count;
        sizes[count++] = held[old]!;
        sizes[old] = sizes[old]! - held[old]!;
      }
      held[old] = 0;
    }
    forEachInterval(own, (interval) => {
      classes[interval] = parted[classes[interval]!]!;
    });
  }
  const members = intervals.map((own) => {
    const found = new Set<number>();
    forEachInterval(own, (interval) => found.add(classes[interval]!));
    return [...found];
  });
  return { starts, classes, count, members };
}

function forEachInterval(bounds: readonly number[], visit: (interval: number) => void): void {
  for (let index = 0; index < bounds.length; index += 2) {
    for (let interval = bounds[index]!; interval < bounds[index + 1]!; interval++) visit(interval);
  }
}

/** Where the first of the sorted numbers stands that is not below this one. */
function placeOf(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
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
