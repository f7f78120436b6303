import type { Rule, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { gateOf } from './gate.ts';
import type { Gate } from './impact.ts';

/** A role as it would be if some of its asks were answered, or some of its grants were gone. */
export interface Variant {
  readonly role: ResolvedRole;
  /** The rule of the real role that a rule of the variant stands for. */
  original(rule: Rule): Rule;
}

const variants = new WeakMap<ResolvedRole, Map<Gate, Variant>>();

/** The role with every ask whose gate is no more than this one granted. The same object for the same role and gate. */
export function withGranted(role: ResolvedRole, most: Gate): Variant {
  const known = variants.get(role) ?? new Map<Gate, Variant>();
  variants.set(role, known);
  let variant = known.get(most);
  if (!variant) {
    variant = granted(role, most);
    known.set(most, variant);
  }
  return variant;
}

function granted(role: ResolvedRole, most: Gate): Variant {
  const originals = new Map<Rule, Rule>();
  const rules = role.rules.map((rule) => {
    if (rule.effect !== 'ask' || gateOf(role, rule).gate > most) return rule;
    const changed: Rule = { ...rule, effect: 'allow' };
    originals.set(changed, rule);
    return changed;
  });
  const original = (rule: Rule) => originals.get(rule) ?? rule;
  if (originals.size === 0) return { role, original };
  const before = most === 0 ? undefined : withGranted(role, (most - 1) as Gate);
  const same = before?.role.rules.every(
    (rule, index) => before.original(rule) === original(rules[index]!) && rule.effect === rules[index]!.effect,
  );
  return same && before ? before : { role: { ...role, rules }, original };
}

/** The verbs of a role's asks with exactly this gate. */
export function verbsAskedAt(role: ResolvedRole, gate: Gate): ReadonlySet<Verb> {
  return new Set(
    role.rules.flatMap((rule) => (rule.effect === 'ask' && gateOf(role, rule).gate === gate ? [rule.verb] : [])),
  );
}
