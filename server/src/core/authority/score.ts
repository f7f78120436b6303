import { contextOf } from '../analysis/context.ts';
import type { WitnessStep } from '../finding.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { type ExposureFact, exposureOf } from './exposure-level.ts';
import {
  BANDS,
  BASE,
  type Band,
  BREADTH,
  bandOf,
  type EffectClass,
  type Gate,
  type Impact,
  MOST_BREADTH,
  REVERSIBLE,
  type Reversible,
} from './impact.ts';
import type { Grant } from './reach.ts';
import { reachables } from './reachable.ts';
import type { Reachable } from './reached-effect.ts';

/** One thing that the role can bring about, placed on the scale, with the run that shows it. */
export interface ScoredWitness {
  readonly class: EffectClass;
  readonly impact: Impact;
  /** What stands between: the strongest approval on the way. */
  readonly gate: Gate;
  readonly band: Band;
  /** As the role's own rules decide: allowed, or asked first. Empty only where exact analysis gave up. */
  readonly steps: readonly WitnessStep[];
  readonly grants: readonly Grant[];
  /** Half a sentence: "runs any program: `git **` runs any program". */
  readonly words: string;
  /** What is not known, and was taken for the worse. */
  readonly assumed?: string;
  /** True where it is one more thing that running any program comes to: counted, and not told as another one. */
  readonly implied?: boolean;
  /** The role that does it, where work is handed to another one. */
  readonly by?: string;
}

/**
 * How much a role can bring about and how easily: the band of its worst witness, never a sum. `value` is where that band
 * begins, and a little more for each further kind of effect in it, never as much as the next band.
 */
export interface Score {
  readonly value: number;
  readonly band: Band;
  readonly exposure: ExposureFact;
  /** One for each kind of effect, the worst first. */
  readonly witnesses: readonly ScoredWitness[];
  /** The facts in short, to be argued about. */
  readonly vector: Vector;
  /** What was not said or could not be told, and was taken for the worse. */
  readonly assumed: readonly string[];
}

export interface Vector {
  readonly exposure: number;
  readonly impact: number;
  readonly gate: number;
  /** Shown, and lower nothing: they do not prevent. */
  readonly reversible: Reversible | 'nothing';
  readonly sink: 'anywhere' | 'tools' | 'listed hosts' | 'nowhere';
  readonly trace: 'full' | 'partial' | 'none';
  /** The last moment, or undefined: never. */
  readonly expires?: number;
}

const scores = new WeakMap<ResolvedRole, { readonly now: number; readonly score: Score }>();

/**
 * The score of a role at a moment. Every witness comes from a fixed catalogue of effects and was decided by `decide`; what
 * the text looks like has no part in it. Wider authority never scores lower: more is reached, and exposure, impact and
 * gate only ever raise or keep the band.
 */
export function scoreOf(role: ResolvedRole, now: number): Score {
  const known = scores.get(role);
  if (known?.now === now) return known.score;
  const score = compute(role, now);
  scores.set(role, { now, score });
  return score;
}

const GATES: readonly Gate[] = [0, 1, 2];

function compute(role: ResolvedRole, now: number): Score {
  const exposure = exposureOf(role, now);
  const byClass = new Map<EffectClass, ScoredWitness>();
  for (const gate of GATES) {
    for (const each of reachables(role, gate, now)) {
      const { impact } = each;
      const band = bandOf(impact, exposure.level, gate);
      const other = byClass.get(each.class);
      if (other && !isWorse({ band, impact }, other)) continue;
      byClass.set(each.class, scored(each, gate, band, role, now));
    }
  }
  const witnesses = [...byClass.values()].sort(
    (a, b) => BANDS.indexOf(b.band) - BANDS.indexOf(a.band) || b.impact - a.impact || a.gate - b.gate,
  );
  const band = witnesses[0]?.band ?? 'info';
  const alike = witnesses.filter((each) => each.band === band).length;
  const breadth = band === 'info' ? 0 : Math.min(MOST_BREADTH, BREADTH * Math.max(0, alike - 1));
  return {
    value: BASE[band] + breadth,
    band,
    exposure,
    witnesses,
    vector: vectorOf(role, exposure, witnesses),
    assumed: [
      ...(exposure.assumed ? [exposure.words] : []),
      ...new Set(witnesses.flatMap(({ assumed }) => (assumed === undefined ? [] : [assumed]))),
    ],
  };
}

