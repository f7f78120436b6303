import type { Rule } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import type { Decision } from './decision.ts';
import { nearestName } from './nearest-name.ts';
import { outcome } from './outcome.ts';
import { rulesForName } from './rule-index.ts';
import { type Asked, weigh } from './weigh.ts';

/** `delegate`, `use` and `remember`: a role's name, a credential's name, a kind of memory. */
export function decideName({ role, action, state }: Asked): Decision {
  const { verb, value } = action;
  if ((verb === 'delegate' || verb === 'use') && state.revoked.has(value)) {
    const what = verb === 'delegate' ? 'the role' : 'the credential';
    return outcome('deny', 'revoked', [], () => `${what} ${value} has been revoked`);
  }
  return weigh({
    role,
    verb,
    state,
    rules: rulesForName(role, verb, value),
    matches: ({ scope }) => (matchesName(scope, value) ? 'yes' : 'no'),
    patternOf: (rule) => namePatternOf(rule, value),
    nearest: () => nearestName(role, verb, value, state),
  });
}

/** The pattern of the rule that has this name. */
export function namePatternOf(rule: Rule, name: string): string {
  const found = rule.patterns.find((pattern) => !pattern.negated && matchesName([pattern], name));
  return (found ?? rule.patterns[0])?.text ?? '';
}
