import type { Effect } from '../../model/manifest.ts';
import type { ForeignRule } from '../dialect.ts';
import { HOME } from './home.ts';
import { compiledWildcard, matchesWildcard, slashed } from './wildcard.ts';

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
  /** The rule that decided; undefined where none matched. */
  readonly rule: OpenRule | undefined;
  readonly resource: string;
}

/** Rules in their order, with what is asked of them again and again worked out once. */
export interface Ruleset {
  readonly rules: readonly OpenRule[];
  /** Those that are about a permission, in their order. */
  about(permission: string): readonly CompiledRule[];
}

export interface CompiledRule {
  readonly rule: OpenRule;
  /** Of a text whose backslashes are slashes. */
  readonly matches: (text: string) => boolean;
}

export function rulesetOf(rules: readonly OpenRule[]): Ruleset {
  const known = new Map<string, readonly CompiledRule[]>();
  return {
    rules,
    about(permission) {
      let found = known.get(permission);
      if (!found) {
        found = rules
          .filter((rule) => matchesWildcard(rule.permission, permission))
          .map((rule) => ({ rule, matches: compiledWildcard(rule.pattern) }));
        if (known.size >= MOST_KNOWN) known.clear();
        known.set(permission, found);
      }
      return found;
    },
  };
}

/** Names of tools are the model's to choose: more than these are not remembered. */
const MOST_KNOWN = 200;

/**
 * The last rule whose permission and pattern both match decides; without one it is asked. Source: `Permission.evaluate` in
 * opencode 1.18.33, the same in V2's `Permission`; opencode.ai/v1/docs/permissions, "Granular Rules".
 */
export function evaluate(ruleset: Ruleset, permission: string, resource: string): Verdict {
  const text = slashed(resource);
  const found = ruleset.about(permission).findLast(({ matches }) => matches(text));
  return { effect: found?.rule.effect ?? 'ask', rule: found?.rule, resource };
}

export const STRICTNESS: Readonly<Record<Effect, number>> = { allow: 0, ask: 1, deny: 2 };

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
export function hiddenBy(ruleset: Ruleset, permission: string): OpenRule | undefined {
  const last = ruleset.about(permission).at(-1)?.rule;
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
