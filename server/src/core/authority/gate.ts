import type { Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Gate } from './impact.ts';

/** What an ask holds back, and in half a sentence why no more than that. */
export interface GateOfAsk {
  readonly gate: Gate;
  readonly why: string;
}

/**
 * An approval counts where a person other than the role agrees to exactly this action, and where silence means no. What
 * the person is not shown, or what goes ahead without them, is no gate.
 */
export function gateOf(role: ResolvedRole, rule: Rule): GateOfAsk {
  const { approval } = rule;
  if (rule.effect === 'deny') return { gate: 2, why: 'denied' };
  if (rule.effect === 'allow') return { gate: 0, why: 'nobody is asked' };
  // Other tools show the person the very call that they are about to carry out.
  if (role.role.foreign) return { gate: 1, why: 'a person is shown the call' };
  if (!approval) return { gate: 0, why: 'who is asked, and what they agree to, is not said' };
  if (approval.otherwise?.value === 'allow') return { gate: 0, why: 'it goes ahead when nobody answers' };
  if (approval.from.length === 0) return { gate: 0, why: 'who is asked is not said' };
  const people = approval.from.filter(({ value }) => !isAgent(role, value));
  if (people.length < approval.from.length) return { gate: 0, why: 'an agent may approve it' };
  if (approval.binds.length === 0) return { gate: 0, why: 'the approval is not bound to what was shown' };
  const count = approval.count?.value ?? 1;
  return count >= 2
    ? { gate: 2, why: `${count} people agree to exactly this` }
    : { gate: 1, why: 'a person agrees to exactly this' };
}

function isAgent(role: ResolvedRole, name: string): boolean {
  if (name === role.name || name === role.role.identity?.account?.value) return true;
  return role.roles.has(name) || role.lineage.some((each) => each.name?.value === name);
}
