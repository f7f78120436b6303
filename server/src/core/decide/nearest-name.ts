import { editDistance } from '../edit-distance.ts';
import type { Verb } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Action } from './action.ts';
import { failedConditions } from './conditions.ts';
import type { NearestMiss } from './decision.ts';
import { ALMOST, closestGrant, exceptionNear, lapsedNear, type Near, near } from './nearest.ts';
import { type IndexedRule, rulesFor } from './rule-index.ts';
import type { RunState } from './run-state.ts';

/** The grant whose name is closest. */
export function nearestName(role: ResolvedRole, verb: Verb, name: string, state: RunState): NearestMiss | undefined {
  return closestGrant(rulesFor(role, verb), (indexed) => nameNear(indexed, name, 'name', state));
}

/** The grant that came closest to this call: by operation with the fewest failed conditions, then by tool. */
export function nearestCall(role: ResolvedRole, action: Action, state: RunState): NearestMiss | undefined {
  return closestGrant(rulesFor(role, 'call'), (indexed) => {
    const { rule } = indexed;
    const found = nameNear(indexed, action.value, 'operation', state);
    if (found) return found;
    const pattern = rule.patterns.find((each) => !each.negated && matchesName([each], action.value));
    const failed = failedConditions(rule, action);
    const first = failed[0];
    if (!pattern || !first) return undefined;
    const { argument, expected, actual } = first;
    return near(
      rule,
      pattern.text,
      `where.${argument}`,
      expected,
      actual,
      ALMOST - failed.length,
      `${argument} is ${actual}, expected ${expected}`,
    );
  });
}

function nameNear({ rule }: IndexedRule, name: string, constraint: string, state: RunState): Near | undefined {
  const exception = exceptionNear(rule, (pattern) => matchesName([pattern], name), name);
  if (exception) return exception;
  const matched = rule.patterns.find((pattern) => !pattern.negated && matchesName([pattern], name));
  if (matched) return lapsedNear(rule, matched.text, state);
  let best: Near | undefined;
  for (const pattern of rule.patterns) {
    if (pattern.negated) continue;
    const tool = name.slice(0, name.indexOf('/') + 1);
    const sameTool =
      tool !== '' &&
      matchesName([{ text: `${pattern.text.slice(0, pattern.text.indexOf('/') + 1)}**`, negated: false }], name);
    const what = constraint === 'operation' && !sameTool ? 'tool' : constraint;
    const actual = what === 'tool' ? tool.slice(0, -1) : what === 'operation' ? name.slice(tool.length) : name;
    const score = (sameTool ? 1000 : 0) - editDistance(pattern.text, name);
    const found = near(rule, pattern.text, what, pattern.text, actual, score);
    if (!best || found.score > best.score) best = found;
  }
  return best;
}
