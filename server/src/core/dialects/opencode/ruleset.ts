import type { Effect } from '../../model/manifest.ts';
import type { ForeignRule } from '../dialect.ts';
import { HOME } from './home.ts';
import { matchesWildcard } from './wildcard.ts';

/** 1: `permission`, an object whose key order counts (opencode 1.x). 2: `permissions`, a list (opencode 2). */
export type Generation = 1 | 2;

/** A rule as it is evaluated: one permission, one pattern, one effect. */
export interface OpenRule {
  /** A wildcard over the names of permissions: `bash`, `github_*`, `*`. */
  readonly permission: string;
  /** A wildcard over what is asked about, with the home directory put in. */
  readonly pattern: string;
  readonly effect: Effect;
  /** The rule of the file; absent for opencode's own defaults. */
  readonly written?: ForeignRule;
}

/** What a tool asks before it acts: one permission for each of some texts. */
export interface Request {
  readonly permission: string;
  readonly resources: readonly string[];
  /** Set where opencode looks at the disk to know what it asks about: then each of these may be it, and the strictest counts. */
  readonly guessed?: boolean;
}

export interface Verdict {
  readonly effect: Effect;
  /** The rule that decided, for the first resource that got this effect; undefined where none matched. */
  readonly rule: OpenRule | undefined;
  readonly resource: string;
  /** Rules that match too and stand before the one that decided, the last first. */
  readonly overridden: readonly OpenRule[];
}

/**
 * The last rule whose permission and pattern both match decides; without one it is asked. Source: `Permission.evaluate` in
 * opencode 1.18.33, the same in V2's `Permission`; opencode.ai/v1/docs/permissions, "Granular Rules".
 */
export function evaluate(rules: readonly OpenRule[], permission: string, resource: string): Verdict {
  const matching = rules.filter(
    (rule) => matchesWildcard(rule.permission, permission) && matchesWildcard(rule.pattern, resource),
  );
  const rule = matching.at(-1);
  return { effect: rule?.effect ?? 'ask', rule, resource, overridden: matching.slice(0, -1).reverse() };
}

const STRICTNESS: Readonly<Record<Effect, number>> = { allow: 0, ask: 1, deny: 2 };

/** Denied where one resource is, else asked where one is. */
export function strictest<T extends { readonly effect: Effect }>(verdicts: readonly T[]): T | undefined {
  let worst: T | undefined;
  for (const each of verdicts) if (!worst || STRICTNESS[each.effect] > STRICTNESS[worst.effect]) worst = each;
  return worst;
}

/**
 * The rule that takes a tool away from the model: the last one about its permission, where it denies everything. Source:
 * `Permission.disabled` in opencode 1.18.33.
 */
export function hiddenBy(rules: readonly OpenRule[], permission: string): OpenRule | undefined {
  const last = rules.findLast((rule) => matchesWildcard(rule.permission, permission));
  return last?.pattern === '*' && last.effect === 'deny' ? last : undefined;
}

/**
 * `~`, `~/…` and everything that begins with `$HOME` has the home directory put in. In V1 in every pattern that stands in a
 * map, commands too; in V2 only where the permission is about paths. Source: `expand` in opencode 1.18.33;
 * opencode.ai/v2/docs/permissions, "External directories".
 */
export function expandHome(pattern: string, permission: string, generation: Generation): string {
  if (generation === 2) {
    if (permission !== 'read' && permission !== 'edit' && permission !== 'external_directory') return pattern;
    return pattern.replace(/^(?:~|\$HOME)(?=$|[/\\])/, HOME);
  }
  if (pattern === '~' || pattern.startsWith('~/')) return HOME + pattern.slice(1);
  return pattern.startsWith('$HOME') ? HOME + pattern.slice(5) : pattern;
}
