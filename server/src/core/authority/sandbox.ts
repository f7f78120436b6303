import { holdsNoHost, holdsNoPath } from '../analysis/sandbox.ts';
import type { Sandbox } from '../model/manifest.ts';
import { normalisePath } from '../scope/path.ts';
import { matchesUrl, readUrl } from '../scope/url.ts';
import type { Located } from '../span.ts';

/** May a program in this sandbox touch the path? A side that is not listed is not held. */
export function reachesPath(sandbox: Sandbox | undefined, side: 'read' | 'write', path: string): boolean {
  const directories = sandbox?.[side];
  return directories === undefined || directories.some(({ value }) => holdsNoPath(value) || isWithin(path, value));
}

function isWithin(path: string, directory: string): boolean {
  const place = normalisePath(path);
  const root = normalisePath(directory.replace(/\/\*{1,2}$/, ''));
  if (root === '.') return !/^(\/|~|\.\.)/.test(place);
  return place === root || place.startsWith(root === '/' ? '/' : `${root}/`);
}

/** May a program in this sandbox talk to the host of this URL? */
export function reachesUrl(sandbox: Sandbox | undefined, url: string): boolean {
  const hosts: readonly Located<string>[] | undefined = sandbox?.network;
  if (hosts === undefined) return true;
  const read = readUrl(url);
  if ('problem' in read) return false;
  return hosts.some(({ value }) => holdsNoHost(value) || matchesUrl([{ text: value, negated: false }], read));
}
