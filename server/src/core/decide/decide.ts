import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Action } from './action.ts';
import { decideCall } from './decide-call.ts';
import { decideCommand } from './decide-command.ts';
import { decideForeign } from './decide-foreign.ts';
import { decideName } from './decide-name.ts';
import { decidePath } from './decide-path.ts';
import { decideUrl } from './decide-url.ts';
import type { Decision } from './decision.ts';
import { momentWords, outcome } from './outcome.ts';
import type { RunState } from './run-state.ts';
import { budgetProblem } from './state.ts';
import { type Asked, invalid } from './weigh.ts';

export { after } from './state.ts';

/** What the role may do about this action, at this moment of a run, and why. Total: a malformed action is denied with a reason. */
export function decide(role: ResolvedRole, action: Action, state: RunState): Decision {
  if (action.value === '') return invalid(`there is nothing to ${action.verb}`);
  if (state.revoked.has(role.name)) {
    return outcome('deny', 'revoked', [], () => `the role ${role.name} has been revoked`);
  }
  const { expires } = role;
  if (expires && state.at > expires.value) {
    return outcome('deny', 'expired', [], () => expiredWords(role, expires.value));
  }
  const { foreign } = role.role;
  const decision = foreign ? decideForeign(role, foreign, action, state) : decideVerb({ role, action, state });
  if (decision.decision === 'deny') return decision;
  const problem = budgetProblem(role, action, state);
  if (problem === undefined) return decision;
  return outcome(
    'deny',
    'budget-reached',
    decision.rules,
    () => problem,
    decision.parts ? { parts: decision.parts } : {},
  );
}

function decideVerb(asked: Asked): Decision {
  switch (asked.action.verb) {
    case 'read':
    case 'write':
    case 'delete':
      return decidePath(asked);
    case 'run':
      return decideCommand(asked);
    case 'fetch':
      return decideUrl(asked);
    case 'call':
      return decideCall(asked);
    case 'delegate':
    case 'use':
    case 'remember':
      return decideName(asked);
    default:
      return invalid(`${String(asked.action.verb)} is not a verb`);
  }
}

/** Authority lapses with the earliest of the roles that it comes from. */
function expiredWords(role: ResolvedRole, at: number): string {
  const lapsed = role.lineage.find((each) => each.expires?.value === at);
  const name = lapsed?.name?.value;
  const through = name !== undefined && name !== role.name ? `, which it extends,` : '';
  return `the authority of ${name ?? role.name}${through} lapsed on ${momentWords(at)}`;
}
