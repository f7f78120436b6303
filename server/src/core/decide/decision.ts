import type { Enforcer, ToolCall } from '../dialects/dialect.ts';
import type { Approval, Effect, Rule } from '../model/manifest.ts';
import type { Action } from './action.ts';

/** Why a decision is what it is. Stable: scripts and traces depend on these words. */
export type ReasonCode =
  | 'granted'
  | 'approval-required'
  | 'approval-granted'
  | 'approval-refused'
  | 'approval-missing'
  | 'denied-by-rule'
  | 'no-matching-rule'
  | 'condition-failed'
  | 'expired'
  | 'not-yet-decidable'
  | 'revoked'
  | 'limit-reached'
  | 'budget-reached'
  | 'unparsed-command'
  | 'part-denied'
  | 'outside-boundary'
  | 'unknown-operation'
  | 'invalid-action'
  | 'unresolved-role';

/** The rule that came closest to allowing an action that no rule decided, and the constraint that failed. */
export interface NearestMiss {
  readonly rule: Rule;
  /** The pattern of the rule that came closest, as written. */
  readonly pattern: string;
  /** What was looked at: `host`, `path`, `word 2`, `method`, `where.repo`, `verb`. */
  readonly constraint: string;
  readonly expected: string;
  readonly actual: string;
  /** All of it as half a sentence: "host is evil.example". */
  readonly words: string;
}

/** What must be done with a decision: get an approval, count a use, write a record. */
export type Obligation =
  | { readonly kind: 'approval'; readonly rule: Rule; readonly approval?: Approval }
  | { readonly kind: 'limit'; readonly rule: Rule; readonly used: number; readonly of: number; readonly per: string }
  | {
      readonly kind: 'budget';
      readonly what: 'calls' | 'spend' | 'tokens';
      readonly unit?: string;
      readonly used: number;
      readonly of: number;
      readonly per: string;
    }
  | { readonly kind: 'record'; readonly what: readonly string[] };

/** The decision on one part of a command line: a simple command, a redirection, an assignment, or what a known program does to an operand. */
export interface PartDecision {
  /** The part as it stands in the line. */
  readonly text: string;
  /** Offsets of the part in the action's command line, or absent where it has no contiguous text. */
  readonly start?: number;
  readonly end?: number;
  /** What was judged: the command itself as `run`, or an action it implies (`read .env`, `write out.txt`). */
  readonly action: Action;
  readonly decision: Decision;
}

export interface Decision {
  /** `allow`, `ask` or `deny`: what evaluation returns. */
  readonly decision: Effect;
  readonly reason: ReasonCode;
  /** The rules that caused the decision: for a deny by rule every matching deny; for an allow the grants that matched. */
  readonly rules: readonly Rule[];
  readonly nearest?: NearestMiss | undefined;
  readonly obligations: readonly Obligation[];
  /** For command lines: every part that was judged, in the order in which they run. */
  readonly parts?: readonly PartDecision[];
  /** Set where another tool's own rules decided. */
  readonly foreign?: ForeignFacts;
  /** One sentence for people, without a final full stop. */
  readonly words: string;
}

/** What there is to say of a decision that is another tool's. */
export interface ForeignFacts {
  /** The dialect's id, and the version of the tool whose semantics these are. */
  readonly dialect: string;
  readonly version: string;
  readonly enforcer: Enforcer;
  /** False where the format does not document what happens here. */
  readonly documented: boolean;
  /** The request in the tool's own words; absent where the tool has none for it. */
  readonly call?: ToolCall;
  /** Rules that came close, the closest first. */
  readonly near: readonly { readonly rule: Rule; readonly why: string }[];
}
