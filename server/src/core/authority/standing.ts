import type { Action } from '../decide/action.ts';
import type { Instant } from '../decide/run-state.ts';
import type { Effect, Pattern, Rule, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { implies } from './implies.ts';
import { mayMeet, type Outline, outlineOf } from './meeting.ts';
import {
  type ActionAnswer,
  asCover,
  asRestriction,
  type Cover,
  isCoveredBy,
  type Region,
  regionOf,
  regionOfPattern,
  regionWitness,
} from './region.ts';
import { contentOf, contentOfTools } from './rule-content.ts';
import { smallestCover } from './smallest-cover.ts';

/**
 * What a rule, or one of its patterns, comes to among all rules of its role, with deny over ask over allow:
 * `effective`: for the witness nothing else decides the same;
 * `empty`: it covers nothing at all, because of its own patterns, its conditions, or its tool's bounds;
 * `dead`: rules of a stronger effect decide everything it covers;
 * `redundant`: without it every decision stays the same, because of other rules of its effect.
 * `by` is a smallest set: no fewer rules would do, and of each rule only the patterns that are needed.
 */
export type Standing =
  | { readonly kind: 'effective'; readonly witness: Action }
  | { readonly kind: 'empty'; readonly because: EmptyBecause }
  | { readonly kind: 'dead'; readonly by: readonly Region[] }
  | { readonly kind: 'redundant'; readonly by: readonly Region[] }
  | { readonly kind: 'unknown'; readonly why: string };

export type EmptyBecause = 'patterns' | 'conditions' | 'bounds';

/** Rules of the role that are in force. A rule whose day has passed does not exist. */
export function rulesInForce(role: ResolvedRole, now: Instant): readonly Rule[] {
  return role.rules.filter((rule) => rule.until === undefined || now <= rule.until.value);
}

/** The standing of a whole rule among the others. */
export function standingOfRule(role: ResolvedRole, rule: Rule, now: Instant): Standing {
  const others = rulesInForce(role, now).filter((other) => other !== rule);
  return standing(role, entryOf(regionOf(rule)), others.map(regionOf).map(entryOf));
}

/** The standing of one positive pattern among the other patterns of its rule, and the other rules. */
export function standingOfPattern(role: ResolvedRole, rule: Rule, pattern: Pattern, now: Instant): Standing {
  const others = rulesInForce(role, now).flatMap((each) => entryWithout(each, new Set([pattern])) ?? []);
  return standing(role, entryOf(regionOfPattern(rule, pattern)), others);
}

/**
 * The standing of every positive pattern of these rules, or of all rules of the role. Of several that make each other
 * redundant an inherited one stays rather than an own one, and an earlier rather than a later: taking away all that are
 * called redundant changes no decision.
 */
export function standings(
  role: ResolvedRole,
  now: Instant,
  of: readonly Rule[] = role.rules,
): ReadonlyMap<Pattern, Standing> {
  const rules = rulesInForce(role, now);
  // What is left of each rule, in the order of the role: it is part of what answers are remembered by.
  const left = new Map<Verb, Map<Rule, Entry | undefined>>();
  for (const rule of rules) {
    const ofVerb = left.get(rule.verb) ?? new Map<Rule, Entry | undefined>();
    left.set(rule.verb, ofVerb.set(rule, entryOf(regionOf(rule))));
  }
  const wanted = new Set(of);
  const isOwn = (rule: Rule) => rule.source === role.role.source;
  const order = [...rules.filter((rule) => !isOwn(rule)), ...rules.filter(isOwn)].reverse();
  const result = new Map<Pattern, Standing>();
  for (const rule of order) {
    if (!wanted.has(rule)) continue;
    const others = left.get(rule.verb)!;
    const gone = new Set<Pattern>();
    for (const pattern of [...rule.patterns].reverse()) {
      if (pattern.negated) continue;
      const before = others.get(rule);
      others.set(rule, entryWithout(rule, new Set([...gone, pattern])));
      const found = standing(role, entryOf(regionOfPattern(rule, pattern)), [...others.values()]);
      result.set(pattern, found);
      if (found.kind === 'redundant') gone.add(pattern);
      else others.set(rule, before);
    }
  }
  return result;
}

/** A region with what is asked of it again and again. */
interface Entry {
  readonly region: Region;
  readonly content: string;
  readonly outline: Outline;
}

function entryOf(region: Region): Entry {
  return { region, content: contentOf(region), outline: outlineOf(region) };
}

/** What a rule is without some of its patterns; undefined where it is nothing then. */
function entryWithout(rule: Rule, gone: ReadonlySet<Pattern>): Entry | undefined {
  if (!rule.patterns.some((each) => gone.has(each))) return entryOf(regionOf(rule));
  const patterns = rule.patterns.filter((each) => !gone.has(each));
  return patterns.some(({ negated }) => !negated) ? entryOf({ rule, patterns }) : undefined;
}

/** The effects that win over this one. */
export const STRONGER: Readonly<Record<Effect, readonly Effect[]>> = {
  allow: ['deny', 'ask'],
  ask: ['deny'],
  deny: [],
};

type Relation = 'stronger' | 'equal';

/** How another rule can make this one needless, if it can at all. */
function relationOf(mine: Entry, other: Entry): Relation | undefined {
  const [subject, { rule }] = [mine.region.rule, other.region];
  if (rule.verb !== subject.verb || !lasts(rule, subject)) return undefined;
  const isStronger = STRONGER[subject.effect].includes(rule.effect);
  if (!isStronger && !(rule.effect === subject.effect && replaces(rule, subject))) return undefined;
  return mayMeet(mine.outline, other.outline) ? (isStronger ? 'stronger' : 'equal') : undefined;
}

/** A standing as it is remembered: `by` numbers the others that it was worked out among, and their patterns. */
type Remembered =
  | Exclude<Standing, { by: unknown }>
  | {
      readonly kind: 'dead' | 'redundant';
      readonly by: readonly { readonly other: number; readonly patterns: readonly number[] }[];
    };

/**
 * Answers by what they depend on: the contents of the rule and of those others that can have anything in common with it.
 * After a key in a role all but the questions about the edited rule and what it meets are the same again.
 */
const known = new Map<string, Remembered>();
const MOST_KNOWN = 20_000;

function standing(role: ResolvedRole, subject: Entry, others: readonly (Entry | undefined)[]): Standing {
  const near: { readonly region: Region; readonly relation: Relation }[] = [];
  let key = subject.content;
  if (subject.region.rule.verb === 'call') key += `@${contentOfTools(role.tools)}`;
  for (const other of others) {
    const relation = other && relationOf(subject, other);
    if (other === undefined || relation === undefined) continue;
    near.push({ region: other.region, relation });
    key += (relation === 'equal' ? '=' : '>') + other.content;
  }
  let remembered = known.get(key);
  if (remembered === undefined) {
    remembered = asRemembered(standingAmong(role, subject.region, near), near);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, remembered);
  }
  if (!('by' in remembered)) return remembered;
  const by = remembered.by.map(({ other, patterns }): Region => {
    const { rule } = near[other]!.region;
    return { rule, patterns: patterns.map((index) => rule.patterns[index]!) };
  });
  return { kind: remembered.kind, by };
}

