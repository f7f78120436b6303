import type { TraceDecision, TraceObligation, TracePlace, TraceRule } from '../../../server/src/protocol/trace.ts';
import type { StepDetails } from '../../../server/src/protocol/trace-columns.ts';
import { duration } from '../model/lane.ts';
import type { Shape } from './dom.ts';

/** How a decision is called and drawn. Never by colour alone. */
export interface Verdict {
  readonly shape: Shape;
  readonly word: string;
  readonly tone: 'allow' | 'ask' | 'deny' | 'plain';
}

export function verdictOf(decision: TraceDecision | undefined, kind: StepDetails['kind'] = 'action'): Verdict {
  if (kind === 'revoke') return { shape: 'revoke', word: 'Revoke', tone: 'plain' };
  if (kind === 'wait') return { shape: 'wait', word: 'Wait', tone: 'plain' };
  if (decision === undefined) return { shape: 'none', word: 'Not judged', tone: 'plain' };
  const word = { allow: 'Allow', ask: 'Ask', deny: 'Deny' }[decision.decision];
  return { shape: decision.decision, word, tone: decision.decision };
}

/** What came of an ask, in a word or two; undefined where the decision says it all. */
export function outcomeWords(step: StepDetails): string | undefined {
  if (step.decision?.decision !== 'ask') return undefined;
  const who = step.decision.obligations.find((each) => each.kind === 'approval')?.from?.join(' or ');
  if (step.approval === 'granted') return who ? `granted by ${who}` : 'granted';
  if (step.approval === 'refused') return who ? `refused by ${who}` : 'refused';
  if (step.enforced === 'blocked') return 'nobody is there to answer';
  if (step.enforced === 'allowed') return 'nobody answered, and so it was allowed';
  return who ? `waits for ${who}` : 'waits for an answer';
}

export const REASONS: Readonly<Record<string, string>> = {
  revoked: 'revoked',
  expired: 'expired',
  'limit-reached': 'limit reached',
  'budget-reached': 'budget reached',
  'unparsed-command': 'not understood',
  'outside-boundary': 'outside the boundary',
  'unknown-operation': 'unknown operation',
  'invalid-action': 'not possible',
  'unresolved-role': 'no such role',
  'condition-failed': 'condition',
  'no-matching-rule': 'no rule',
  'part-denied': 'a part is denied',
};

/** What the column "Decided by" says: text, and the place that it leads to. */
export interface DecidedBy {
  readonly text: string;
  readonly place?: TracePlace;
  /** After the link: how many more rules, or what else. */
  readonly more?: string;
}

export function decidedBy(decision: TraceDecision | undefined): DecidedBy {
  if (decision === undefined) return { text: '' };
  const parts = decision.parts ?? [];
  const stopped = parts.filter((part) => part.decision.decision !== 'allow').length;
  if (parts.length > 1 && stopped > 0) return { text: `${stopped} of ${parts.length} parts` };
  const [rule] = decision.rules;
  const reason = REASONS[decision.reason];
  if (rule !== undefined) {
    const others = decision.rules.length - 1;
    const more = [others > 0 ? `+${others}` : '', decision.decision === 'deny' && reason ? reason : '']
      .filter(Boolean)
      .join(' · ');
    return { text: ruleName(rule), ...(rule.place ? { place: rule.place } : {}), ...(more ? { more } : {}) };
  }
  const { nearest } = decision;
  if (nearest !== undefined) {
    const { place } = nearest.rule;
    const head = reason ?? 'no rule';
    return place === undefined
      ? { text: `${head} · nearest ${nearest.rule.text}` }
      : { text: `${head} · nearest :${place.range.start.line}`, place };
  }
  return { text: reason ?? decision.reason };
}

/** `pr-reviewer:14`: whose rule, and its line. */
export function ruleName(rule: TraceRule): string {
  const line = rule.place?.range.start.line;
  return line === undefined ? (rule.id ?? rule.owner) : `${rule.owner}:${line}`;
}

/** Verb and value of what was attempted, for a row: the value is code. */
export function attempted(step: StepDetails): { readonly verb: string; readonly value: string; readonly more: string } {
  if (step.kind === 'wait') return { verb: '', value: '', more: duration(step.duration) };
  if (step.kind === 'revoke') return { verb: '', value: step.value, more: 'from here on' };
  const verb = step.verb ?? 'call';
  const value = step.method !== undefined && step.method !== 'GET' ? `${step.method} ${step.value}` : step.value;
  return { verb, value, more: argumentWords(step.with) };
}

/** Arguments of a call on one line: short ones as they are, a long text by its length. */
export function argumentWords(args: unknown): string {
  if (typeof args !== 'object' || args === null) return '';
  return Object.entries(args)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${name}: ${text.length > 60 ? `${text.slice(0, 57)}…` : text}`;
    })
    .join(', ');
}

/** `13 of 20 left`. */
export function leftWords(used: number, of: number, unit: string | undefined, per: string): string {
  const left = Math.max(0, Math.round((of - used) * 1e6) / 1e6);
  return `${left} of ${of}${unit ? ` ${unit}` : ''} left ${per === 'run' ? 'in this run' : `this ${per}`}`;
}

export function obligationWords(obligation: TraceObligation): readonly string[] {
  if (obligation.kind === 'record') return [`record ${obligation.what?.join(', ') ?? ''}`];
  if (obligation.kind !== 'approval') return [];
  const lines = [`approval ${obligation.from?.length ? `from ${obligation.from.join(' or ')}` : 'from anybody'}`];
  if (obligation.count !== undefined && obligation.count > 1) lines.push(`${obligation.count} people have to agree`);
  if (obligation.evidence?.length) lines.push(`shown to them: ${obligation.evidence.join(', ')}`);
  if (obligation.binds?.length) lines.push(`holds for these ${obligation.binds.join(' and ')} only`);
  if (obligation.within !== undefined) lines.push(`within ${duration(obligation.within)}`);
  return lines;
}

/** A moment as everybody reads it, in UTC: `2026-12-01 09:00 UTC`; with seconds where they matter. */
export function moment(at: number): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return 'unknown time';
  const text = time.toISOString();
  const seconds = text.slice(17, 19);
  return `${text.slice(0, 10)} ${text.slice(11, 16)}${seconds === '00' ? '' : `:${seconds}`} UTC`;
}

/** How a row reads aloud. */
export function spoken(step: StepDetails): string {
  const { verb, value, more } = attempted(step);
  const verdict = verdictOf(step.decision, step.kind);
  const by = decidedBy(step.decision);
  return [
    `Step ${step.number}`,
    verdict.word,
    shorten([verb, value, more].filter(Boolean).join(' ')),
    outcomeWords(step),
    step.failed ? expectedWords(step) : undefined,
    by.text === '' ? undefined : `${by.place && step.decision?.rules.length ? 'decided by ' : ''}${by.text}`,
    step.depth > 0 ? `by ${step.role}` : undefined,
  ]
    .filter(Boolean)
    .join(', ');
}

export function expectedWords(step: StepDetails): string {
  if (step.expected !== undefined && step.expected !== step.decision?.decision) return `expected ${step.expected}`;
  if (step.expectedReason !== undefined) return `expected ${step.expectedReason}`;
  return step.expected === undefined ? 'failed' : `expected ${step.expected}`;
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
