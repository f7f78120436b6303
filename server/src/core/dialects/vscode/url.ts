import { DEFAULT_PORTS, type UrlParts } from '../../scope/url-read.ts';

/** Longer addresses are not compared. */
export const LONGEST_URL = 1_000;

/**
 * Patterns of `chat.tools.urls.autoApprove`. Scheme, host and path are compared one by one: `*.` in a host is any number
 * of subdomains or none, `*` any text, `:*` any port or none; a path that is given is a beginning up to a `/`; query and
 * fragment do not count. Source: `urlGlob.ts` and `chatUrlFetchingPatterns.ts` of VS Code 1.139.
 */
export function matchesUrlPattern(pattern: string, url: UrlParts): boolean {
  const scheme = url.scheme;
  const hasScheme = /^[^./:]*:\/\//.test(pattern);
  if (!hasScheme && scheme !== 'http' && scheme !== 'https') return false;
  const parts = /^([^:/]*):\/\/([^/?#]*)([^?#]*)/.exec(hasScheme ? pattern : `${scheme}://${pattern}`);
  if (!parts) return false;
  const [, ofScheme = '', ofHost = '', ofPath = ''] = parts;
  const authority = url.port === DEFAULT_PORTS[scheme] ? url.host : `${url.host}:${url.port}`;
  // GitHub's paths are compared whatever their case.
  const folded = (path: string): string => (url.host === 'github.com' ? path.toLowerCase() : path);
  const path = folded(trimmed(url.path));
  const wanted = folded(trimmed(ofPath));
  return (
    matchesPart(scheme, ofScheme.toLowerCase(), false) &&
    matchesPart(authority, ofHost.toLowerCase(), true) &&
    matchesPart(path, wanted, false)
  );
}

function trimmed(path: string): string {
  let plain = path;
  try {
    plain = decodeURI(path);
  } catch {
    // It stays as it is written.
  }
  return plain.replace(/\/+$/, '');
}

/** By places in text and pattern that are reached; each is looked at once. */
function matchesPart(text: string, pattern: string, isAuthority: boolean): boolean {
  const width = pattern.length + 1;
  const seen = new Set<number>();
  const open = [0];
  const reach = (at: number, sign: number): void => {
    const key = at * width + sign;
    if (seen.has(key)) return;
    seen.add(key);
    open.push(key);
  };
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const at = Math.floor(key / width);
    const sign = key % width;
    const next = pattern.slice(sign, sign + 2);
    const isPort = isAuthority && next === ':*';
    if (at === text.length) {
      if (sign === pattern.length || (isPort && sign + 2 === pattern.length)) return true;
      continue;
    }
    if (sign === pattern.length) {
      if (text[at] === '/') return true;
      continue;
    }
    if (text[at] === pattern[sign]) reach(at + 1, sign + 1);
    if (next === '*.') {
      if (text[at] !== '/' && text[at] !== ':') reach(at + 1, sign);
      reach(at, sign + 2);
    }
    if (pattern[sign] === '*') {
      reach(at + 1, at + 1 === text.length ? sign + 1 : sign);
      reach(at, sign + 1);
    }
    if (isPort) {
      const port = /^:\d*/.exec(text.slice(at));
      reach(port ? at + port[0].length : at, sign + 2);
    }
  }
  return false;
}