function asRemembered(found: Standing, near: readonly { readonly region: Region }[]): Remembered {
  if (!('by' in found)) return found;
  const by = found.by.map(({ rule, patterns }) => ({
    other: near.findIndex(({ region }) => region.rule === rule),
    patterns: patterns.map((pattern) => rule.patterns.indexOf(pattern)),
  }));
  return { kind: found.kind, by };
}

function standingAmong(
  role: ResolvedRole,
  subject: Region,
  near: readonly { readonly region: Region; readonly relation: Relation }[],
): Standing {
  const of = (relation: Relation) => near.flatMap((each) => (each.relation === relation ? [each.region] : []));
  const [above, equal] = [of('stronger'), of('equal').map(asCover)];
  const stronger = above.map(asCover);
  const ask = asker(role, subject);
  const deciding = ask([...above.map(asRestriction), ...equal]);
  if (deciding.kind === 'witness') return { kind: 'effective', witness: deciding.action };
  // An ask that only may match turns an allow into an ask, and grants nothing without it: then the allow is needed.
  const mayAsk = above.some(({ rule }) => rule.effect === 'ask');
  const left = mayAsk ? ask([...stronger, ...equal]) : deciding;
  if (left.kind === 'witness') return { kind: 'effective', witness: left.action };
  if (left.kind === 'unknown') return left;
  if (ask([]).kind === 'empty') return { kind: 'empty', because: emptyBecause(subject) };
  const isDead = stronger.length > 0 && ask(stronger).kind === 'empty';
  const by = coveredBy(isDead ? stronger : [...equal, ...stronger], ask);
  return { kind: isDead ? 'dead' : 'redundant', by };
}

