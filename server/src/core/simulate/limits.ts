import type { Decision, Obligation } from '../decide/decision.ts';
import { counterOf } from '../decide/rule-index.ts';
import type { RunState } from '../decide/run-state.ts';
import { obligationsOf, usedOf } from '../decide/state.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/**
 * What is used of the limits that a decision counts against, and of the role's budgets, once the step is done. A
 * decision's own obligations tell how it stood before.
 */
export function limitsAfter(role: ResolvedRole, decision: Decision, state: RunState): readonly Obligation[] {
  const within = [decision, ...(decision.parts ?? []).map((part) => part.decision)].flatMap((each) => each.obligations);
  const limits = new Map<string, Obligation>();
  for (const obligation of within) {
    const calls = obligation.kind === 'limit' ? obligation.rule.limit?.calls?.value : undefined;
    if (obligation.kind !== 'limit' || calls === undefined) continue;
    const counter = counterOf(obligation.rule);
    limits.set(counter, { ...obligation, used: usedOf(counter, calls.per, state) });
  }
  return [...limits.values(), ...obligationsOf(role, [], state).filter((each) => each.kind === 'budget')];
}
