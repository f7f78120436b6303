import type { Action } from '../decide/action.ts';
import type { Decision, Obligation } from '../decide/decision.ts';
import type { Instant } from '../decide/run-state.ts';
import type { Effect, Scenario, Step } from '../model/manifest.ts';
import type { Place } from '../source.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/** Something that a run had read: a label such as `untrusted` or `secret`, where it came from, and at which step. */
export interface Seen {
  readonly label: string;
  /** A path, a host, or `tool/operation`. */
  readonly from: string;
  readonly step: number;
}

/** What a step that sends carried, or would have carried, to the outside: everything confidential that was read by then. */
export interface Leaving {
  readonly label: string;
  readonly from: string;
  /** A host, a tool, or a path outside the workspace. */
  readonly to: string;
}

/** What came of one step of a simulated or replayed run. */
export interface StepResult {
  /** From 1. */
  readonly number: number;
  readonly at: Instant;
  readonly kind: 'action' | 'revoke' | 'wait';
  /** The role that acted. */
  readonly role: string;
  readonly step?: Step;
  /** Where the step stands in its scenario. */
  readonly place?: Place;
  readonly action?: Action;
  readonly decision?: Decision;
  /** What a person answered to an ask. */
  readonly approval?: 'granted' | 'refused' | 'none';
  /** What happened in the end: an ask that was granted is `allowed`. */
  readonly enforced?: 'allowed' | 'blocked' | 'asked';
  readonly expected?: Effect;
  /** The reason code that the step said it expects. */
  readonly expectedReason?: string;
  /** True where the step said what to expect and it came otherwise. */
  readonly failed: boolean;
  /** Labels of what the run had read by then: `untrusted` (step 2), with where from. */
  readonly seen: readonly Seen[];
  /** For steps that send. Whether it did leave is told by `enforced`. */
  readonly leaving?: readonly Leaving[];
  /** Limits and budgets as they stand after the step, for steps that were carried out. */
  readonly limits?: readonly Obligation[];
  /** For a delegate's steps: the number of the step that delegated to it. */
  readonly through?: number;
  /** For revoke and wait steps. */
  readonly target?: string;
  readonly duration?: number;
}

export interface Run {
  readonly role: string;
  readonly kind: 'simulated' | 'witness' | 'recorded';
  readonly scenario?: Scenario;
  readonly title: string;
  readonly began: Instant;
  readonly steps: readonly StepResult[];
  /** Anything that kept the run from being what was written: the role is missing, say. */
  readonly problems: readonly string[];
  /** The role as it was resolved for this run; absent where there is none of that name. */
  readonly resolved?: ResolvedRole;
}

/** How many steps of a run came out in which way. */
export interface RunCounts {
  readonly allowed: number;
  readonly asked: number;
  readonly denied: number;
  readonly failed: number;
}

/** An ask that was granted counts as asked: somebody had to be there. */
export function countsOf(run: Pick<Run, 'steps'>): RunCounts {
  const counts = { allowed: 0, asked: 0, denied: 0, failed: 0 };
  for (const step of run.steps) {
    if (step.decision?.decision === 'allow') counts.allowed++;
    if (step.decision?.decision === 'ask') counts.asked++;
    if (step.decision?.decision === 'deny') counts.denied++;
    if (step.failed) counts.failed++;
  }
  return counts;
}
