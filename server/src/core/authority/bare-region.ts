import type { Pattern, Rule } from '../model/manifest.ts';
import type { Region } from './region.ts';

/*
 * Parts of a rule as rules of their own, for questions about what a rule's own words do to each other. The same object
 * for the same part, so that what is remembered about it is found again.
 */

const parts = new WeakMap<object, Map<string, Region>>();

function remembered(of: object, part: string, make: () => Region): Region {
  const known = parts.get(of) ?? new Map<string, Region>();
  parts.set(of, known);
  const region = known.get(part) ?? make();
  known.set(part, region);
  return region;
}

/** Everything that one pattern of the rule matches, without conditions, methods and exceptions. */
export function bareRegion(rule: Rule, pattern: Pattern): Region {
  return remembered(pattern, 'bare', () => alone({ ...rule, effect: 'allow' }, pattern));
}

/** Everything that an exception takes out of its list. */
export function exceptionRegion(rule: Rule, pattern: Pattern): Region {
  // An exception holds behind assignments too, as a deny does.
  return remembered(pattern, 'exception', () => alone({ ...rule, effect: 'deny' }, { ...pattern, negated: false }));
}

function alone(rule: Rule, pattern: Pattern): Region {
  const patterns = [pattern];
  return { rule: { ...rule, patterns, where: [], methods: [] }, patterns };
}

/** The rule without one of its conditions. */
export function withoutCondition(rule: Rule, index: number): Region {
  return remembered(rule, `without ${index}`, () => {
    const where = rule.where.filter((_, each) => each !== index);
    return { rule: { ...rule, where }, patterns: rule.patterns };
  });
}
