import type { Decision } from '../decide/decision.ts';
import type { Effect } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/**
 * What a runtime that keeps to the decision does. An ask that nobody has answered stays open where a person may be
 * there; in a role that runs unattended it is blocked, unless its approval says `otherwise: allow`.
 */
export function enforce(decision: Decision, role: ResolvedRole | undefined): 'allowed' | 'blocked' | 'asked' {
  if (decision.decision === 'allow') return 'allowed';
  if (decision.decision === 'deny') return 'blocked';
  if (decision.reason === 'approval-granted') return 'allowed';
  if (decision.reason === 'approval-refused') return 'blocked';
  if (role?.role.attended?.value !== false) return 'asked';
  const asks = decision.rules.filter((rule) => rule.effect === 'ask');
  return asks.length > 0 && asks.every((rule) => rule.approval?.otherwise?.value === 'allow') ? 'allowed' : 'blocked';
}

/**
 * A step expects either the decision or what comes of it: an ask that was granted meets `ask` and `allow`, one that
 * was refused meets `ask` and `deny`.
 */
export function meetsExpectation(
  decision: Decision,
  enforced: 'allowed' | 'blocked' | 'asked',
  expected: Effect | undefined,
  reason: string | undefined,
): boolean {
  if (reason !== undefined && reason !== decision.reason) return false;
  if (expected === undefined || expected === decision.decision) return true;
  return (
    decision.decision === 'ask' &&
    expected === (enforced === 'allowed' ? 'allow' : enforced === 'blocked' ? 'deny' : 'ask')
  );
}
