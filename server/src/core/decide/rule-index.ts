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
  /** The same by what their patterns begin with, once somebody has asked so. */
  buckets?: Buckets;
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
  /** The most segments that a head has. */
  readonly deepest: number;
}

interface Bucket {
  readonly head: string;
  readonly rules: IndexedRule[];
  /** What it comes to with the buckets of shorter heads, in the order of all rules. */
  together?: VerbRules;
}

/** The rules that can have anything to say about a path, which is normalised: a role has many and few begin alike. */
export function rulesForPath(role: ResolvedRole, verb: Verb, path: string): VerbRules {
  const rules = rulesFor(role, verb);
  const buckets = bucketsOf(rules, directoryOf);
  // The longest head that is there has all shorter ones in it.
  let end = 0;
  for (let depth = 0; depth < buckets.deepest && end < path.length; depth++) end = nextEnd(path, end);
  for (; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const bucket = buckets.byHead.get(path.slice(0, end));
    if (bucket) return together(rules, buckets, bucket);
  }
  return openOnly(rules, buckets);
}

/** The same about a command, by its program. A program that is only known when it runs may be any. */
export function rulesForCommand(role: ResolvedRole, program: string | undefined): VerbRules {
  const rules = rulesFor(role, 'run');
  return program === undefined ? rules : startingWith(rules, bucketsOf(rules, programOf), program);
}

/** The same about an address, by its host. */
export function rulesForHost(role: ResolvedRole, host: string): VerbRules {
  const rules = rulesFor(role, 'fetch');
  return startingWith(rules, bucketsOf(rules, hostOf), host);
}

/** The same about a name, by its first part: an operation by its tool. */
export function rulesForName(role: ResolvedRole, verb: Verb, name: string): VerbRules {
  const rules = rulesFor(role, verb);
  const slash = name.indexOf('/');
  return startingWith(rules, bucketsOf(rules, firstPartOf), slash < 0 ? name : name.slice(0, slash));
}

function startingWith(rules: VerbRules, buckets: Buckets, head: string): VerbRules {
  const bucket = buckets.byHead.get(head);
  return bucket ? together(rules, buckets, bucket) : openOnly(rules, buckets);
}

function openOnly(rules: VerbRules, buckets: Buckets): VerbRules {
  const open = buckets.byHead.get('');
  return open ? together(rules, buckets, open) : NO_RULES;
}

function bucketsOf(rules: VerbRules, headOf: (pattern: string) => string): Buckets {
  if (!rules.buckets) {
    const byHead = new Map<string, Bucket>();
    let deepest = 0;
    for (const indexed of [...rules.allow, ...rules.ask, ...rules.deny]) {
      // An exception only takes away: a rule that has nothing else there has nothing to say.
      for (const head of new Set(indexed.scope.flatMap(({ text, negated }) => (negated ? [] : [headOf(text)])))) {
        const bucket = byHead.get(head);
        if (bucket) bucket.rules.push(indexed);
        else byHead.set(head, { head, rules: [indexed] });
        deepest = Math.max(deepest, head === '' ? 0 : head.split('/').length);
      }
    }
    rules.buckets = { byHead, deepest };
  }
  return rules.buckets;
}

function together(rules: VerbRules, { byHead }: Buckets, bucket: Bucket): VerbRules {
  if (!bucket.together) {
    const { head } = bucket;
    const all = new Set(byHead.get('')?.rules);
    for (let end = head.length; end > 0; end = head.lastIndexOf('/', end - 1)) {
      for (const indexed of byHead.get(head.slice(0, end))?.rules ?? []) all.add(indexed);
    }
    const keep = (list: readonly IndexedRule[]): readonly IndexedRule[] => list.filter((indexed) => all.has(indexed));
    bucket.together = { allow: keep(rules.allow), ask: keep(rules.ask), deny: keep(rules.deny) };
  }
  return bucket.together;
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
