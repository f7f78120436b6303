import { matchesUrl, type UrlParts, urlMismatch } from '../scope/url.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { allowsMethod } from './conditions.ts';
import type { NearestMiss } from './decision.ts';
import { ALMOST, closestGrant, exceptionNear, lapsedNear, type Near, near } from './nearest.ts';
import { type IndexedRule, rulesFor } from './rule-index.ts';
import type { RunState } from './run-state.ts';

/** Which part fails says how close a pattern came: a query is nearer than a path, a path nearer than a host. */
const CLOSENESS = { scheme: 1, host: 2, port: 3, path: 4, query: 5 } as const;

/** The grant that came closest to this URL, and the part of the URL that kept it out. */
export function nearestUrl(
  role: ResolvedRole,
  url: UrlParts,
  method: string,
  state: RunState,
): NearestMiss | undefined {
  return closestGrant(rulesFor(role, 'fetch'), (indexed) => urlNear(indexed, url, method, state));
}

function urlNear({ rule }: IndexedRule, url: UrlParts, method: string, state: RunState): Near | undefined {
  const exception = exceptionNear(rule, (pattern) => matchesUrl([pattern], url), url.host + url.path);
  if (exception) return exception;
  const matched = rule.patterns.find((pattern) => !pattern.negated && matchesUrl([pattern], url));
  if (matched) {
    const lapsed = lapsedNear(rule, matched.text, state);
    if (lapsed || allowsMethod(rule, method)) return lapsed;
    return near(rule, matched.text, 'method', rule.methods.map((each) => each.value).join(' or '), method, ALMOST);
  }
  let best: Near | undefined;
  for (const pattern of rule.patterns) {
    if (pattern.negated) continue;
    const mismatch = urlMismatch(pattern.text, url);
    if (!mismatch) continue;
    const { part, expected, actual } = mismatch;
    const score = CLOSENESS[part] * 1000 + likeness(part === 'host' ? reversed(expected, actual) : [expected, actual]);
    const found = near(rule, pattern.text, part, expected, actual, score);
    if (!best || found.score > best.score) best = found;
  }
  return best;
}

/** Hosts are alike from their ends: `api.github.com` and `uploads.github.com`. */
function reversed(a: string, b: string): [string, string] {
  return [[...a].reverse().join(''), [...b].reverse().join('')];
}

function likeness([a, b]: readonly [string, string] | readonly string[]): number {
  let count = 0;
  while (a && b && count < a.length && a[count] === b[count]) count++;
  return Math.min(count, 999);
}
