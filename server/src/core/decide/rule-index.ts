import type { Rule, Verb } from '../model/manifest.ts';
import type { Scope } from '../scope/question.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/** A rule with what is asked of it on every decision. */
export interface IndexedRule {
  readonly rule: Rule;
  readonly scope: Scope;
  /** What its uses are counted under in a run's state. */
  readonly counter: string;
  /** True where something besides its patterns and its effect has a say. */
  readonly isConditional: boolean;
}

/** The rules of one verb by effect. */
export interface VerbRules {
  readonly allow: readonly IndexedRule[];
  readonly ask: readonly IndexedRule[];
  readonly deny: readonly IndexedRule[];
}

const NO_RULES: VerbRules = { allow: [], ask: [], deny: [] };

const indexes = new WeakMap<ResolvedRole, ReadonlyMap<Verb, VerbRules>>();

/**
 * The rules of a role by verb and effect. Boundaries are left out on purpose: what a role holds beyond its boundary is
 * a finding about the role, and the decision stays what the role says.
 */
export function rulesFor(role: ResolvedRole, verb: Verb): VerbRules {
  let index = indexes.get(role);
  if (!index) {
    index = indexOf(role.rules);
    indexes.set(role, index);
  }
  return index.get(verb) ?? NO_RULES;
}

function indexOf(rules: readonly Rule[]): ReadonlyMap<Verb, VerbRules> {
  const index = new Map<Verb, { allow: IndexedRule[]; ask: IndexedRule[]; deny: IndexedRule[] }>();
  for (const rule of rules) {
    let verb = index.get(rule.verb);
    if (!verb) {
      verb = { allow: [], ask: [], deny: [] };
      index.set(rule.verb, verb);
    }
    verb[rule.effect].push({
      rule,
      scope: rule.patterns,
      counter: counterOf(rule),
      isConditional:
        rule.until !== undefined || rule.limit !== undefined || rule.methods.length > 0 || rule.where.length > 0,
    });
  }
  return index;
}

/** A name for the rule that holds as long as it stands where it stands. */
export function counterOf(rule: Rule): string {
  return `rule ${rule.owner} ${rule.source.uri} ${rule.span.start}`;
}
