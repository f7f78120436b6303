import type { Effect } from '../../model/manifest.ts';
import type { Layer } from '../dialect.ts';
import { matchesPathPattern, type PathPattern, pathPattern } from './gitignore.ts';

/** A path of a `Read` or `Edit` rule: a pattern, and the directory that it is relative to. */
export interface PathRule {
  /** `''` is the workspace's root, `~` home, `/` the root of the file system; otherwise a directory of the workspace. */
  readonly base: string;
  readonly pattern: PathPattern;
  /** Where the documentation does not say whether it reaches further: then a deny is taken to. */
  readonly perhaps?: PathPattern;
  /** What it means in our patterns, for finding candidates. */
  readonly outline: readonly string[];
}

/**
 * `//p` is absolute, `~/p` under home, `/p` under what the settings file belongs to, `p` and `./p` under the current
 * directory, which is taken to be the project. A name without a directory matches at any depth; so does a single directory
 * (`src/**`) in a deny or an ask. https://code.claude.com/docs/en/permissions#read-and-edit
 */
export function readPathRule(written: string, effect: Effect, layer: Layer, project: string): PathRule {
  const text = written.trim();
  if (text.startsWith('//')) return rule('/', text.slice(2), true);
  if (text === '~' || text.startsWith('~/')) return rule('~', text.slice(2) || '**', true);
  if (text.startsWith('/')) return rule(layer === 'user' ? '~/.claude' : project, text.slice(1), true);
  const dotted = /^\.\//.test(text);
  const relative = text.replace(/^(?:\.\/)+/, '');
  if (relative.startsWith('../')) return rule(above(project, relative), relative.replace(/^(?:\.\.\/)+/, ''), true);
  const isBareName = !relative.replace(/\/$/, '').includes('/');
  const isOneDirectory = /^[^/]+\/\*\*$/.test(relative) && !relative.startsWith('**');
  if (isBareName && relative !== '**') {
    // `./.env` is said to be the file in the current directory, and gitignore would find it anywhere.
    if (!dotted) return rule(project, relative, false);
    return { ...rule(project, relative, true), perhaps: pathPattern(relative, false) };
  }
  if (isOneDirectory) return rule(project, relative, effect === 'allow');
  return rule(project, relative, true);
}

function above(project: string, relative: string): string {
  const ups = /^(?:\.\.\/)+/.exec(relative)![0].length / 3;
  const parts = project === '' ? [] : project.split('/');
  const left = parts.length - ups;
  return left >= 0 ? parts.slice(0, left).join('/') : '../'.repeat(-left).slice(0, -1);
}

function rule(base: string, text: string, anchored: boolean): PathRule {
  return { base, pattern: pathPattern(text, anchored), outline: outlineOf(base, text, anchored) };
}

function outlineOf(base: string, text: string, anchored: boolean): readonly string[] {
  const inner = `${anchored ? '' : '**/'}${text.replace(/\/$/, '').replace(/[{}!\\]/g, '?')}`;
  const whole = base === '' ? inner : base === '/' ? `/${inner}` : `${base}/${inner}`;
  return inner.endsWith('**') ? [whole] : [whole, `${whole}/**`];
}

/** Whether the rule is about the path: `perhaps` where the documentation leaves it open. The path is normalised. */
export function matchesPathRule({ base, pattern, perhaps }: PathRule, path: string): boolean | 'perhaps' {
  const relative = under(base, path);
  if (relative === undefined) {
    // A file of the workspace has an absolute path too, of which only its end is known.
    if (base !== '/' || /^[~/]|^\.\.(?:\/|$)/.test(path) || pattern.segments[0] !== '**') return false;
    return matchesPathPattern(pattern, path);
  }
  if (matchesPathPattern(pattern, relative)) return true;
  return perhaps !== undefined && matchesPathPattern(perhaps, relative) ? 'perhaps' : false;
}

function under(base: string, path: string): string | undefined {
  const outside = /^[~/]|^\.\.(?:\/|$)/.test(path);
  if (base === '') return outside ? undefined : path;
  if (base === '/') return path.startsWith('/') ? path.slice(1) : undefined;
  return path === base ? '.' : path.startsWith(`${base}/`) ? path.slice(base.length + 1) : undefined;
}
