import { type Automaton, automaton } from './automaton.ts';
import type { PatternProblem } from './glob.ts';
import { encodeHost } from './host.ts';
import { remembered } from './memo.ts';
import type { Answer, Question, Scope } from './question.ts';
import { polishedParts } from './templates.ts';
import { type UrlPattern, urlPattern } from './url-pattern.ts';
import { DEFAULT_PORTS, readUrl, type UrlParts } from './url-read.ts';
import { decodeUrl, everyUrl, urlTemplates } from './url-set.ts';
import { type Domain, witness } from './witness.ts';

export { hostPatternProblem, matchesHost } from './host.ts';
export { readUrl, type UrlParts } from './url-read.ts';

/** Is the URL in the scope? Scheme, host, port, path and query each in its own way; a bare host means https, 443, any path. */
export function matchesUrl(scope: Scope, url: UrlParts): boolean {
  const host = hostOf(url);
  let found = false;
  for (const { text, negated } of scope) {
    if (!negated && found) continue;
    if (mismatchOf(urlPattern(text), url, host) !== undefined) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

type Part = 'scheme' | 'host' | 'port' | 'path' | 'query';

/** Which part of the URL keeps it out of this one pattern: for nearest misses. Undefined when it matches. */
export function urlMismatch(
  pattern: string,
  url: UrlParts,
): { readonly part: Part; readonly expected: string; readonly actual: string } | undefined {
  const read = urlPattern(pattern);
  const part = mismatchOf(read, url, hostOf(url));
  switch (part) {
    case undefined:
      return undefined;
    case 'scheme':
      return { part, expected: read.scheme.text, actual: url.scheme };
    case 'host':
      return { part, expected: read.host.text, actual: url.host };
    case 'port':
      return { part, expected: read.port?.text ?? String(DEFAULT_PORTS[url.scheme] ?? 0), actual: String(url.port) };
    case 'path':
      return { part, expected: read.path.text, actual: url.path };
    case 'query':
      return { part, expected: read.query.text, actual: url.query === undefined ? '' : `?${url.query}` };
  }
}

export function urlPatternProblem(text: string): PatternProblem | undefined {
  return urlPattern(text).problem;
}

/** Does the pattern leave the query open? An open query can carry data out. */
export function leavesQueryOpen(pattern: string): boolean {
  return urlPattern(pattern).openQuery;
}

export function urlWitness(question: Question): Answer {
  return witness(URLS, question);
}

function mismatchOf(pattern: UrlPattern, url: UrlParts, host: string): Part | undefined {
  if (!pattern.scheme.matches(url.scheme)) return 'scheme';
  if (!pattern.host.matches(host)) return 'host';
  const port =
    pattern.port === undefined ? url.port === (DEFAULT_PORTS[url.scheme] ?? 0) : pattern.port.matches(String(url.port));
  if (!port) return 'port';
  if (!pattern.path.matches(url.path)) return 'path';
  return pattern.query.matches(url.query === undefined ? '' : `?${url.query}`) ? undefined : 'query';
}

/** The same URL is put to every rule of a role. */
const hosts = new WeakMap<UrlParts, string>();

function hostOf(url: UrlParts): string {
  let host = hosts.get(url);
  if (host === undefined) {
    host = encodeHost(url.host);
    hosts.set(url, host);
  }
  return host;
}

const automata = remembered((pattern: string): { readonly whole: Automaton | undefined } => ({
  whole: automaton(urlPattern(pattern).expression),
}));

const NAMES_IN_URLS = { last: ['main', 'x'], before: ['main'] };

/** URLs as sets, without their methods. */
export const URLS: Domain = {
  universe: everyUrl(),
  automaton: (pattern) => automata(pattern).whole,
  decode: decodeUrl,
  has: (scope, value) => {
    const url = readUrl(value);
    return !('problem' in url) && matchesUrl(scope, url);
  },
  templates: urlTemplates,
  *polished(value) {
    const [, site, rest] = /^([a-z][^/]*\/\/[^/]*)\/(.*)$/s.exec(value) ?? [];
    if (site === undefined || rest === undefined) return;
    for (const parts of polishedParts(rest.split('/'), NAMES_IN_URLS)) yield `${site}/${parts.join('/')}`;
  },
};
