import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { contextOf } from '../analysis/context.ts';
import type { Derivation } from '../authority/derivation.ts';
import { effectiveAuthority } from '../authority/effective.ts';
import type { EffectClass } from '../authority/impact.ts';
import { reachables } from '../authority/reachable.ts';
import type { Reachable } from '../authority/reached-effect.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/** What a grant comes to: by itself, and together with others. */
export interface GrantEffects {
  /** The worst first. */
  readonly alone: readonly Reachable[];
  /** Ways to a capability in which this grant and another one have a part. */
  readonly together: readonly Derivation[];
}

const known = new WeakMap<ResolvedRole, Map<Rule | Pattern, GrantEffects>>();

/**
 * What one grant of a role, or one pattern of it, comes to among the role's denies: an ask as if a person had said yes.
 * Nothing that another grant does is laid at its door.
 */
export function effectsOfGrant(
  role: ResolvedRole,
  rule: Rule,
  pattern: Pattern | undefined,
  now: number,
): GrantEffects {
  const memo = known.get(role) ?? new Map<Rule | Pattern, GrantEffects>();
  known.set(role, memo);
  const key = pattern ?? rule;
  let effects = memo.get(key);
  if (!effects) {
    effects = {
      alone: alone(role, rule, pattern, now),
      together: together(role, rule, pattern, contextOf(role, now)),
    };
    memo.set(key, effects);
  }
  return effects;
}

function alone(role: ResolvedRole, rule: Rule, pattern: Pattern | undefined, now: number): readonly Reachable[] {
  const patterns = pattern ? [pattern, ...rule.patterns.filter(({ negated }) => negated)] : rule.patterns;
  const rules = role.rules.flatMap((each): Rule[] => {
    if (each === rule) return [{ ...rule, effect: 'allow', patterns }];
    if (each.effect === 'allow') return [];
    // What another rule asks about first is not this grant's to allow.
    return [{ ...each, effect: rule.effect === 'ask' && each.effect === 'ask' ? 'ask' : 'deny' }];
  });
  const only = rules.filter((each) => each.effect !== 'ask');
  return [...reachables({ ...role, rules: only }, 0, now)].sort((a, b) => b.impact - a.impact || order(a) - order(b));
}

/** Of effects of one impact, what a person would name first. */
const FIRST: readonly EffectClass[] = [
  'program',
  'authority',
  'pipeline',
  'outside',
  'secrets',
  'money',
  'destruction',
];

function order({ class: kind }: Reachable): number {
  const index = FIRST.indexOf(kind);
  return index < 0 ? FIRST.length : index;
}

function together(
  role: ResolvedRole,
  rule: Rule,
  pattern: Pattern | undefined,
  context: RoleContext,
): readonly Derivation[] {
  const mine = (way: Derivation) =>
    way.grants.length > 1 &&
    way.grants.some(
      (grant) =>
        grant.rule === rule && (pattern === undefined || grant.pattern === undefined || grant.pattern === pattern),
    );
  return [...effectiveAuthority(role, context).values()].flat().filter(mine);
}