function isWorse(a: Pick<ScoredWitness, 'band' | 'impact'>, b: Pick<ScoredWitness, 'band' | 'impact'>): boolean {
  return BANDS.indexOf(a.band) - BANDS.indexOf(b.band) > 0 || (a.band === b.band && a.impact > b.impact);
}

function scored({ steps, ...rest }: Reachable, gate: Gate, band: Band, role: ResolvedRole, now: number): ScoredWitness {
  const context = contextOf(role, now);
  return {
    ...rest,
    gate,
    band,
    // A delegate's own steps are decided by the delegate.
    steps: steps.map((each) =>
      each.as === undefined ? { ...each, expect: context.decide(each.action).decision } : each,
    ),
  };
}

function vectorOf(role: ResolvedRole, exposure: ExposureFact, witnesses: readonly ScoredWitness[]): Vector {
  const [worst] = witnesses;
  const { trace } = role.role;
  const recorded = new Set(trace?.record.map(({ value }) => value));
  const full = ['attempts', 'decisions', 'arguments', 'results'].every((each) => recorded.has(each));
  return {
    exposure: exposure.level,
    impact: worst?.impact ?? 0,
    gate: worst?.gate ?? 0,
    reversible: worst ? REVERSIBLE[worst.class] : 'nothing',
    sink: sinkOf(role, witnesses),
    trace: full ? 'full' : recorded.size > 0 ? 'partial' : 'none',
    ...(role.expires ? { expires: role.expires.value } : {}),
  };
}

/** The widest way in which anything leaves. */
function sinkOf(role: ResolvedRole, witnesses: readonly ScoredWitness[]): Vector['sink'] {
  const sends = witnesses.filter((each) => each.class === 'send' || each.class === 'outside');
  const verbs = sends.flatMap(({ steps }) => steps.map(({ action }) => action.verb));
  if (verbs.includes('fetch') || verbs.includes('run')) return 'anywhere';
  if (witnesses.some((each) => each.class === 'program') && role.role.sandbox?.network === undefined) return 'anywhere';
  if (sends.length > 0 || witnesses.some((each) => each.class === 'shared')) return 'tools';
  return role.rules.some(({ verb, effect }) => verb === 'fetch' && effect !== 'deny') ? 'listed hosts' : 'nowhere';
}

/** The vector on one line: `U:3/I:4/G:0/R:no/X:anywhere/T:partial/E:never`. */
export function vectorText({ exposure, impact, gate, reversible, sink, trace, expires }: Vector): string {
  const until = expires === undefined ? 'never' : new Date(expires).toISOString().slice(0, 10);
  return [
    `U:${exposure}`,
    `I:${impact}`,
    `G:${gate}`,
    `R:${reversible}`,
    `X:${sink.replace(' ', '-')}`,
    `T:${trace}`,
    `E:${until}`,
  ].join('/');
}

/** The score of a repository: that of its worst role, and how many roles are in which band. */
export interface RepositoryScore {
  readonly value: number;
  readonly band: Band;
  /** Roles by score, the worst first. */
  readonly roles: readonly { readonly role: ResolvedRole; readonly score: Score }[];
}

/** Undefined where there is no role. */
export function scoreOfRepository(
  snapshot: Snapshot,
  among?: (role: ResolvedRole) => boolean,
): RepositoryScore | undefined {
  const own = snapshot.sources.flatMap(({ manifest }) =>
    manifest.kind === 'AgentRole' ? [snapshot.resolve(manifest)] : [],
  );
  const roles = [...own, ...snapshot.foreign.principals]
    .filter((role) => among?.(role) ?? true)
    .map((role) => {
      const { twin } = role.role.foreign ?? {};
      return { role, score: scoreOf((twin && snapshot.foreign.principal(twin.name)) ?? role, snapshot.now) };
    });
  return worstOf(roles);
}

/** The score of these roles together: never a sum, and so no worse for being many. */
export function worstOf(roles: RepositoryScore['roles']): RepositoryScore | undefined {
  const sorted = [...roles].sort(
    (a, b) => b.score.value - a.score.value || (a.role.name < b.role.name ? -1 : a.role.name > b.role.name ? 1 : 0),
  );
  const [worst] = sorted;
  return worst && { value: worst.score.value, band: worst.score.band, roles: sorted };
}
