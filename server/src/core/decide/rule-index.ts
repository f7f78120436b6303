import type { Rule, Verb } from '../model/manifest.ts';
import type { CompiledPaths } from '../scope/path.ts';
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
  /** Its patterns as paths are put to them, once one was. */
  paths?: CompiledPaths;
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

/** Rules by what one of their patterns begins with, where that is letter by letter; `''` where one is open. */
interface Buckets {
  readonly byHead: ReadonlyMap<string, Bucket>;
  /** What several buckets come to together, by their numbers. */
  readonly merged: Map<string, VerbRules>;
}

interface Bucket {
  readonly number: number;
  readonly rules: IndexedRule[];
  /** What it comes to alone. */
  alone?: VerbRules;
}

const allBuckets = new WeakMap<VerbRules, Buckets>();

/** The rules that can have anything to say about a path, which is normalised: a role has many and few begin alike. */
export function rulesForPath(role: ResolvedRole, verb: Verb, path: string): VerbRules {
  const rules = rulesFor(role, verb);
  const buckets = bucketsOf(rules, directoryOf);
  const found: Bucket[] = [];
  for (let end = 0; end >= 0; end = end === path.length ? -1 : nextEnd(path, end)) {
    const bucket = buckets.byHead.get(path.slice(0, end));
    if (bucket) found.push(bucket);
  }
  return together(rules, buckets, found);
}

/** The same about a command, by its program. A program that is only known when it runs may be any. */
export function rulesForCommand(role: ResolvedRole, program: string | undefined): VerbRules {
  const rules = rulesFor(role, 'run');
  return program === undefined ? rules : openAnd(rules, bucketsOf(rules, programOf), program);
}

/** The same about an address, by its host. */
export function rulesForHost(role: ResolvedRole, host: string): VerbRules {
  const rules = rulesFor(role, 'fetch');
  return openAnd(rules, bucketsOf(rules, hostOf), host);
}

/** The same about a name, by its first part: an operation by its tool. */
export function rulesForName(role: ResolvedRole, verb: Verb, name: string): VerbRules {
  const rules = rulesFor(role, verb);
  return openAnd(rules, bucketsOf(rules, firstPartOf), name.split('/', 1)[0]!);
}

function openAnd(rules: VerbRules, buckets: Buckets, head: string): VerbRules {
  const open = buckets.byHead.get('');
  const own = head === '' ? undefined : buckets.byHead.get(head);
  return together(rules, buckets, open ? (own ? [open, own] : [open]) : own ? [own] : []);
}

function bucketsOf(rules: VerbRules, headOf: (pattern: string) => string): Buckets {
  let buckets = allBuckets.get(rules);
  if (!buckets) {
    const byHead = new Map<string, Bucket>();
    for (const indexed of [...rules.allow, ...rules.ask, ...rules.deny]) {
      // An exception only takes away: a rule that has nothing else there has nothing to say.
      for (const head of new Set(indexed.scope.flatMap(({ text, negated }) => (negated ? [] : [headOf(text)])))) {
        const bucket = byHead.get(head);
        if (bucket) bucket.rules.push(indexed);
        else byHead.set(head, { number: byHead.size, rules: [indexed] });
      }
    }
    buckets = { byHead, merged: new Map() };
    allBuckets.set(rules, buckets);
  }
  return buckets;
}

function together(rules: VerbRules, { merged }: Buckets, found: readonly Bucket[]): VerbRules {
  const [first] = found;
  if (first === undefined) return NO_RULES;
  if (found.length === 1) {
    first.alone ??= only(rules, first.rules);
    return first.alone;
  }
  let key = '';
  for (const { number } of found) key += `${number} `;
  let all = merged.get(key);
  if (!all) {
    all = only(
      rules,
      found.flatMap((bucket) => bucket.rules),
    );
    merged.set(key, all);
  }
  return all;
}

/** These of the rules, in the order of all. */
function only(rules: VerbRules, wanted: readonly IndexedRule[]): VerbRules {
  const all = new Set(wanted);
  const keep = (list: readonly IndexedRule[]): readonly IndexedRule[] => list.filter((indexed) => all.has(indexed));
  return { allow: keep(rules.allow), ask: keep(rules.ask), deny: keep(rules.deny) };
}

/** Where the next directory of the path ends, or the path itself. */
function nextEnd(path: string, end: number): number {
  const slash = path.indexOf('/', end + 1);
  return slash < 0 ? path.length : slash;
}

/** The leading segments of a path pattern that can only be this text; empty where there are none, or `..` takes them back. */
function directoryOf(pattern: string): string {
  if (pattern.includes('..')) return '';
  return /^(?:[\w@-][\w.@-]*(?:\/(?=.)|$))*/.exec(pattern)![0].replace(/\/$/, '');
}

/** The program of a command pattern that begins with it, and not with an assignment. */
function programOf(pattern: string): string {
  return /^\s*([\w@%+:,./-]+)(?=\s|$)/.exec(pattern)?.[1] ?? '';
}

/** The host of an address pattern that names one: no number, of which there are several spellings, and nothing encoded. */
function hostOf(pattern: string): string {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+)(?=[:/?]|$)/.exec(pattern)?.[1];
  return host === undefined || /(^|\.)xn--/.test(host) ? '' : host;
}

/** The first part of a name pattern that can only be this text. */
function firstPartOf(pattern: string): string {
  return /^[\w.@-]+(?=\/|$)/.exec(pattern)?.[0] ?? '';
}

/** A name for the rule that holds as long as it stands where it stands. */
export function counterOf(rule: Rule): string {
  return `rule ${rule.owner} ${rule.source.uri} ${rule.span.start}`;
}
