import type { Json } from '../decide/action.ts';
import type { Effect } from '../model/manifest.ts';

/**
 * What a trace says, as plain data: what `readTrace` makes of OTLP/JSON and what the viewer shows. Written by a
 * simulation, or recorded by somebody else; then most of it is absent. Lines and columns count from 1.
 */
export interface Trace {
  /** Ours, where the trace says it. */
  readonly schemaVersion?: string;
  readonly runs: readonly TraceRun[];
  readonly problems: readonly TraceProblem[];
  /** Spans that are no attempt of anything (a model's turn, say) and are not shown. */
  readonly otherSpans: number;
}

/** What is wrong with a trace, and where: a path in the JSON such as `resourceSpans[0].scopeSpans[0].spans[3]`. */
export interface TraceProblem {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface TraceRun {
  readonly title: string;
  readonly role: string;
  readonly kind: 'simulated' | 'witness' | 'recorded';
  readonly traceId: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly scenario?: { readonly uri: string; readonly place?: TracePlace };
  readonly rolePlace?: TracePlace;
  /** `sha256:…` of the text of the role and of everything that it takes in. */
  readonly roleDigest?: string;
  readonly steps: readonly TraceStep[];
  readonly problems: readonly string[];
}

export interface TraceStep {
  /** From 1. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds; 0 for what took no time. */
  readonly duration: number;
  readonly kind: 'action' | 'revoke' | 'wait';
  readonly role: string;
  /** 0 for the run's own role, 1 for a delegate of it, and so on. */
  readonly depth: number;
  readonly through?: number;
  /** One of ours (`read`, `call`, …), or absent where a foreign trace only names a tool. */
  readonly verb?: string;
  /** What was attempted, or what was revoked. */
  readonly value: string;
  readonly method?: string;
  /** Of a witness: whether the file is there that the step touches. */
  readonly file?: 'there' | 'absent' | 'unknown';
  readonly with?: Json;
  readonly origins?: { readonly [argument: string]: readonly string[] };
  readonly decision?: TraceDecision;
  readonly approval?: 'granted' | 'refused' | 'none';
  readonly enforced?: 'allowed' | 'blocked' | 'asked';
  readonly expected?: Effect;
  readonly expectedReason?: string;
  readonly failed: boolean;
  /** Everything that had been seen by then. */
  readonly seen: readonly TraceSeen[];
  readonly leaving: readonly TraceLeaving[];
  /** Limits and budgets as they stand after the step. */
  readonly limits: readonly TraceObligation[];
  readonly spanId: string;
  readonly requestDigest?: string;
  /** Where the step stands in its scenario. */
  readonly place?: TracePlace;
}

export interface TraceDecision {
  readonly decision: Effect;
  readonly reason: string;
  readonly words: string;
  readonly rules: readonly TraceRule[];
  readonly nearest?: TraceNearest;
  readonly obligations: readonly TraceObligation[];
  readonly parts?: readonly TracePart[];
}

export interface TraceRule {
  readonly owner: string;
  readonly effect: Effect;
  /** Verb and patterns: `read src/**, docs/**`. */
  readonly text: string;
  readonly id?: string;
  readonly place?: TracePlace;
}

export interface TraceNearest {
  readonly rule: TraceRule;
  readonly pattern: string;
  readonly constraint: string;
  readonly expected: string;
  readonly actual: string;
  readonly words: string;
}

export interface TraceObligation {
  readonly kind: 'approval' | 'limit' | 'budget' | 'record';
  readonly rule?: TraceRule;
  /** Approval: who may give it, on what evidence, within how many milliseconds. */
  readonly from?: readonly string[];
  readonly evidence?: readonly string[];
  readonly within?: number;
  readonly binds?: readonly string[];
  readonly count?: number;
  /** Limit and budget. */
  readonly used?: number;
  readonly of?: number;
  readonly per?: string;
  readonly unit?: string;
  /** Budget: `calls`, `spend`, `tokens`. Record: what is to be recorded. */
  readonly what?: readonly string[];
}

/** One judged part of a command line. */
export interface TracePart {
  readonly text: string;
  /** Offsets in the step's command line. */
  readonly start?: number;
  readonly end?: number;
  readonly verb: string;
  readonly value: string;
  readonly decision: TraceDecision;
}

export interface TraceSeen {
  readonly label: string;
  readonly from: string;
  readonly step: number;
}

export interface TraceLeaving {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

export interface TracePlace {
  readonly uri: string;
  readonly range: TraceRange;
}

export interface TraceRange {
  readonly start: TracePosition;
  readonly end: TracePosition;
}

/** Both from 1. */
export interface TracePosition {
  readonly line: number;
  readonly column: number;
}
