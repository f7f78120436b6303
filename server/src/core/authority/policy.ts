import type { Action } from '../decide/action.ts';
import { decide } from '../decide/decide.ts';
import { freshRun, type Instant } from '../decide/run-state.ts';
import type { Boundary, Rule, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { type ActionAnswer, asCover, asRestriction, regionOf, regionWitness } from './region.ts';
import { preferredValues, someAction } from './region-questions.ts';
import { contentOf } from './rule-content.ts';
import { lasts, rulesInForce, STRONGER } from './standing.ts';

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
  const known = excesses.get(role) ?? new Map<object, { readonly asked: string; readonly result: readonly Excess[] }>();
  excesses.set(role, known);
  const asked = `${now} ${may}`;
  const before = known.get(over);
  if (before?.asked === asked) return before.result;
  const result = computeExcesses(role, over, now, may);
  known.set(over, { asked, result });
  return result;
}

/** Several rules of the catalogue ask the same. */
const excesses = new WeakMap<
  ResolvedRole,
  Map<object, { readonly asked: string; readonly result: readonly Excess[] }>
>();

function computeExcesses(
  role: ResolvedRole,
  over: ResolvedRole | Boundary,
  now: Instant,
  may: 'grant' | 'allow',
): readonly Excess[] {
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
      if (someAction(role, question.all, question.none).kind === 'empty') continue;
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

/** What programs are known to do to their operands is held by these verbs' denies and asks, whatever grants the command. */
const IMPLIED: readonly Verb[] = ['read', 'write', 'delete', 'fetch'];

/**
 * Does a role still hold back from its commands all that another holds back? A deny of reading `.env` also holds
 * `cat .env`, which comparing grants of reading does not show. False also where that is not known.
 */
export function keepsRestrictions(role: ResolvedRole, of: ResolvedRole, now: Instant): boolean {
  const [mine, theirs] = [rulesInForce(role, now), rulesInForce(of, now)];
  if (!mine.some(({ verb, effect }) => verb === 'run' && effect !== 'deny')) return true;
  const texts = new Set(mine.map((rule) => contentOf(regionOf(rule)) + rule.until?.value));
  const isKept = (rule: Rule) => {
    if (texts.has(contentOf(regionOf(rule)) + rule.until?.value)) return true;
    const holding = mine.filter(
      (each) =>
        each.verb === rule.verb &&
        (each.effect === rule.effect || STRONGER[rule.effect].includes(each.effect)) &&
        lasts(each, rule),
    );
    return someAction(role, [regionOf(rule)], holding.map(regionOf).map(asCover)).kind === 'empty';
  };
  return theirs.every((rule) => rule.effect === 'allow' || !IMPLIED.includes(rule.verb) || isKept(rule));
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
  const prefer = preferredValues(role, question.all[0]!);
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

function withoutExpiry(role: ResolvedRole): ResolvedRole {
  const { expires: _, ...lasting } = role;
  return lasting;
}

/** A boundary as a role that may do all that is within it. */
function asRole(role: ResolvedRole, boundary: Boundary): ResolvedRole {
  const { budget: _, ...unbudgeted } = role.role;
  return { ...role, role: unbudgeted, name: boundary.name?.value ?? '', rules: boundary.rules, boundaries: [] };
}
