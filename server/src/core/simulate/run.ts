import type { Action } from '../decide/action.ts';
import type { Decision } from '../decide/decision.ts';
import type { Instant } from '../decide/run-state.ts';
import type { Effect, Scenario, Step } from '../model/manifest.ts';

/** What came of one step of a simulated or replayed run. */
export interface StepResult {
  /** From 1. */
  readonly number: number;
  readonly at: Instant;
  readonly kind: 'action' | 'revoke' | 'wait';
  /** The role that acted. */
  readonly role: string;
  readonly step?: Step;
  readonly action?: Action;
  readonly decision?: Decision;
  /** What a person answered to an ask. */
  readonly approval?: 'granted' | 'refused' | 'none';
  /** What happened in the end: an ask that was granted is `allowed`. */
  readonly enforced?: 'allowed' | 'blocked' | 'asked';
  readonly expected?: Effect;
  /** True where the step said what to expect and it came otherwise. */
  readonly failed: boolean;
  /** Labels of what the run had read by then: `untrusted` (step 2), with where from. */
  readonly seen: readonly { readonly label: string; readonly from: string; readonly step: number }[];
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
}
