/** A moment: milliseconds since 1970-01-01T00:00:00Z. The core has no clock; whoever asks says when. */
export type Instant = number;

/**
 * What a run has used up and what has been taken away by the time of an action. Immutable; `after` in decide.ts
 * returns the next one.
 */
export interface RunState {
  readonly at: Instant;
  /** When the run began, for windows such as `20/run`. */
  readonly began: Instant;
  /** Names of roles, tools, credentials and rule ids that have been revoked. */
  readonly revoked: ReadonlySet<string>;
  /** Uses that count against limits and budgets, oldest first. `counter` names a rule or a budget. */
  readonly uses: readonly { readonly counter: string; readonly at: Instant; readonly amount: number }[];
  /** The answer that a person gives to an ask at this step. */
  readonly approval?: 'granted' | 'refused' | 'none';
  /** The mode that another tool's policy is asked in; the one in force when absent. */
  readonly mode?: string;
}

export function freshRun(at: Instant): RunState {
  return { at, began: at, revoked: new Set(), uses: [] };
}
