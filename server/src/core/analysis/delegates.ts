import { type Excess, exceeds } from '../authority/policy.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { RoleContext } from './catalogue-rule.ts';

/** A role that this one may hand work to, with nobody asked, and what it may do unasked that this one may not. */
export interface ComparedDelegate {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly delegate: ResolvedRole;
  readonly excesses: readonly Excess[];
}

/** The role's own delegates by the pattern that names them; by one with a star, each that it stands for. */
export function delegatesCompared(role: ResolvedRole, context: RoleContext): readonly ComparedDelegate[] {
  return context.grants('delegate').flatMap((rule) =>
    [...role.delegates.values()].flatMap((delegate) => {
      const action = { verb: 'delegate', value: delegate.name } as const;
      const pattern = context.patternFor(rule, action);
      if (!pattern || delegate.name === role.name || !context.allows(action)) return [];
      return [{ rule, pattern, delegate, excesses: exceeds(delegate, role, { now: context.now, may: 'allow' }) }];
    }),
  );
}
