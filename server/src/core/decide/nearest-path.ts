import { editDistance } from '../edit-distance.ts';
import type { Verb } from '../model/manifest.ts';
import { matchesPath } from '../scope/path.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { NearestMiss } from './decision.ts';
import { closestGrant, exceptionNear, lapsedNear, type Near, near } from './nearest.ts';
import { type IndexedRule, rulesFor } from './rule-index.ts';
import type { RunState } from './run-state.ts';
import { hasLapsed } from './state.ts';

const PATH_VERBS: readonly Verb[] = ['read', 'write', 'delete'];

/** The grant that came closest to this path: the one with most leading segments in common, then with the closest next one. */
export function nearestPath(role: ResolvedRole, verb: Verb, path: string, state: RunState): NearestMiss | undefined {
  return (
    closestGrant(rulesFor(role, verb), (indexed) => pathNear(indexed, path, state)) ??
    otherVerb(role, verb, path, state)
  );
}

function pathNear({ rule }: IndexedRule, path: string, state: RunState): Near | undefined {
  const exception = exceptionNear(rule, (pattern) => matchesPath([pattern], path), path);
  if (exception) return exception;
  const matched = rule.patterns.find((pattern) => !pattern.negated && matchesPath([pattern], path));
  if (matched) return lapsedNear(rule, matched.text, state);
  let best: Near | undefined;
  for (const pattern of rule.patterns) {
    if (pattern.negated) continue;
    const segments = shared(pattern.text, path);
    const distance = editDistance(pattern.text, path);
    const found = near(rule, pattern.text, 'path', pattern.text, path, segments * 1000 - distance);
    if (!best || found.score > best.score) best = found;
  }
  return best;
}

/** How many leading segments of the pattern the path fits: asked of the matcher itself, with a shortened pattern. */
function shared(pattern: string, path: string): number {
  if (/[{\\]/.test(pattern)) return 0;
  const segments = pattern.split('/');
  for (let count = Math.min(segments.length - 1, 40); count > 0; count--) {
    const head = segments.slice(0, count).join('/');
    if (head === '' || /^(\*\*|~|\.\.)$/.test(head)) continue;
    if (matchesPath([{ text: `${head}/**`, negated: false }], path)) return count;
  }
  return 0;
}

/** Where nothing grants this verb at all: a grant of the same path for another one. */
function otherVerb(role: ResolvedRole, verb: Verb, path: string, state: RunState): NearestMiss | undefined {
  for (const other of PATH_VERBS) {
    if (other === verb) continue;
    const { allow, ask } = rulesFor(role, other);
    const found = [...allow, ...ask].find(({ rule, scope }) => !hasLapsed(rule, state) && matchesPath(scope, path));
    if (found) {
      const pattern = found.rule.patterns.find((each) => !each.negated && matchesPath([each], path))?.text ?? '';
      return near(found.rule, pattern, 'verb', other, verb, 0, `it grants ${other}, and not ${verb}`).miss;
    }
  }
  return undefined;
}
