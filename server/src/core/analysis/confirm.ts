import { after, decide } from '../decide/decide.ts';
import { freshRun, type RunState } from '../decide/run-state.ts';
import type { Witness } from '../finding.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/** Is every step of the witness decided as it claims, one after the other, in a fresh run without approvals? */
export function confirmedBy(role: ResolvedRole, witness: Witness, now: number): boolean {
  let state: RunState = { ...freshRun(now), approval: 'none' };
  for (const { action, expect, as } of witness.steps) {
    // What a finding claims, its own role does.
    if (as !== undefined) return false;
    const decision = decide(role, action, state);
    if (decision.decision !== expect) return false;
    state = after(role, action, decision, state);
  }
  return witness.steps.length > 0;
}
