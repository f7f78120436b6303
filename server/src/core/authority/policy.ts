import type { Action } from '../decide/action.ts';
import { decide } from '../decide/decide.ts';
import { freshRun, type Instant } from '../decide/run-state.ts';
import type { Boundary, Effect, Pattern, Rule, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { implies } from './implies.ts';
import { type ActionAnswer, type Cover, type Region, regionOf, regionOfPattern, regionWitness } from './region.ts';

/**
 * What a rule, or one of its patterns, comes to among all rules of its role, with deny over ask over allow:
 * `effective`: for the witness nothing else decides the same;
 * `empty`: it covers nothing at all, because of its own patterns, its conditions, or its tool's bounds;
 * `dead`: rules of a stronger effect decide everything it covers;
 * `redundant`: without it every decision stays the same, because of other rules of its effect.
 * `by` is a smallest set: no rule of it can be left out.
 */
export type Standing =
  | { readonly kind: 'effective'; readonly witness: Action }
  | { readonly kind: 'empty'; readonly because: 'patterns' | 'conditions' | 'bounds' }
  | { readonly kind: 'dead'; readonly by: readonly Region[] }
  | { readonly kind: 'redundant'; readonly by: readonly Region[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Rules of the role that are in force. A rule whose day has passed does not exist. */
export function rulesInForce(role: ResolvedRole, now: Instant): readonly Rule[] {
  return role.rules.filter((rule) => rule.until === undefined || now <= rule.until.value);
}

/** The standing of a whole rule among the others. */
export function standingOfRule(role: ResolvedRole, rule: Rule, now: Instant): Standing {
  const others = rulesInForce(role, now).filter((other) => other !== rule);
  return standing(role, regionOf(rule), others.map(regionOf));
}

/** The standing of one positive pattern among the other patterns of its rule, and the other rules. */
export function standingOfPattern(role: ResolvedRole, rule: Rule, pattern: Pattern, now: Instant): Standing {
  return standing(role, regionOfPattern(rule, pattern), othersOf(rulesInForce(role, now), pattern));
}

/**
 * The standing of every positive pattern of the role's rules. Of several that make each other redundant the first
 * stays: taking away all that are called redundant changes no decision.
 */
export function standings(role: ResolvedRole, now: Instant): ReadonlyMap<Pattern, Standing> {
  const rules = rulesInForce(role, now);
  const result = new Map<Pattern, Standing>();
  const gone = new Set<Pattern>();
  for (const rule of [...rules].reverse()) {
    for (const pattern of [...rule.patterns].reverse()) {
      if (pattern.negated) continue;
      const found = standing(role, regionOfPattern(rule, pattern), othersOf(rules, pattern, gone));
      result.set(pattern, found);
      if (found.kind === 'redundant') gone.add(pattern);
    }
  }
  return result;
}

/** All other positive patterns, each rule's together, without those that are gone. */
function othersOf(rules: readonly Rule[], pattern: Pattern, gone: ReadonlySet<Pattern> = new Set()): readonly Region[] {
  return rules.flatMap((rule) => {
    const patterns = rule.patterns.filter((each) => each !== pattern && !gone.has(each));
    return patterns.some(({ negated }) => !negated) ? [{ rule, patterns }] : [];
  });
}

const STRONGER: Readonly<Record<Effect, readonly Effect[]>> = { allow: ['deny', 'ask'], ask: ['deny'], deny: [] };

function standing(role: ResolvedRole, subject: Region, others: readonly Region[]): Standing {
  const { effect, verb } = subject.rule;
  const same = others.filter(({ rule }) => rule.verb === verb);
  const above = same.filter(({ rule }) => STRONGER[effect].includes(rule.effect) && lasts(rule, subject.rule));
  const stronger = above.map(asCover);
  const equal = same
    .filter(({ rule }) => rule.effect === effect && lasts(rule, subject.rule) && replaces(rule, subject.rule))
    .map(asCover);
  const ask = (none: readonly Cover[], plain = true) =>
    regionWitness({ all: [subject], none, tools: role.tools, plain });
  const deciding = ask([...above.map(asRestriction), ...equal], false);
  if (deciding.kind === 'witness') return { kind: 'effective', witness: deciding.action };
  // An ask that only may match turns an allow into an ask, and grants nothing without it: then the allow is needed.
  const mayAsk = above.some(({ rule }) => rule.effect === 'ask');
  const left = mayAsk ? ask([...stronger, ...equal], false) : deciding;
  if (left.kind === 'witness') return { kind: 'effective', witness: left.action };
  if (left.kind === 'unknown') return left;
  if (ask([]).kind === 'empty') return { kind: 'empty', because: emptyBecause(subject) };
  const isCovered = (none: readonly Cover[]) => ask(none).kind === 'empty';
  if (stronger.length > 0 && isCovered(stronger)) return { kind: 'dead', by: smallest(stronger, isCovered) };
  const by = smallest([...equal, ...stronger], isCovered);
  return { kind: 'redundant', by };
}

function asCover(region: Region): Cover {
  return { ...region, as: region.rule.effect === 'deny' ? 'restriction' : 'grant' };
}

function asRestriction(region: Region): Cover {
  return { ...region, as: 'restriction' };
}

/** Does a rule hold at least as long as the other? */
function lasts(rule: Rule, other: Rule): boolean {
  return rule.until === undefined || (other.until !== undefined && other.until.value <= rule.until.value);
}

/** Would decisions stay the same, obligations included, if this grant stood in for the other? */
function replaces(rule: Rule, other: Rule): boolean {
  if (rule.effect === 'deny') return true;
  return rule.limit === undefined && implies(rule.approval, other.approval);
}

function emptyBecause(subject: Region): 'patterns' | 'conditions' | 'bounds' {
  const bare: Region = { ...subject, rule: { ...subject.rule, where: [], methods: [] } };
  if (regionWitness({ all: [bare], none: [], tools: new Map() }).kind === 'empty') return 'patterns';
  return regionWitness({ all: [subject], none: [], tools: new Map() }).kind === 'empty' ? 'conditions' : 'bounds';
}

/** A smallest part of the covers that is still enough: halves are left out while that holds, then single ones. */
function smallest(covers: readonly Cover[], isEnough: (covers: readonly Cover[]) => boolean): readonly Cover[] {
  const one = covers.find((cover) => isEnough([cover]));
  if (one !== undefined) return [one];
  let kept = covers;
  for (let size = Math.ceil(covers.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length; ) {
      const fewer = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (isEnough(fewer)) kept = fewer;
      else start += size;
    }
  }
  return kept;
}

/** An action that both rules are about: where they are of different effects, there they conflict. */
export function overlapOf(role: ResolvedRole, first: Region, second: Region): ActionAnswer {
  if (first.rule.verb !== second.rule.verb) return { kind: 'empty' };
  return regionWitness({ all: [first, second], none: [], tools: role.tools, prefer: preferred(role, first.rule.verb) });
}

/** Two rules of different effects with an action that both are about. */
export interface Conflict {
  /** The rule that decides. */
  readonly stronger: Rule;
  readonly weaker: Rule;
  readonly witness: Action;
}

export function conflicts(role: ResolvedRole, now: Instant): readonly Conflict[] {
  const rules = rulesInForce(role, now);
  return rules.flatMap((weaker) =>
    rules.flatMap((stronger) => {
      if (stronger.verb !== weaker.verb || !STRONGER[weaker.effect].includes(stronger.effect)) return [];
      const answer = overlapOf(role, regionOf(stronger), regionOf(weaker));
      return answer.kind === 'witness' ? [{ stronger, weaker, witness: answer.action }] : [];
    }),
  );
}

/** Something that one side may do and the other may not, by the rule that grants it. */
export interface Excess {
  readonly rule: Rule;
  readonly answer: ActionAnswer;
}

export interface ExcessOptions {
  readonly now: Instant;
  /** What counts as may: `grant` (the default) is allow or ask, `allow` is without being asked. */
  readonly may?: 'grant' | 'allow';
}

/**
 * For each grant of the first role, an action that it may take and the second side may not: of a delegate over its
 * delegator, of a role over what it extends, of a role over its boundary, of a role after a change over the same before.
 * Each witness has been put to `decide` on both sides. Grants that exceed in nothing are left out; what could not be
 * told is in the result as `unknown`.
 */
export function exceeds(role: ResolvedRole, over: ResolvedRole | Boundary, options: ExcessOptions): readonly Excess[] {
  const { now, may = 'grant' } = options;
  // Whether either side has lapsed as a whole is another question.
  const [lasting, other] = [withoutExpiry(role), withoutExpiry('kind' in over ? asRole(role, over) : over)];
  const [mine, theirs] = [rulesInForce(role, now), rulesInForce(other, now)];
  const isGrant = (rule: Rule) => rule.effect === 'allow' || (rule.effect === 'ask' && may === 'grant');
  const restricts = (rule: Rule) => rule.effect === 'deny' || (rule.effect === 'ask' && may === 'allow');
  const restriction = (rule: Rule) => asRestriction(regionOf(rule));
  const result: Excess[] = [];
  for (const rule of mine) {
    if (!isGrant(rule)) continue;
    const { verb } = rule;
    const held = mine.filter((each) => each.verb === verb && restricts(each)).map(restriction);
    const granted = theirs
      .filter((each) => each.verb === verb && isGrant(each))
      .map(regionOf)
      .map(asCover);
    const denied = theirs.filter((each) => each.verb === verb && restricts(each));
    const questions: readonly Pick<Parameters<typeof regionWitness>[0], 'all' | 'none'>[] = [
      { all: [regionOf(rule)], none: [...held, ...granted] },
      ...denied.map((deny) => ({ all: [regionOf(rule), regionOf(deny)], none: held })),
    ];
    let unknown: ActionAnswer | undefined;
    let found: ActionAnswer | undefined;
    for (const question of questions) {
      const answer = confirmed(lasting, other, question, now, may);
      if (answer.kind === 'witness') found = answer;
      if (answer.kind === 'unknown') unknown ??= answer;
      if (found !== undefined) break;
    }
    const answer = found ?? unknown;
    if (answer !== undefined) result.push({ rule, answer });
  }
  return result;
}

const ATTEMPTS = 4;

/** A command may be denied for what it does to a file; then another one is looked for. */
function confirmed(
  role: ResolvedRole,
  other: ResolvedRole,
  question: Pick<Parameters<typeof regionWitness>[0], 'all' | 'none'>,
  now: Instant,
  may: 'grant' | 'allow',
): ActionAnswer {
  const avoid: string[] = [];
  const prefer = preferred(role, question.all[0]!.rule.verb);
  const state = freshRun(now);
  const isPermitted = (side: ResolvedRole, action: Action) => {
    const { decision } = decide(side, action, state);
    return decision === 'allow' || (decision === 'ask' && may === 'grant');
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = regionWitness({ ...question, tools: role.tools, prefer, avoid });
    if (answer.kind !== 'witness') return avoid.length > 0 ? unconfirmed(avoid) : answer;
    if (isPermitted(role, answer.action) && !isPermitted(other, answer.action)) return answer;
    avoid.push(answer.action.value);
  }
  return unconfirmed(avoid);
}

function unconfirmed(tried: readonly string[]): ActionAnswer {
  return { kind: 'unknown', why: `the decision engine does not confirm \`${tried[0]}\`` };
}

function preferred(role: ResolvedRole, verb: Verb): readonly string[] {
  if (verb === 'read' || verb === 'write' || verb === 'delete') return role.facts.files.paths;
  return verb === 'run' ? role.facts.commands.map(({ command }) => command) : [];
}

function withoutExpiry(role: ResolvedRole): ResolvedRole {
  const { expires: _, ...lasting } = role;
  return lasting;
}

/** A boundary as a role that may do all that is within it. */
function asRole(role: ResolvedRole, boundary: Boundary): ResolvedRole {
  const { budget: _, ...unbudgeted } = role.role;
  return { ...role, role: unbudgeted, name: boundary.name?.value ?? '', rules: boundary.rules, boundaries: [] };
}
