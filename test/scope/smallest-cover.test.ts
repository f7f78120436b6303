import assert from 'node:assert/strict';
import test from 'node:test';
import type { ActionAnswer } from '../../server/src/core/authority/region.ts';
import { smallestCover } from '../../server/src/core/authority/smallest-cover.ts';
import { forSeeds, type Random } from './random.ts';

type Numbers = ReadonlySet<number>;

/** The question about sets of small numbers: which is left out is answered with the number itself. */
function coverOf(universe: readonly number[], covers: readonly Numbers[], pick: (left: readonly number[]) => number) {
  return smallestCover({
    covers,
    outside: (some): ActionAnswer => {
      const left = universe.filter((each) => !some.some((cover) => cover.has(each)));
      if (left.length === 0) return { kind: 'empty' };
      return { kind: 'witness', action: { verb: 'read', value: `${pick(left)}` } };
    },
    has: (cover, action) => cover.has(Number(action.value)),
  });
}

/** The first of the smallest sets that are enough, by trying all. */
function slowly(universe: readonly number[], covers: readonly Numbers[]): readonly Numbers[] {
  const indexes = covers.map((_, index) => index);
  const choices = (size: number, from: number): number[][] =>
    size === 0
      ? [[]]
      : indexes.slice(from).flatMap((each) => choices(size - 1, each + 1).map((rest) => [each, ...rest]));
  for (let size = 0; size <= covers.length; size++) {
    for (const chosen of choices(size, 0)) {
      const some = chosen.map((index) => covers[index]!);
      if (universe.every((each) => some.some((cover) => cover.has(each)))) return some;
    }
  }
  return covers;
}

function randomCovers(random: Random): { universe: readonly number[]; covers: readonly Numbers[] } {
  const universe = Array.from({ length: 1 + random.below(12) }, (_, each) => each);
  const some = () => new Set(universe.filter(() => random.chance(0.35)));
  const covers = Array.from({ length: 2 + random.below(7) }, some);
  const missing = universe.filter((each) => !covers.some((cover) => cover.has(each)));
  return { universe, covers: missing.length > 0 ? [...covers, new Set(missing)] : covers };
}

test('the smallest set is the one that trying all sets finds, whatever is looked at on the way', () => {
  const sizes = new Set<number>();
  forSeeds(400, (random) => {
    const { universe, covers } = randomCovers(random);
    const expected = slowly(universe, covers);
    assert.deepEqual(
      coverOf(universe, covers, (left) => left[0]!),
      expected,
    );
    assert.deepEqual(
      coverOf(universe, covers, (left) => left.at(-1)!),
      expected,
    );
    assert.deepEqual(
      coverOf(universe, covers, (left) => random.pick(left)),
      expected,
    );
    sizes.add(expected.length);
  });
  assert.ok(process.env.SEED !== undefined || sizes.size >= 4, [...sizes].join());
});

test('three of ten that cover each other in part, where leaving one out after the other would keep four', () => {
  const universe = Array.from({ length: 9 }, (_, each) => each);
  const covers = [[0, 3, 6], [1, 4], [2, 5, 8], [0, 1, 2], [3, 4, 5], [6, 7, 8], [7]].map((each) => new Set(each));
  assert.deepEqual(
    coverOf(universe, covers, (left) => left[0]!).map((each) => [...each]),
    [
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
    ],
  );
});

test('where nothing exact is known, a set is left of which every part is needed', () => {
  const covers = [[0, 1], [1, 2], [2, 3], [3]].map((each) => new Set(each));
  let asked = 0;
  const found = smallestCover({
    covers,
    outside: (some): ActionAnswer => {
      if (++asked === 1) return { kind: 'unknown', why: 'it is a test' };
      const isEnough = [0, 1, 2, 3].every((each) => some.some((cover) => cover.has(each)));
      return isEnough ? { kind: 'empty' } : { kind: 'unknown', why: 'it is a test' };
    },
    has: (cover, action) => cover.has(Number(action.value)),
  });
  assert.deepEqual(
    found.map((each) => [...each]),
    [
      [0, 1],
      [2, 3],
    ],
  );
});
