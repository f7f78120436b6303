import type { Effect } from '../model/manifest.ts';
import type { TraceStep } from './trace-model.ts';

/** As much of a step as a comparison looks at. */
export type Comparable = Pick<
  TraceStep,
  'number' | 'kind' | 'role' | 'verb' | 'value' | 'method' | 'with' | 'decision' | 'enforced'
>;

/** `narrowing`: less is allowed than before; `widening`: more is; `other`: the same comes of it, for another reason. */
export type ChangeKind = 'narrowing' | 'widening' | 'other';

export interface Change {
  /** The step's number in the later run, and in the earlier one. */
  readonly step: number;
  readonly before: number;
  readonly kind: ChangeKind;
  readonly from: Outcome;
  readonly to: Outcome;
}

export interface Outcome {
  readonly decision: Effect;
  readonly reason: string;
  readonly words: string;
  readonly enforced: Comparable['enforced'];
}

/**
 * The decisions that differ between two runs of the same scenario. Steps belong together when the same role attempts
 * the same thing for the same time, so a scenario may have been edited between the runs: steps that only one of them
 * has are no change. A decision that has only another reason counts as a change when the reason's code differs.
 */
export function compareSteps(before: readonly Comparable[], after: readonly Comparable[]): readonly Change[] {
  const earlier = new Map<string, Comparable[]>();
  for (const step of before) {
    if (step.decision === undefined) continue;
    const key = keyOf(step);
    const list = earlier.get(key);
    if (list === undefined) earlier.set(key, [step]);
    else list.push(step);
  }
  const taken = new Map<string, number>();
  const changes: Change[] = [];
  for (const step of after) {
    if (step.decision === undefined) continue;
    const key = keyOf(step);
    const nth = taken.get(key) ?? 0;
    taken.set(key, nth + 1);
    const previous = earlier.get(key)?.[nth];
    if (previous?.decision === undefined) continue;
    const from = outcomeOf(previous);
    const to = outcomeOf(step);
    if (from.decision === to.decision && from.reason === to.reason && from.enforced === to.enforced) continue;
    changes.push({ step: step.number, before: previous.number, kind: kindOf(from, to), from, to });
  }
  return changes;
}

/** From least to most: what is denied, what a person may still allow, what needs nobody. */
const RANK: Readonly<Record<Effect, number>> = { deny: 0, ask: 1, allow: 2 };
const ENFORCED: Readonly<Record<string, number>> = { blocked: 0, asked: 1, allowed: 2 };

function kindOf(from: Outcome, to: Outcome): ChangeKind {
  const byDecision = RANK[to.decision] - RANK[from.decision];
  const byOutcome = (ENFORCED[to.enforced ?? ''] ?? 0) - (ENFORCED[from.enforced ?? ''] ?? 0);
  const change = byDecision === 0 ? byOutcome : byDecision;
  return change > 0 ? 'widening' : change < 0 ? 'narrowing' : 'other';
}

function outcomeOf(step: Comparable): Outcome {
  const { decision, reason, words } = step.decision!;
  return { decision, reason, words, enforced: step.enforced };
}

function keyOf(step: Comparable): string {
  return JSON.stringify([step.role, step.verb, step.value, step.method ?? '', step.with ?? null]);
}
