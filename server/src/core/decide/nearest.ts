import type { Rule } from '../model/manifest.ts';
import type { NearestMiss } from './decision.ts';
import { momentWords } from './outcome.ts';
import type { IndexedRule, VerbRules } from './rule-index.ts';
import type { RunState } from './run-state.ts';
import { hasLapsed } from './state.ts';

/** A rule that came close, and how close: higher is closer. Compared only within one verb. */
export interface Near {
  readonly miss: NearestMiss;
  readonly score: number;
}

/** Everything matched but the rule's day or one of its conditions: closer than any pattern that does not match. */
export const ALMOST = 1_000_000;

export function near(
  rule: Rule,
  pattern: string,
  constraint: string,
  expected: string,
  actual: string,
  score: number,
  words?: string,
): Near {
  return { miss: { rule, pattern, constraint, expected, actual, words: words ?? `${constraint} is ${actual}` }, score };
}

/** The closest of all grants; of equally close ones the first in the text. */
export function closestGrant(
  rules: VerbRules,
  closeness: (indexed: IndexedRule) => Near | undefined,
): NearestMiss | undefined {
  let best: Near | undefined;
  for (const indexed of [...rules.allow, ...rules.ask]) {
    const found = closeness(indexed);
    if (found && (!best || found.score > best.score)) best = found;
  }
  return best?.miss;
}

/** A rule that would have covered the action until its day passed. */
export function lapsedNear(rule: Rule, pattern: string, state: RunState): Near | undefined {
  if (!rule.until || !hasLapsed(rule, state)) return undefined;
  const day = momentWords(rule.until.value);
  return near(rule, pattern, 'until', `before ${day} ends`, momentWords(state.at), ALMOST + 2, `it held until ${day}`);
}

/** The patterns of a list with what is taken out of it: the positive ones, and the negated one that matched, if any. */
export function exceptionNear(
  rule: Rule,
  matches: (pattern: { readonly text: string; readonly negated: boolean }) => boolean,
  actual: string,
): Near | undefined {
  const positive = rule.patterns.find((pattern) => !pattern.negated && matches(pattern));
  const taken = rule.patterns.find((pattern) => pattern.negated && matches({ text: pattern.text, negated: false }));
  if (!positive || !taken) return undefined;
  return near(rule, positive.text, 'exception', `not ${taken.text}`, actual, ALMOST, `!${taken.text} takes it out`);
}
