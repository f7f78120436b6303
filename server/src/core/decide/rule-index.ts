import type { Rule, Verb } from '../model/manifest.ts';
import type { Scope } from '../scope/question.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/** A rule with what is asked of it on every decision. */
export interface IndexedRule {
  readonly rule: Rule;
  readonly scope: Scope;
  /** What its uses are counted under in a run's state. */
  readonly counter: string;
  /** True where something besides its patterns and its effect has a say. */
  readonly isConditional: boolean;
}

/** The rules of one verb by effect. */
export interface VerbRules {
  readonly allow: readonly IndexedRule[];
  readonly ask: readonly IndexedRule[];
  readonly deny: readonly IndexedRule[];
}

const NO_RULES: VerbRules = { allow: [], ask: [], deny: [] };

const indexes = new WeakMap<ResolvedRole, ReadonlyMap<Verb, VerbRules>>();

/**
 * The rules of a role by verb and effect. Boundaries are left out on purpose: what a role holds beyond its boundary is
 * a finding about the role, and the decision stays what the role says.
 */
export function rulesFor(role: ResolvedRole, verb: Verb): VerbRules {
  let index = indexes.get(role);
  if (!index) {
    index = indexOf(role.rules);
    indexes.set(role, index);
  }
  return index.get(verb) ?? NO_RULES;
}

function indexOf(rules: readonly Rule[]): ReadonlyMap<Verb, VerbRules> {
  const index = new Map<Verb, { allow: IndexedRule[]; ask: IndexedRule[]; deny: IndexedRule[] }>();
  for (const rule of rules) {
    let verb = index.get(rule.verb);
    if (!verb) {
      verb = { allow: [], ask: [], deny: [] };
      index.set(rule.verb, verb);
    }
    verb[rule.effect].push({
      rule,
      scope: rule.patterns,
      counter: counterOf(rule),
      isConditional:
        rule.until !== undefined || rule.limit !== undefined || rule.methods.length > 0 || rule.where.length > 0,
    });
  }
  return index;
}

/** Rules about paths by the directory, or the file, that one of their patterns begins with; `''` where one is open. */
interface PathRules {
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** What several buckets come to together, by their numbers. */
  readonly merged: Map<string, VerbRules>;
}

interface Bucket {
  readonly number: number;
  readonly rules: IndexedRule[];
}

const pathIndexes = new WeakMap<VerbRules, PathRules>();

/** The rules that can have anything to say about a path, which is normalised: a role has many and few begin alike. */
export function rulesForPath(role: ResolvedRole, verb: Verb, path: string): VerbRules {
  const rules = rulesFor(role, verb);
  let index = pathIndexes.get(rules);
  if (!index) {
    index = pathIndexOf(rules);
    pathIndexes.set(rules, index);
  }
  const found: Bucket[] = [];
  let key = '';
  for (let end = 0; end >= 0; end = end === path.length ? -1 : nextEnd(path, end)) {
    const bucket = index.buckets.get(path.slice(0, end));
    if (!bucket) continue;
    found.push(bucket);
    key += `${bucket.number} `;
  }
  if (found.length === 0) return NO_RULES;
  let merged = index.merged.get(key);
  if (!merged) {
    const all = new Set(found.flatMap((bucket) => bucket.rules));
    const keep = (list: readonly IndexedRule[]): readonly IndexedRule[] => list.filter((indexed) => all.has(indexed));
    merged = { allow: keep(rules.allow), ask: keep(rules.ask), deny: keep(rules.deny) };
    index.merged.set(key, merged);
  }
  return merged;
}

/** Where the next directory of the path ends, or the path itself. */
function nextEnd(path: string, end: number): number {
  const slash = path.indexOf('/', end + 1);
  return slash < 0 ? path.length : slash;
}

function pathIndexOf(rules: VerbRules): PathRules {
  const buckets = new Map<string, Bucket>();
  for (const indexed of [...rules.allow, ...rules.ask, ...rules.deny]) {
    for (const { text, negated } of indexed.scope) {
      if (negated) continue;
      const head = literalHead(text);
      let bucket = buckets.get(head);
      if (!bucket) {
        bucket = { number: buckets.size, rules: [] };
        buckets.set(head, bucket);
      }
      bucket.rules.push(indexed);
    }
  }
  return { buckets, merged: new Map() };
}

/** The leading segments of a pattern that can only be this text; empty where there are none. */
function literalHead(pattern: string): string {
  return /^(?:[\w@-][\w.@-]*(?:\/(?=.)|$))*/.exec(pattern)![0].replace(/\/$/, '');
}

/** A name for the rule that holds as long as it stands where it stands. */
export function counterOf(rule: Rule): string {
  return `rule ${rule.owner} ${rule.source.uri} ${rule.span.start}`;
}
