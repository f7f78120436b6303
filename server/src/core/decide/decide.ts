import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Action } from './action.ts';
import type { Decision } from './decision.ts';
import type { RunState } from './run-state.ts';

/** What the role may do about this action, at this moment of a run, and why. Total: a malformed action is denied with a reason. */
export function decide(role: ResolvedRole, action: Action, state: RunState): Decision {
  throw new Error(`stub ${role.name} ${action.value} ${state.at}`);
}

/** The state of the run after an action on which was decided so: uses counted. A denied action uses nothing. */
export function after(role: ResolvedRole, action: Action, decision: Decision, state: RunState): RunState {
  throw new Error(`stub ${role.name} ${action.value} ${decision.decision} ${state.at}`);
}
