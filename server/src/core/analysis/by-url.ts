import type { Action } from '../decide/action.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { RoleContext } from './catalogue-rule.ts';

/** A fetch that a pattern of the role's own allows. */
export interface UrlReach {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly action: Action;
}

/** For each own pattern, the first of these URLs that it lets through; methods as the grant has them. */
export function urlsReached(context: RoleContext, urls: readonly string[]): readonly UrlReach[] {
  const found = new Map<Pattern, UrlReach>();
  for (const rule of context.grants('fetch')) {
    const method = rule.methods[0]?.value;
    for (const value of urls) {
      const action: Action = { verb: 'fetch', value, ...(method === undefined || method === 'GET' ? {} : { method }) };
      const pattern = context.patternFor(rule, action);
      if (!pattern || found.has(pattern)) continue;
      const decision = context.decide(action);
      if (decision.decision === 'allow' && decision.rules.includes(rule)) found.set(pattern, { rule, pattern, action });
    }
  }
  return [...found.values()];
}
