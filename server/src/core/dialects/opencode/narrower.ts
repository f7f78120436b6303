import type { Policy } from './decide.ts';
import { hiddenBy, type OpenRule, STRICTNESS } from './ruleset.ts';

/**
 * Whether a policy is known to allow nothing that another one does not, and to ask about nothing that it denies. The last
 * rule that matches decides; so nothing is gained where allows are taken out, denies are put in anywhere, and rules are made
 * stricter where they stand. True is certain; false is not.
 */
export function isNarrower(now: Policy, before: Policy): boolean {
  if (now.generation !== before.generation || (before.broken !== undefined && now.broken === undefined)) return false;
  // A hidden tool is denied as a whole, and one that is shown may run a line in which there is no command.
  const shell = now.generation === 1 ? 'bash' : 'shell';
  if (hiddenBy(before.rules, shell) && !hiddenBy(now.rules, shell)) return false;
  const [some, all] = [now.rules.rules, before.rules.rules];
  let at = 0;
  for (const rule of all) {
    while (at < some.length && !isAsStrict(some[at]!, rule) && some[at]!.effect === 'deny') at++;
    if (at < some.length && isAsStrict(some[at]!, rule)) at++;
    else if (rule.effect !== 'allow') return false;
  }
  return some.slice(at).every(({ effect }) => effect === 'deny');
}

function isAsStrict(now: OpenRule, before: OpenRule): boolean {
  return (
    now.permission === before.permission &&
    now.pattern === before.pattern &&
    STRICTNESS[now.effect] >= STRICTNESS[before.effect]
  );
}
