import type { Rule } from '../model/manifest.ts';
import { matchesUrl, readUrl, type UrlParts } from '../scope/url.ts';
import { allowsMethod } from './conditions.ts';
import type { Decision } from './decision.ts';
import { nearestUrl } from './nearest-url.ts';
import { rulesForHost } from './rule-index.ts';
import { type Asked, invalid, weigh } from './weigh.ts';

/** `fetch` of one URL with one method. */
export function decideUrl({ role, action, state }: Asked): Decision {
  const url = readUrl(action.value);
  if ('problem' in url) return invalid(`${action.value} is not a URL to fetch: ${url.problem}`);
  if (hasUserinfo(action.value)) return invalid('a URL to fetch has no user name or password in it');
  const method = (action.method ?? 'GET').toUpperCase();
  return weigh({
    role,
    verb: 'fetch',
    state,
    rules: rulesForHost(role, url.host),
    matches: ({ rule, scope }) => (allowsMethod(rule, method) && matchesUrl(scope, url) ? 'yes' : 'no'),
    patternOf: (rule) => urlPatternOf(rule, url),
    nearest: () => nearestUrl(role, url, method, state),
  });
}

/** A name before the host makes `https://api.github.com@evil.example/` look like what it is not. */
function hasUserinfo(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[\\/]*[^\\/?#]*@/i.test(text.trim());
}

/** The pattern of the rule that has this URL. */
export function urlPatternOf(rule: Rule, url: UrlParts): string {
  const found = rule.patterns.find((pattern) => !pattern.negated && matchesUrl([pattern], url));
  return (found ?? rule.patterns[0])?.text ?? '';
}
