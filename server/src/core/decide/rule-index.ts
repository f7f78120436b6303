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

/** Rules about paths by the first segment that their patterns begin with; `open` are those that may begin with any. */
interface PathRules {
  readonly byHead: ReadonlyMap<string, VerbRules>;
  readonly open: VerbRules;
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
  const slash = path.indexOf('/');
  return index.byHead.get(slash < 0 ? path : path.slice(0, slash)) ?? index.open;
}

function pathIndexOf(rules: VerbRules): PathRules {
  const heads = new Set<string>();
  const headsOf = new Map<IndexedRule, ReadonlySet<string> | undefined>();
  for (const indexed of [...rules.allow, ...rules.ask, ...rules.deny]) {
    const own = indexed.scope.filter((pattern) => !pattern.negated).map(({ text }) => literalHead(text));
    const all = own.includes(undefined) ? undefined : new Set(own as string[]);
    headsOf.set(indexed, all);
    for (const head of all ?? []) heads.add(head);
  }
  const keep = (list: readonly IndexedRule[], head: string | undefined): readonly IndexedRule[] =>
    list.filter((indexed) => {
      const own = headsOf.get(indexed);
      return own === undefined || (head !== undefined && own.has(head));
    });
  const of = (head: string | undefined): VerbRules => ({
    allow: keep(rules.allow, head),
    ask: keep(rules.ask, head),
    deny: keep(rules.deny, head),
  });
  return { byHead: new Map([...heads].map((head) => [head, of(head)])), open: of(undefined) };
}

/** The first segment of a pattern where it can only be this text. */
function literalHead(pattern: string): string | undefined {
  return /^([\w@-][\w.@-]*)(?:\/|$)/.exec(pattern)?.[1];
}

/** A name for the rule that holds as long as it stands where it stands. */
export function counterOf(rule: Rule): string {
  return `rule ${rule.owner} ${rule.source.uri} ${rule.span.start}`;
}
