import type { RoleContext } from '../analysis/catalogue-rule.ts';
import type { Action } from '../decide/action.ts';
import type { ReasonCode } from '../decide/decision.ts';
import type { Pattern, Rule, Verb } from '../model/manifest.ts';
import { COMMANDS } from '../scope/command.ts';
import { beginOrEndApart } from '../scope/ends.ts';
import type { Scope } from '../scope/question.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { type Cover, domainOf, type Region, regionOf, regionOfPattern, regionWitness } from './region.ts';

/** A grant, by the pattern of it that counts where that is known. */
export interface Grant {
  readonly rule: Rule;
  readonly pattern?: Pattern | undefined;
}

/** Something in a set of actions that the role may do with nobody asked: an action that `decide` allows. */
export type Reach =
  | {
      readonly kind: 'allowed';
      readonly action: Action;
      /** Absent where no rule says so, and another tool allows it all the same. */
      readonly grant?: Grant;
    }
  | { readonly kind: 'none' }
  /** Exact analysis gave up: never taken for none. */
  | { readonly kind: 'unknown'; readonly why: string; readonly grant: Grant };

/** Reasons for which a grant grants nothing, whatever the action. */
const USED_UP: ReadonlySet<ReasonCode> = new Set(['expired', 'revoked', 'limit-reached', 'budget-reached']);

const NONE: Reach = { kind: 'none' };

/** An allowed command may be denied for what it does to a file; then another one of the set is looked for. */
const ATTEMPTS = 2;

/**
 * Does the role reach into this set of paths, commands, URLs or names, with nobody asked? The set is fixed, whatever the
 * role says: so a role that may do more never reaches less. `prefer` are members of it, best first.
 */
export function reachInto(
  role: ResolvedRole,
  context: RoleContext,
  verb: Verb,
  target: Scope,
  prefer: Iterable<string> = [],
): Reach {
  for (const value of prefer) {
    const allowed = decided(context, { verb, value });
    if (allowed) return allowed;
  }
  if (target.length === 0) return NONE;
  const restrictions = restrictionsOf(role, context, verb);
  let unknown: Reach = NONE;
  for (const rule of context.inForce) {
    if (rule.verb !== verb || rule.effect !== 'allow') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      const near = nearTo(verb, pattern, target);
      if (near.length === 0) continue;
      const reach = reachOf({ rule, pattern }, [regionOf(asRule(rule, near))], restrictions, role, context);
      if (reach.kind === 'allowed') return reach;
      if (reach.kind === 'unknown') unknown = reach;
    }
  }
  return unknown;
}

/** The part of a set that may have something in common with a pattern, by how both begin and end. */
function nearTo(verb: Verb, pattern: Pattern, target: Scope): Scope {
  const domain = domainOf(verb);
  const mine = domain.automaton(pattern.text);
  if (mine === undefined) return target;
  const near = target.filter(({ text, negated }) => {
    const theirs = negated ? undefined : domain.automaton(text);
    return theirs === undefined || !beginOrEndApart(mine, theirs);
  });
  return near.some(({ negated }) => !negated) ? near : [];
}

/** Anything at all that one pattern of a grant allows with nobody asked, or anything in a set. */
export function reachOfGrant(
  role: ResolvedRole,
  context: RoleContext,
  rule: Rule,
  pattern: Pattern,
  target?: Scope,
): Reach {
  const within = target === undefined ? [] : [regionOf(asRule(rule, target))];
  return reachOf({ rule, pattern }, within, restrictionsOf(role, context, rule.verb), role, context);
}

/** A call of a tool that no scope describes: what it does is not known. */
export function reachBeyondTools(role: ResolvedRole, context: RoleContext, rule: Rule, pattern: Pattern): Reach {
  const others: Scope = [
    { text: '**', negated: false },
    ...[...role.tools.keys()].map((tool) => ({ text: `${tool}/**`, negated: true })),
  ];
  const within = [regionOf(asRule(rule, others))];
  return reachOf({ rule, pattern }, within, restrictionsOf(role, context, rule.verb), role, context);
}

function reachOf(
  { rule, pattern }: { readonly rule: Rule; readonly pattern: Pattern },
  within: readonly Region[],
  none: readonly Cover[],
  role: ResolvedRole,
  context: RoleContext,
): Reach {
  const avoid: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = regionWitness({
      all: [regionOfPattern(rule, pattern), ...within],
      none,
      tools: role.tools,
      plain: true,
      avoid,
    });
    if (answer.kind === 'empty') return NONE;
    if (answer.kind === 'unknown') return { kind: 'unknown', why: answer.why, grant: { rule, pattern } };
    const { decision, reason } = context.decide(answer.action);
    if (decision === 'allow') return { kind: 'allowed', action: answer.action, grant: { rule, pattern } };
    if (USED_UP.has(reason)) return NONE;
    // Only a command is denied for more than its own words, and anything by another tool.
    if (rule.verb !== 'run' && !role.role.foreign) {
      const why = `the decision engine does not confirm \`${answer.action.value}\``;
      return { kind: 'unknown', why, grant: { rule, pattern } };
    }
    avoid.push(answer.action.value);
  }
  return NONE;
}

/** The action with the grant that it comes in by, where it is allowed with nobody asked. */
export function decided(context: RoleContext, action: Action): Reach | undefined {
  if (!context.allows(action)) return undefined;
  const decision = context.decide(action);
  const rule = decision.rules[0];
  return {
    kind: 'allowed',
    action,
    ...(rule ? { grant: { rule, pattern: patternOf(context, rule, action) } } : {}),
  };
}

/** The pattern of a rule that an action comes in by, of a command too where it is a single one. */
export function patternOf(context: RoleContext, rule: Rule, action: Action): Pattern | undefined {
  const pattern = context.patternFor(rule, action);
  if (pattern || rule.verb !== 'run') return pattern;
  return rule.patterns.find((each) => !each.negated && COMMANDS.has([each], action.value));
}

function restrictionsOf({ role }: ResolvedRole, context: RoleContext, verb: Verb): readonly Cover[] {
  // Another tool's rules are only outlines here, and what they hold back its own evaluator says.
  if (role.foreign) return [];
  return context.inForce
    .filter((rule) => rule.verb === verb && rule.effect !== 'allow')
    .map((rule) => ({ ...regionOf(rule), as: 'restriction' }));
}

/** A set of values as a rule without conditions, for questions. */
function asRule(like: Rule, scope: Scope): Rule {
  const patterns = scope.map(({ text, negated }): Pattern => ({ text, negated, span: like.verbSpan }));
  return { ...like, effect: 'allow', patterns, where: [], methods: [] };
}