/** Actions of a region that answered some question before, by its content: most likely one of them answers the next. */
const answered = new Map<string, Action[]>();
const MOST_ANSWERED = 10_000;
const MOST_ACTIONS = 12;

/** Is there an action of the subject that none of these covers? An earlier one is tried first; the plain evaluator judges it. */
function asker(role: ResolvedRole, subject: Region): (none: readonly Cover[]) => ActionAnswer {
  const key = contentOf(subject) + (subject.rule.verb === 'call' ? `@${contentOfTools(role.tools)}` : '');
  let actions = answered.get(key);
  if (actions === undefined) {
    if (answered.size >= MOST_ANSWERED) answered.clear();
    actions = [];
    answered.set(key, actions);
  }
  const earlier = actions;
  return (none) => {
    const action = earlier.find((each) => !none.some((cover) => isCoveredBy(cover, each)));
    if (action !== undefined) return { kind: 'witness', action };
    const answer = regionWitness({ all: [subject], none, tools: role.tools, plain: true });
    if (answer.kind === 'witness' && earlier.unshift(answer.action) > MOST_ACTIONS) earlier.pop();
    return answer;
  };
}

/** The fewest rules that are enough, and of them the fewest patterns. */
function coveredBy(covers: readonly Cover[], outside: (none: readonly Cover[]) => ActionAnswer): readonly Region[] {
  const question = { outside, has: isCoveredBy };
  const rules = smallestCover({ ...question, covers });
  const single = rules.flatMap((cover) => {
    const [positive, negative] = [true, false].map((want) => cover.patterns.filter(({ negated }) => negated !== want));
    return positive!.map((pattern): Cover => ({ ...cover, patterns: [pattern, ...negative!] }));
  });
  const patterns = single.length > rules.length ? smallestCover({ ...question, covers: single }) : single;
  return rules.flatMap(({ rule }) => {
    const needed = new Set(patterns.filter((each) => each.rule === rule).flatMap((each) => each.patterns));
    return needed.size > 0 ? [{ rule, patterns: rule.patterns.filter((pattern) => needed.has(pattern)) }] : [];
  });
}

/** Does a rule hold at least as long as the other? */
export function lasts(rule: Rule, other: Rule): boolean {
  return rule.until === undefined || (other.until !== undefined && other.until.value <= rule.until.value);
}

/** Would decisions stay the same, obligations included, if this grant stood in for the other? */
function replaces(rule: Rule, other: Rule): boolean {
  if (rule.effect === 'deny') return true;
  return rule.limit === undefined && implies(rule.approval, other.approval);
}

function emptyBecause(subject: Region): EmptyBecause {
  const bare: Region = { ...subject, rule: { ...subject.rule, where: [], methods: [] } };
  if (regionWitness({ all: [bare], none: [], tools: new Map() }).kind === 'empty') return 'patterns';
  return regionWitness({ all: [subject], none: [], tools: new Map() }).kind === 'empty' ? 'conditions' : 'bounds';
}
