import type { Action } from '../decide/action.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { callsOf } from './context.ts';
import { sampleCall } from './sample-call.ts';

/** One action for each pattern of a role's grants, as that grant would have it; stronger verbs first. */
export function sampleActions(role: ResolvedRole): readonly Action[] {
  const actions: Action[] = [];
  for (const rule of role.rules) {
    if (rule.effect !== 'allow') continue;
    if (rule.verb === 'call') {
      for (const { operation, name } of callsOf(role, rule)) actions.push(sampleCall(name, operation, rule));
      continue;
    }
    for (const { text, negated } of rule.patterns) {
      if (negated) continue;
      const value = text
        .replace(/\*\*\/?/g, rule.verb === 'run' ? '' : 'x')
        .replaceAll('*', 'x')
        .replaceAll('?', 'x')
        .trim();
      const method = rule.methods[0]?.value;
      actions.push({ verb: rule.verb, value, ...(method === undefined ? {} : { method }) });
    }
  }
  const order = ['run', 'call', 'write', 'delete', 'use', 'fetch', 'remember', 'delegate', 'read'];
  return actions.sort((a, b) => order.indexOf(a.verb) - order.indexOf(b.verb));
}
