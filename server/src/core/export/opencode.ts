import type { Effect, Rule, Verb } from '../model/manifest.ts';
import { exportRules } from './export-rules.ts';
import { mapped, one, type Placed, type Target, type Writer, type Written } from './exported.ts';
import { pathShapes } from './shapes.ts';
import { serverAndOperation, wildcardCommands } from './words.ts';

interface Entry {
  readonly surface: string;
  readonly pattern: string;
}

/**
 * `opencode.json`, first version of its format: the last match in the order of the keys wins, so allows are written
 * first, then asks, then denies, over a deny of everything (opencode.ai/docs/permissions; 1.18).
 */
export const OPENCODE: Target = {
  id: 'opencode',
  title: 'opencode',
  export(role, options) {
    const { placed, rows } = exportRules(role, WRITER, options);
    const permission: Record<string, string | Record<string, string>> = { '*': 'deny' };
    for (const surface of ['read', 'edit', 'glob', 'grep', 'list', 'bash', 'task', 'webfetch', 'external_directory']) {
      const value = surfaceOf(surface, placed);
      if (value !== undefined) permission[surface] = value;
    }
    for (const effect of ['allow', 'ask', 'deny'] as const) {
      for (const each of placed) {
        if (each.effect === effect && each.entry.surface === '') {
          // A key that is set again must stand at its new place, since order is meaning here.
          delete permission[each.entry.pattern];
          permission[each.entry.pattern] = effect;
        }
      }
    }
    const config = { $schema: 'https://opencode.ai/config.json', permission };
    return {
      target: OPENCODE.id,
      files: [{ path: 'opencode.json', text: `${JSON.stringify(config, undefined, 2)}\n` }],
      rows,
      notes: ['The order of the keys is the policy: a formatter that sorts them changes it.'],
    };
  },
};

const EFFECTS = ['allow', 'ask', 'deny'] as const;

function surfaceOf(surface: string, placed: readonly Placed<Entry>[]): string | Record<string, string> | undefined {
  // Listing and searching show names and lines of files: they are as free as reading all of them is.
  const asked = surface === 'glob' || surface === 'grep' || surface === 'list' ? 'read' : surface;
  const entries = placed.filter(({ entry }) => entry.surface === asked);
  if (asked !== surface) {
    const all = entries.some(({ effect, entry }) => effect === 'allow' && entry.pattern === '*');
    return all && !entries.some(({ effect }) => effect !== 'allow') ? 'allow' : undefined;
  }
  if (entries.length === 0) return undefined;
  if (surface === 'webfetch') return entries.at(-1)!.effect;
  const map: Record<string, string> = { '*': 'deny' };
  for (const effect of EFFECTS) {
    for (const each of entries) {
      if (each.effect !== effect) continue;
      delete map[each.entry.pattern];
      map[each.entry.pattern] = effect;
    }
  }
  return map;
}

const WRITER: Writer<Entry> = {
  effects: new Set<Effect>(EFFECTS),
  denies: true,
  conditions: false,
  text: ({ surface, pattern }) => (surface === '' ? pattern : `${surface}: ${pattern}`),
  fallback: () => ({ effect: 'deny', why: 'a first `*` denies everything' }),
  write,
};

function write(verb: Verb, pattern: string, _effect: Effect, rule: Rule): Written<Entry> {
  const at =
    (surface: string) =>
    (text: string): Entry => ({ surface, pattern: text });
  switch (verb) {
    case 'run':
      return mapped(wildcardCommands(pattern, { signs: '?' }), at('bash'));
    case 'read':
      return mapped(paths(pattern), at('read'));
    case 'write':
      return mapped(paths(pattern), at('edit'));
    case 'delete':
      return { unwritable: 'files are deleted by commands there' };
    case 'fetch':
      if (rule.methods.length > 0) return { unwritable: 'its fetches have no methods' };
      if (/^\*:\/\/\*\*?$/.test(pattern)) return one({ surface: 'webfetch', pattern: '*' });
      return { unwritable: 'it takes one word for all fetches, and no hosts' };
    case 'call': {
      const named = serverAndOperation(pattern);
      if (named === undefined) return { unwritable: 'the pattern is no server and tool' };
      // Server and tool are joined by `_`, which both may have in them.
      const key = `${named.server}_${named.operation}`.replaceAll(/[^A-Za-z0-9_*-]/g, '_');
      return {
        approximations: [
          {
            entry: { surface: '', pattern: key },
            covers: key.includes('*') ? 'more' : 'exact',
            ...(key.includes('*') ? { why: '`*` is any text there, `_` too' } : {}),
          },
        ],
      };
    }
    case 'delegate':
      return one({ surface: 'task', pattern });
    default:
      return { unwritable: verb === 'use' ? 'credentials have no rules there' : 'memory has no rules there' };
  }
}

/** In its wildcards `*` is any text, `/` too; paths are relative to the worktree. */
function paths(pattern: string): Written<string> {
  const shapes = pathShapes(pattern);
  if (shapes === undefined) return { unwritable: 'the pattern stands for too many, or leads out of the workspace' };
  const approximations: { entry: string; covers: 'exact' | 'more'; why?: string }[] = [];
  for (const { root, parts } of shapes) {
    if (root === 'absolute') return { unwritable: 'paths are relative to the worktree there' };
    const start = root === 'home' ? '~/' : '';
    const single = parts.some((part) => part.kind === 'any' || part.kind === 'open');
    const first = parts[0]?.kind === 'rest';
    const rest = first ? parts.slice(1) : parts;
    if (rest.some((part) => part.kind === 'literal' && /[*?]/.test(part.text)))
      return { unwritable: 'a name has a sign of its wildcards in it' };
    if (rest.length === 0) return one(`${start}*`);
    const text = rest
      .map((part) =>
        part.kind === 'rest' || part.kind === 'any' ? '*' : part.kind === 'literal' ? part.text : part.texts.join('*'),
      )
      .join('/')
      // `a/**/b` is `a/b`, too.
      .replaceAll('/*/', single ? '*/' : '/*/');
    const last = rest.at(-1)!;
    // `**/*.pem` is any text that ends so.
    const suffix =
      first &&
      rest.length === 1 &&
      last.kind === 'open' &&
      last.texts[0] === '' &&
      last.texts.length === 2 &&
      last.exact;
    const middle = rest.slice(0, -1).some((part) => part.kind === 'rest');
    if (suffix) approximations.push({ entry: `${start}*${last.texts[1]}`, covers: 'exact' });
    else {
      const more = single || middle;
      for (const entry of first ? [`${start}${text}`, `${start}*/${text}`] : [`${start}${text}`]) {
        approximations.push({
          entry,
          covers: more ? 'more' : 'exact',
          ...(more ? { why: '`*` goes on over `/` there' } : {}),
        });
      }
    }
  }
  return { approximations };
}
