import type { Decision, NearestMiss, Obligation } from '../decide/decision.ts';
import type { Rule } from '../model/manifest.ts';
import type { Place } from '../source.ts';
import type { TraceDecision, TraceNearest, TraceObligation, TracePlace, TraceRule } from './trace-model.ts';

/** Says where a place is, in lines and columns from 1. Those exist only at the edges, so whoever writes a trace brings it. */
export type Locate = (place: Place) => TracePlace | undefined;

/** A decision with its rules' places resolved. */
export function toTraceDecision(decision: Decision, locate: Locate): TraceDecision {
  return {
    decision: decision.decision,
    reason: decision.reason,
    words: decision.words,
    rules: decision.rules.map((rule) => toTraceRule(rule, locate)),
    obligations: decision.obligations.map((each) => toTraceObligation(each, locate)),
    ...(decision.nearest === undefined ? {} : { nearest: toTraceNearest(decision.nearest, locate) }),
    ...(decision.parts === undefined
      ? {}
      : {
          parts: decision.parts.map((part) => ({
            text: part.text,
            verb: part.action.verb,
            value: part.action.value,
            ...(part.start === undefined ? {} : { start: part.start }),
            ...(part.end === undefined ? {} : { end: part.end }),
            decision: toTraceDecision(part.decision, locate),
          })),
        }),
  };
}

function toTraceRule(rule: Rule, locate: Locate): TraceRule {
  const place = locate(rule);
  const patterns = rule.patterns.map((pattern) => (pattern.negated ? `!${pattern.text}` : pattern.text)).join(', ');
  return {
    owner: rule.owner,
    effect: rule.effect,
    text: `${rule.verb} ${patterns}`,
    ...(rule.id === undefined ? {} : { id: rule.id.value }),
    ...(place === undefined ? {} : { place }),
  };
}

function toTraceNearest(miss: NearestMiss, locate: Locate): TraceNearest {
  const { pattern, constraint, expected, actual, words } = miss;
  return { rule: toTraceRule(miss.rule, locate), pattern, constraint, expected, actual, words };
}

export function toTraceObligation(obligation: Obligation, locate: Locate): TraceObligation {
  if (obligation.kind === 'record') return { kind: 'record', what: obligation.what };
  if (obligation.kind === 'budget') {
    const { used, of, per, unit, what } = obligation;
    return { kind: 'budget', what: [what], used, of, per, ...(unit === undefined ? {} : { unit }) };
  }
  const rule = toTraceRule(obligation.rule, locate);
  if (obligation.kind === 'limit') {
    const { used, of, per } = obligation;
    return { kind: 'limit', rule, used, of, per };
  }
  const { approval } = obligation;
  if (approval === undefined) return { kind: 'approval', rule };
  return {
    kind: 'approval',
    rule,
    from: approval.from.map((each) => each.value),
    evidence: approval.evidence.map((each) => each.value),
    binds: approval.binds.map((each) => each.value),
    ...(approval.within === undefined ? {} : { within: approval.within.value }),
    ...(approval.count === undefined ? {} : { count: approval.count.value }),
  };
}
