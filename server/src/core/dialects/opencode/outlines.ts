import type { Verb } from '../../model/manifest.ts';
import type { Outline } from '../dialect.ts';
import type { Draft } from './draft.ts';
import { matchesWildcard } from './wildcard.ts';

/** Permissions and what they are about, in our verbs, with what `*` is there. */
const ABOUT: readonly (readonly [string, Verb])[] = [
  ['bash', 'run'],
  ['shell', 'run'],
  ['read', 'read'],
  ['edit', 'write'],
  ['edit', 'delete'],
  ['webfetch', 'fetch'],
  ['task', 'delegate'],
  ['subagent', 'delegate'],
];

const EVERYTHING: Readonly<Partial<Record<Verb, string>>> = {
  run: '**',
  read: '**',
  write: '**',
  delete: '**',
  fetch: 'https://**',
  delegate: '*',
  call: '*/*',
};

/** What a rule is about, roughly: for words and for finding candidates. `servers` are the MCP servers of the same files. */
export function outlinesOf({ permission, pattern, span }: Draft, servers: readonly string[]): readonly Outline[] {
  const outlines: Outline[] = [];
  const seen = new Set<Verb>();
  const add = (verb: Verb, text: string) => {
    seen.add(verb);
    outlines.push({ verb, patterns: [{ text, negated: false, span }] });
  };
  for (const [name, verb] of ABOUT) {
    if (seen.has(verb) || !matchesWildcard(permission, name)) continue;
    add(verb, pattern === '*' ? (EVERYTHING[verb] ?? '*') : outlinePattern(verb, pattern));
  }
  if (pattern !== '*') return outlines;
  if (permission === '*') add('call', '*/*');
  else if (outlines.length === 0 && !NO_TOOLS.has(permission)) {
    const server = servers.find((each) => permission.startsWith(`${each}_`)) ?? /^([^_*]+)_/.exec(permission)?.[1];
    if (server !== undefined)
      add('call', `${server}/${permission.slice(server.length + 1).replace(/\*+/g, '*') || '*'}`);
  }
  return outlines;
}

const NO_TOOLS = new Set('external_directory doom_loop plan_enter plan_exit todowrite todoread'.split(' '));

function outlinePattern(verb: Verb, pattern: string): string {
  if (verb === 'run') return pattern.replace(/(^|\s)\*+(?=\s|$)/g, '$1**').replace(/([^\s*])\*+$/, '$1* **');
  if (verb === 'delegate') return pattern;
  const spread = pattern.replace(/\*+/g, '**').replace(/\?/g, '?');
  if (verb === 'fetch') return spread.includes('://') ? spread : `https://${spread}`;
  // Their `*` is any text, `/` included; ours stays within a name unless it is a segment of its own.
  return spread
    .split('/')
    .map((segment) =>
      segment === '**' ? segment : segment.startsWith('**') ? `**/*${segment.slice(2)}` : segment.replaceAll('**', '*'),
    )
    .join('/');
}
