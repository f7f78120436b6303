import type { ForeignPolicy } from '../dialects/dialect.ts';
import { type Rule, VERBS, type Verb } from '../model/manifest.ts';
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
  if (originals.size === 0 && !(role.role.foreign && most > 0)) return { role, original };
  const before = most === 0 ? undefined : withGranted(role, (most - 1) as Gate);
  const same =
    !(role.role.foreign && most === 1) &&
    before?.role.rules.every(
      (rule, index) => before.original(rule) === original(rules[index]!) && rule.effect === rules[index]!.effect,
    );
  if (same && before) return before;
  const { foreign } = role.role;
  if (!foreign) return { role: { ...role, rules }, original };
  return { role: { ...role, role: { ...role.role, rules, foreign: answered(foreign) }, rules }, original };
}

/** Another tool with a person who says yes to all that it asks. */
function answered(policy: ForeignPolicy): ForeignPolicy {
  return {
    ...policy,
    decide(call, options) {
      const decision = policy.decide(call, options);
      if (decision.effect !== 'ask') return decision;
      const { enforcer, rules, documented, words, parts } = decision;
      return {
        effect: 'allow',
        enforcer,
        rules,
        documented,
        words,
        ...(parts ? { parts } : {}),
        // Found when somebody reads them, and copying would.
        get near() {
          return decision.near;
        },
      };
    },
  };
}

/** The verbs of a role's asks with exactly this gate. */
export function verbsAskedAt(role: ResolvedRole, gate: Gate): ReadonlySet<Verb> {
  // Other tools ask by default as well.
  if (role.role.foreign && gate === 1) return new Set(VERBS);
  return new Set(
    role.rules.flatMap((rule) => (rule.effect === 'ask' && gateOf(role, rule).gate === gate ? [rule.verb] : [])),
  );
}
