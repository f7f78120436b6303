import type { Pattern } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { BANDS, type Band } from './impact.ts';
import type { Grant } from './reach.ts';
import { type Score, scoreOf } from './score.ts';

/** Grants whose removal brings a role into a lower band. */
export interface Narrowing {
  readonly remove: readonly Grant[];
  readonly to: Score;
  /** True where no smaller set does as much; false where the search was cut short. */
  readonly smallest: boolean;
}

/** Scores to compute before the search goes on greedily. Each is a whole analysis of one variant of the role. */
const MOST_SCORES = 40;
const MOST_REMOVED = 6;

const known = new WeakMap<ResolvedRole, { readonly now: number; readonly narrowings: readonly Narrowing[] }>();

/**
 * For each band that the role can be brought to by removing grants: a smallest set of them. Every witness of a band has to
 * lose one of its grants, so the search branches over the grants of whichever witness is left: exact, as long as few
 * scores are needed.
 */
export function narrowingsOf(role: ResolvedRole, now: number): readonly Narrowing[] {
  const before = known.get(role);
  if (before?.now === now) return before.narrowings;
  const narrowings: Narrowing[] = [];
  const search = createSearch(role, now);
  let { band } = scoreOf(role, now);
  // Below that nothing is left that a person would act on.
  while (band !== 'info' && band !== 'low') {
    const found = search(below(band));
    if (!found) break;
    narrowings.push(found);
    band = found.to.band;
  }
  known.set(role, { now, narrowings });
  return narrowings;
}

function below(band: Band): Band {
  return BANDS[Math.max(0, BANDS.indexOf(band) - 1)]!;
}

function createSearch(role: ResolvedRole, now: number): (target: Band) => Narrowing | undefined {
  const scores = new Map<string, Score>();
  const own = new Map<Pattern, number>();
  for (const { patterns } of role.rules) for (const pattern of patterns) own.set(pattern, own.size);
  const keyOf = (removed: readonly Grant[]) =>
    removed
      .flatMap(patternsOf)
      .map((pattern) => own.get(pattern)!)
      .sort((a, b) => a - b)
      .join(' ');
  const scoreWithout = (removed: readonly Grant[]): Score => {
    const key = keyOf(removed);
    const score = scores.get(key) ?? scoreOf(without(role, removed), now);
    scores.set(key, score);
    return score;
  };
  const isAt = (score: Score, target: Band) => BANDS.indexOf(score.band) <= BANDS.indexOf(target);

  return (target) => {
    let level: (readonly Grant[])[] = [[]];
    const seen = new Set<string>();
    const budget = scores.size + MOST_SCORES;
    for (let size = 0; size <= MOST_REMOVED && level.length > 0; size++) {
      const next: (readonly Grant[])[] = [];
      let best: { removed: readonly Grant[]; to: Score } | undefined;
      for (const removed of level) {
        if (scores.size >= budget) return greedily(removed, target);
        const to = scoreWithout(removed);
        if (isAt(to, target) && (!best || to.value < best.to.value)) best = { removed, to };
        for (const grant of grantsToHit(to, target)) {
          const larger = [...removed, grant];
          const key = keyOf(larger);
          if (!seen.has(key)) next.push(larger);
          seen.add(key);
        }
      }
      if (best) return { remove: best.removed, to: best.to, smallest: true };
      level = next;
    }

    return undefined;
  };

  function greedily(start: readonly Grant[], target: Band): Narrowing | undefined {
    let removed = start;
    for (let round = 0; round < 2 * MOST_REMOVED; round++) {
      const to = scoreOf(without(role, removed), now);
      if (isAt(to, target)) return { remove: removed, to, smallest: false };
      const [grant] = grantsToHit(to, target);
      if (!grant) return undefined;
      removed = [...removed, grant];
    }
    return undefined;
  }

  /** The worst witness stays as bad as it is unless one of these goes: a grant of its own, or what exposes the role. */
  function grantsToHit({ witnesses, exposure }: Score, target: Band): readonly Grant[] {
    const worst = witnesses.find(({ band }) => BANDS.indexOf(band) > BANDS.indexOf(target));
    if (!worst) return [];
    const grants = [...worst.grants, ...(exposure.grant ? [exposure.grant] : [])];
    return grants.filter((grant) => patternsOf(grant).some((pattern) => own.has(pattern)));
  }
}

/** Where it is not known by which pattern a grant counts, all of it has to go. */
function patternsOf({ rule, pattern }: Grant): readonly Pattern[] {
  return pattern ? [pattern] : rule.patterns.filter(({ negated }) => !negated);
}

/** The role as it would be with these grants gone from its text. */
export function without(role: ResolvedRole, removed: readonly Grant[]): ResolvedRole {
  if (removed.length === 0) return role;
  const gone = new Set(removed.flatMap(patternsOf));
  const rules = role.rules.flatMap((rule) => {
    if (!rule.patterns.some((each) => gone.has(each))) return [rule];
    const patterns = rule.patterns.filter((each) => !gone.has(each));
    return patterns.some(({ negated }) => !negated) ? [{ ...rule, patterns }] : [];
  });
  return { ...role, rules };
}
