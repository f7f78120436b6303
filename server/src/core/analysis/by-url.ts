import type { Action } from '../decide/action.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import { type Address, readIpv4, readIpv6 } from '../scope/address.ts';
import type { Scope } from '../scope/question.ts';
import { readUrl, urlWitness } from '../scope/url.ts';
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
    for (const value of urls) {
      const action = fetchOf(rule, value);
      const pattern = context.patternFor(rule, action);
      if (!pattern || found.has(pattern)) continue;
      if (decidesAllow(context, rule, action)) found.set(pattern, { rule, pattern, action });
    }
  }
  return [...found.values()];
}

/**
 * For each own pattern that has something in common with these, a URL in both that the role may fetch: one of the
 * preferred where one fits.
 */
export function urlsReachedIn(
  context: RoleContext,
  patterns: readonly string[],
  preferred: readonly string[] = [],
): readonly UrlReach[] {
  const found = [...urlsReached(context, preferred)];
  const known = new Set(found.map(({ pattern }) => pattern));
  for (const rule of context.grants('fetch')) {
    for (const pattern of rule.patterns) {
      if (pattern.negated || known.has(pattern)) continue;
      const value = commonUrl(context, rule, pattern, patterns);
      const action = value === undefined ? undefined : fetchOf(rule, value);
      if (action && decidesAllow(context, rule, action)) found.push({ rule, pattern, action });
    }
  }
  return found;
}

function fetchOf(rule: Rule, value: string): Action {
  const method = rule.methods[0]?.value;
  return { verb: 'fetch', value, ...(method === undefined || method === 'GET' ? {} : { method }) };
}

function decidesAllow(context: RoleContext, rule: Rule, action: Action): boolean {
  const decision = context.decide(action);
  return decision.decision === 'allow' && decision.rules.includes(rule);
}

const remembered = new Map<string, string | undefined>();
const MOST_REMEMBERED = 10_000;

/** A URL in the pattern and in one of the others, and in nothing that the role denies or asks about. Depends on nothing but the texts. */
function commonUrl(
  context: RoleContext,
  rule: Rule,
  pattern: Pattern,
  patterns: readonly string[],
): string | undefined {
  const none = context.inForce
    .filter(({ verb, effect, methods }) => verb === 'fetch' && effect !== 'allow' && methods.length === 0)
    .map((each) => each.patterns);
  const scope = [pattern, ...rule.patterns.filter(({ negated }) => negated)];
  const textOf = (each: Scope) => each.map(({ text, negated }) => (negated ? '!' : '') + text).join(' ');
  const key = [textOf(scope), patterns.join(' '), ...none.map(textOf)].join('\n');
  if (!remembered.has(key)) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const answer = urlWitness({
      all: [scope, patterns.map((text) => ({ text, negated: false }))],
      none,
      plain: true,
      budget: 20_000,
    });
    remembered.set(key, answer.kind === 'witness' ? answer.value : undefined);
  }
  return remembered.get(key);
}

/** The host of a URL pattern as it is written, without port; undefined where there is none. */
export function hostText(pattern: string): string | undefined {
  const authority = /^(?:[^/:?]*:\/\/)?([^/?]+)/.exec(pattern)?.[1];
  return authority?.replace(/:(?:\d+|\*)$/, '') || undefined;
}

/** The address that the host of a pattern is, in whatever spelling; undefined for names and wildcards. */
export function hostAddress(host: string): Address | undefined {
  if (/[*{}]/.test(host)) return undefined;
  const url = readUrl(`http://${host}/`);
  if ('problem' in url) return undefined;
  const address = url.host.startsWith('[') ? readIpv6(url.host.slice(1, -1)) : readIpv4(url.host);
  return address === 'invalid' ? undefined : address;
}
