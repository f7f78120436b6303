/** A small reproducible source of random choices (mulberry32). The seed is in every failure's message. */
export interface Random {
  readonly seed: number;
  /** A whole number below `limit`. */
  below(limit: number): number;
  pick<T>(of: readonly T[]): T;
  chance(probability: number): boolean;
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    seed,
    below: (limit) => Math.floor(next() * limit),
    pick: (of) => of[Math.floor(next() * of.length)]!,
    chance: (probability) => next() < probability,
  };
}

/** Runs `check` for as many seeds. `SEED=…` in the environment repeats one, `TIMES=…` tries that many times as many. */
export function forSeeds(count: number, check: (random: Random) => void): void {
  const only = process.env.SEED;
  if (only !== undefined) {
    check(random(Number(only)));
    return;
  }
  for (let seed = 1; seed <= count * Number(process.env.TIMES ?? 1); seed++) {
    try {
      check(random(seed));
    } catch (error) {
      if (error instanceof Error) error.message = `SEED=${seed}: ${error.message}`;
      throw error;
    }
  }
}

/** Every text over an alphabet up to a length. */
export function allTexts(alphabet: readonly string[], most: number): string[] {
  let last = [''];
  const all = [''];
  for (let length = 1; length <= most; length++) {
    last = last.flatMap((text) => alphabet.map((character) => text + character));
    all.push(...last);
  }
  return all;
}
