import type { Action } from '../decide/action.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { mayMeet, outlineOf } from './meeting.ts';
import { asRestriction, type Region, regionOf, regionOfPattern } from './region.ts';
import { doMeet, readableAction, someAction } from './region-questions.ts';
import { STRONGER } from './standing.ts';

/** What of stronger rules decides a part of what a pattern of a grant names. */
export interface Overruling {
  /** Each a pattern of such a rule, with what the rule takes out. */
  readonly by: readonly Region[];
  /** An action of that part, as somebody would write it. */
  readonly action: Action | undefined;
  /** Of some it is not known, and why. */
  readonly unknown: string | undefined;
}

/**
 * Which patterns of `candidates` overrule a part of what the pattern names, beyond what `known` overrule: the rules that
 * a reader of the pattern has before him anyway.
 */
export function overruling(
  role: ResolvedRole,
  rule: Rule,
  pattern: Pattern,
  candidates: readonly Region[],
  known: readonly Rule[],
): Overruling {
  const subject = regionOfPattern(rule, pattern);
  const none = restrictionsNear(subject, known.map(regionOf)).map(asRestriction);
  const by: Region[] = [];
  let unknown: string | undefined;
  for (const each of restrictionsNear(subject, candidates)) {
    const answer = someAction(role, [subject, each], none);
    if (answer.kind === 'witness') by.push(each);
    if (answer.kind === 'unknown') unknown ??= answer.why;
  }
  const action = by[0] && readableAction(role, [subject, by[0]], none);
  return { by, action, unknown };
}

function restrictionsNear(subject: Region, candidates: readonly Region[]): readonly Region[] {
  const { verb, effect } = subject.rule;
  const outline = outlineOf(subject);
  return candidates.filter(
    (each) =>
      each.rule.verb === verb && STRONGER[effect].includes(each.rule.effect) && mayMeet(outline, outlineOf(each)),
  );
}

/** The positive patterns of a rule, each as a region with the rule's conditions and exceptions. */
export function patternRegions(rule: Rule): readonly Region[] {
  return rule.patterns.flatMap((pattern) => (pattern.negated ? [] : [regionOfPattern(rule, pattern)]));
}

/** Do the two cross: has each something that the other has not, and both something in common? */
export function doCross(role: ResolvedRole, a: Region, b: Region): boolean {
  return (
    doMeet(role, a, b) === 'yes' &&
    someAction(role, [a], [asRestriction(b)]).kind === 'witness' &&
    someAction(role, [b], [asRestriction(a)]).kind === 'witness'
  );
}
