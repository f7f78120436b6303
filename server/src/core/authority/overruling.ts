import type { Action } from '../decide/action.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { mayMeet, outlineOf } from './meeting.ts';
import { asRestriction, type Region, regionOf, regionOfPattern } from './region.ts';
import { doMeet, readableAction, someAction } from './region-questions.ts';
import { STRONGER } from './standing.ts';

/** Rules of a stronger effect that decide a part of what a pattern of a grant names. */
export interface Overruling {
  readonly by: readonly Rule[];
  /** An action of that part, as somebody would write it. */
  readonly action: Action | undefined;
  /** Rules of which it is not known, and why. */
  readonly unknown: string | undefined;
}

/**
 * Which of `candidates` overrule a part of what the pattern names, beyond what `known` overrule: the rules that a reader
 * of the pattern has before him anyway.
 */
export function overruling(
  role: ResolvedRole,
  rule: Rule,
  pattern: Pattern,
  candidates: readonly Rule[],
  known: readonly Rule[],
): Overruling {
  const subject = regionOfPattern(rule, pattern);
  const near = restrictionsNear(subject, candidates);
  const none = restrictionsNear(subject, known).map((each) => asRestriction(regionOf(each)));
  const by: Rule[] = [];
  let unknown: string | undefined;
  for (const each of near) {
    const answer = someAction(role, [subject, regionOf(each)], none);
    if (answer.kind === 'witness') by.push(each);
    if (answer.kind === 'unknown') unknown ??= answer.why;
  }
  const action = by[0] && readableAction(role, [subject, regionOf(by[0])], none);
  return { by, action, unknown };
}

function restrictionsNear(subject: Region, candidates: readonly Rule[]): readonly Rule[] {
  const { verb, effect } = subject.rule;
  const outline = outlineOf(subject);
  return candidates.filter(
    (each) =>
      each.verb === verb && STRONGER[effect].includes(each.effect) && mayMeet(outline, outlineOf(regionOf(each))),
  );
}

/** Do the two cross: has each something that the other has not, and both something in common? */
export function doCross(role: ResolvedRole, a: Region, b: Region): boolean {
  return (
    doMeet(role, a, b) === 'yes' &&
    someAction(role, [a], [asRestriction(b)]).kind === 'witness' &&
    someAction(role, [b], [asRestriction(a)]).kind === 'witness'
  );
}
