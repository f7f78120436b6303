import { normalHost } from '../url-host.ts';
import { matchesGlob } from './text-glob.ts';

/**
 * `*` is every domain, a leading `*.` any subdomain at any depth and not the name itself; elsewhere `*` stays between two
 * dots. https://code.claude.com/docs/en/permissions#webfetch
 */
export function matchesDomain(pattern: string, host: string): boolean {
  const text = normalHost(pattern.trim());
  if (text === '*') return true;
  if (text.startsWith('*.') && !text.slice(2).includes('*'))
    return host.endsWith(text.slice(1)) && host.length > text.length - 1;
  const wanted = text.split('.');
  const labels = host.split('.');
  if (text.startsWith('*.')) {
    const rest = wanted.slice(1);
    return labels.length > rest.length && sameLabels(rest, labels.slice(labels.length - rest.length));
  }
  return sameLabels(wanted, labels);
}

function sameLabels(wanted: readonly string[], labels: readonly string[]): boolean {
  return wanted.length === labels.length && wanted.every((each, index) => matchesGlob(each, labels[index]!));
}

/** Why no host can match; undefined where one can. */
export function domainProblem(pattern: string): string | undefined {
  const text = pattern.trim();
  if (text === '') return 'it names no domain';
  if (text.includes('://')) return 'a domain has no scheme: it is compared with the host name alone';
  if (text.includes('/')) return 'a domain has no path: it is compared with the host name alone';
  if (/:\d+$/.test(text) && !text.startsWith('['))
    return 'a domain has no port: it is compared with the host name alone';
  if (/\s|,/.test(text)) return 'one rule names one domain';
  return undefined;
}
