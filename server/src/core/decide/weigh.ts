import type { Rule, Verb } from '../model/manifest.ts';
import type { Match } from '../scope/question.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Action } from './action.ts';
import type { Decision, NearestMiss } from './decision.ts';
import { approvalWords, outcome, rulesWords, unattendedWords } from './outcome.ts';
import { type IndexedRule, rulesFor, type VerbRules } from './rule-index.ts';
import type { RunState } from './run-state.ts';
import { type Blocked, blockOf, hasLapsed, obligationsOf, quantityWords } from './state.ts';

/** How rules are put to one action: what a verb's file knows and the weighing does not. */
export interface Question {
  readonly role: ResolvedRole;
  readonly verb: Verb;
  readonly state: RunState;
  /** The rules to ask, where it is known that no other one covers the action. */
  readonly rules?: VerbRules;
  /** Does the rule cover the action? Denies are asked otherwise where something is not certain. */
  matches(rule: IndexedRule): Match;
  /** The pattern by which the rule covers the action, for words. */
  patternOf(rule: Rule): string;
  nearest(): NearestMiss | undefined;
}

/**
 * Deny over ask over allow, whatever the order; nothing is denied. A grant grants only where it surely covers the
 * action; a deny, and an ask over an allow, hold also where they may.
 */
export function weigh(question: Question): Decision {
  const { role, verb, state } = question;
  const rules = question.rules ?? rulesFor(role, verb);
  const denied = matching(rules.deny, question);
  if (denied) return deniedBy(denied, question);
  const asked = matching(rules.ask, question);
  const allowed = matching(rules.allow, question)?.filter(({ match }) => match === 'yes');
  const asks = splitBlocked(
    asked?.filter(({ match }) => match === 'yes'),
    state,
  );
  const allows = splitBlocked(allowed, state);
  if (asked) {
    if (asks.free.length > 0) return askedBy(asks.free, question);
    // An ask that may match, or that is used up, still stands between the action and an allow.
    if (asks.blocked.length === 0 && allows.free.length > 0) {
      return askedBy(
        asked.map(({ indexed }) => indexed),
        question,
        true,
      );
    }
    if (asks.blocked.length > 0) return blockedBy(asks.blocked, question);
  }
  if (allows.free.length > 0) return allowedBy(allows.free, question);
  if (allows.blocked.length > 0) return blockedBy(allows.blocked, question);
  return uncovered(question);
}

/** The deny or the ask that stands against an action which a known program takes; undefined when there is none. */
export function weighRestrictions(question: Question): Decision | undefined {
  const rules = question.rules ?? rulesFor(question.role, question.verb);
  const denied = matching(rules.deny, question);
  if (denied) return deniedBy(denied, question);
  const asked = matching(rules.ask, question);
  if (!asked) return undefined;
  const { free, blocked } = splitBlocked(asked, question.state);
  if (free.length === 0) return blockedBy(blocked, question);
  return askedBy(
    free,
    question,
    asked.every(({ match }) => match === 'maybe'),
  );
}

interface Matching {
  readonly indexed: IndexedRule;
  readonly match: Match;
}

function matching(rules: readonly IndexedRule[], question: Question): Matching[] | undefined {
  let found: Matching[] | undefined;
  for (const indexed of rules) {
    if (indexed.isConditional && hasLapsed(indexed.rule, question.state)) continue;
    const match = question.matches(indexed);
    if (match === 'no') continue;
    if (found) found.push({ indexed, match });
    else found = [{ indexed, match }];
  }
  return found;
}

interface Grants {
  readonly free: readonly IndexedRule[];
  readonly blocked: readonly (readonly [IndexedRule, Blocked])[];
}

const NO_GRANTS: Grants = { free: [], blocked: [] };

function splitBlocked(found: readonly Matching[] | undefined, state: RunState): Grants {
  if (!found || found.length === 0) return NO_GRANTS;
  const free: IndexedRule[] = [];
  const blocked: [IndexedRule, Blocked][] = [];
  for (const { indexed } of found) {
    const block = blockOf(indexed, state);
    if (block) blocked.push([indexed, block]);
    else free.push(indexed);
  }
  return { free, blocked };
}

function rulesIn(indexed: readonly IndexedRule[]): readonly Rule[] {
  return indexed.map(({ rule }) => rule);
}

function namedBy(question: Question, rules: readonly Rule[]): string {
  return rulesWords(rules, (rule) => question.patternOf(rule));
}

function deniedBy(found: readonly Matching[], question: Question): Decision {
  const certain = found.filter(({ match }) => match === 'yes');
  const rules = rulesIn((certain.length > 0 ? certain : found).map(({ indexed }) => indexed));
  return outcome('deny', 'denied-by-rule', rulesIn(found.map(({ indexed }) => indexed)), () => {
    const because = rules[0]?.because ? `: ${rules[0].because.value}` : '';
    return `${certain.length > 0 ? 'denied by' : 'may match, and is denied by'} ${namedBy(question, rules)}${because}`;
  });
}

function askedBy(free: readonly IndexedRule[], question: Question, uncertain = false): Decision {
  const { role, state } = question;
  const rules = rulesIn(free);
  const approval = rules.find((rule) => rule.approval)?.approval;
  const reason =
    state.approval === 'granted'
      ? 'approval-granted'
      : state.approval === 'refused'
        ? 'approval-refused'
        : 'approval-required';
  return outcome(
    'ask',
    reason,
    rules,
    () => {
      const by = `${uncertain ? 'may match ' : ''}${namedBy(question, rules)}`;
      if (reason === 'approval-granted') return `${by} asks, and a person approved`;
      if (reason === 'approval-refused') return `${by} asks, and a person refused`;
      return `${by} ${approvalWords(approval)}${unattendedWords(role, rules)}`;
    },
    { obligations: obligationsOf(role, free, state) },
  );
}

function allowedBy(free: readonly IndexedRule[], question: Question): Decision {
  const { role, state } = question;
  const rules = rulesIn(free);
  const obligations = obligationsOf(role, free, state);
  return outcome('allow', 'granted', rules, () => `allowed by ${namedBy(question, rules)}`, { obligations });
}

function blockedBy(blocked: readonly (readonly [IndexedRule, Blocked])[], question: Question): Decision {
  const [indexed, reason] = blocked.find(([, block]) => block === 'limit-reached') ?? blocked[0]!;
  const { rule } = indexed;
  const pattern = question.patternOf(rule);
  const calls = rule.limit?.calls?.value;
  const limit = calls ? quantityWords(calls, 'calls') : '';
  const words =
    reason === 'limit-reached'
      ? `the limit of ${limit} is reached`
      : `${revokedName(rule, question.state)} has been revoked`;
  const nearest: NearestMiss = {
    rule,
    pattern,
    constraint: reason === 'limit-reached' ? 'limit' : 'revoked',
    expected: reason === 'limit-reached' ? `at most ${limit}` : 'in force',
    actual: reason === 'limit-reached' ? `${calls?.amount ?? 0} used` : 'revoked',
    words,
  };
  return outcome('deny', reason, [rule], () => `\`${rule.verb} ${pattern}\` no longer grants: ${words}`, {
    nearest: () => nearest,
  });
}

function revokedName(rule: Rule, state: RunState): string {
  return rule.id && state.revoked.has(rule.id.value) ? rule.id.value : rule.owner;
}

/** Nothing covers the action. A grant of which only a condition failed says so in the reason. */
function uncovered(question: Question): Decision {
  const { verb, role } = question;
  const { allow, ask } = question.rules ?? rulesFor(role, verb);
  const isFailed = (indexed: IndexedRule): boolean =>
    indexed.isConditional && !hasLapsed(indexed.rule, question.state) && coversButFor(indexed, question);
  const failed = ask.some(isFailed) || allow.some(isFailed);
  return outcome(
    'deny',
    failed ? 'condition-failed' : 'no-matching-rule',
    [],
    () => {
      const all = rulesFor(role, verb);
      return missWords(question.nearest(), verb, all.allow.length + all.ask.length === 0);
    },
    { nearest: () => question.nearest() },
  );
}

function coversButFor(indexed: IndexedRule, question: Question): boolean {
  const { rule } = indexed;
  if (rule.methods.length === 0 && rule.where.length === 0) return false;
  return question.matches({ ...indexed, rule: { ...rule, methods: [], where: [] } }) === 'yes';
}

/** `no rule; nearest: fetch https://api.github.com/repos/acme/**: host is evil.example`. */
export function missWords(nearest: NearestMiss | undefined, verb: Verb, hasNoGrant: boolean): string {
  const start = hasNoGrant ? `no rule grants ${verb}` : 'no rule';
  return nearest ? `${start}; nearest: ${nearest.rule.verb} ${nearest.pattern}: ${nearest.words}` : start;
}

/** A decision on an action that is not one: nothing is put to the rules. */
export function invalid(words: string): Decision {
  return outcome('deny', 'invalid-action', [], () => words);
}

/** What every verb's file gets. */
export interface Asked {
  readonly role: ResolvedRole;
  readonly action: Action;
  readonly state: RunState;
}
