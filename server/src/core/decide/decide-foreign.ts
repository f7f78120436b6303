import type { ForeignDecision, ForeignPolicy, ForeignRule, ToolCall } from '../dialects/dialect.ts';
import { outlineRules } from '../dialects/principal.ts';
import type { Effect, Rule, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Action } from './action.ts';
import type { Decision, NearestMiss, PartDecision, ReasonCode } from './decision.ts';
import { outcome } from './outcome.ts';
import type { RunState } from './run-state.ts';

/**
 * What another tool would decide about an action. Where its agent has several ways to carry the action out, the most
 * permissive decision is the answer: the agent chooses the way.
 */
export function decideForeign(role: ResolvedRole, policy: ForeignPolicy, action: Action, state: RunState): Decision {
  const best = mostPermissive(policy, action, state.mode);
  if (best) return asDecision(role, policy, action, best.call, best.decision, state);
  const { id, title, version } = policy.dialect;
  return withForeign(outcome('deny', 'no-matching-rule', [], `${title} has no tool for this`), {
    dialect: id,
    version,
    enforcer: 'engine',
    documented: true,
    near: [],
  });
}

interface Chosen {
  readonly call: ToolCall;
  readonly decision: ForeignDecision;
}

function mostPermissive(policy: ForeignPolicy, action: Action, mode: string | undefined): Chosen | undefined {
  let best: Chosen | undefined;
  for (const call of policy.callsFor(action)) {
    const decision = policy.decide(call, mode === undefined ? {} : { mode });
    if (!best || PERMISSIVE[decision.effect] > PERMISSIVE[best.decision.effect]) best = { call, decision };
    if (decision.effect === 'allow') break;
  }
  return best;
}

/** The effect of {@link decideForeign} alone: most questions of the analysis end with it, and words cost more. */
export function foreignEffect(policy: ForeignPolicy, action: Action): Effect {
  return action.value === '' ? 'deny' : (mostPermissive(policy, action, undefined)?.decision.effect ?? 'deny');
}

type ForeignWords = NonNullable<Decision['foreign']>;

/** A decision makes its words when somebody reads them: it cannot be copied, only added to. */
function withForeign(decision: Decision, foreign: ForeignWords): Decision {
  return Object.assign(decision, { foreign });
}

const PERMISSIVE = { deny: 0, ask: 1, allow: 2 } as const;

/** What another tool decides about a request in its own words. */
export function decideCallOf(role: ResolvedRole, policy: ForeignPolicy, call: ToolCall, state: RunState): Decision {
  const decision = policy.decide(call, state.mode === undefined ? {} : { mode: state.mode });
  const action = policy.actionOf(call) ?? { verb: 'call' as const, value: call.tool };
  return asDecision(role, policy, action, call, decision, state);
}

function asDecision(
  role: ResolvedRole,
  policy: ForeignPolicy,
  action: Action,
  call: ToolCall,
  decision: ForeignDecision,
  state: RunState,
): Decision {
  const { effect, words, parts } = decision;
  const asRules = (rules: readonly ForeignRule[]) => rulesIn(role, rules, action.verb);
  const rules = asRules(decision.rules);
  // Made when somebody reads them, as the words are.
  let near: ForeignWords['near'] | undefined;
  const nearOnes = () => {
    near ??= decision.near.flatMap(({ rule, why }) => asRules([rule]).map((each) => ({ rule: each, why })));
    return near;
  };
  const made = outcome(effect, reasonOf(decision, state), rules, words, {
    ...(effect === 'ask' ? { obligations: rules.map((rule) => ({ kind: 'approval' as const, rule })) } : {}),
    nearest: () => {
      const [closest] = rules.length === 0 ? nearOnes() : [];
      return closest && nearestOf(closest.rule, closest.why);
    },
    ...(parts
      ? {
          parts: parts.map((part): PartDecision => {
            const partRules = rulesIn(role, part.rules, 'run');
            return {
              text: part.text,
              action: { verb: 'run', value: part.text },
              decision: outcome(part.effect, reasonOf(part, state), partRules, partWords(part)),
            };
          }),
        }
      : {}),
  });
  return withForeign(made, {
    dialect: policy.dialect.id,
    version: policy.dialect.version,
    enforcer: decision.enforcer,
    documented: decision.documented,
    call,
    get near() {
      return nearOnes();
    },
  });
}

function reasonOf({ effect, rules }: Pick<ForeignDecision, 'effect' | 'rules'>, state: RunState): ReasonCode {
  if (effect === 'allow') return 'granted';
  if (effect === 'deny') return rules.length > 0 ? 'denied-by-rule' : 'no-matching-rule';
  if (state.approval === 'granted') return 'approval-granted';
  return state.approval === 'refused' ? 'approval-refused' : 'approval-required';
}

const PAST = { allow: 'allowed', ask: 'asked', deny: 'denied' } as const;

function partWords({ effect, rules }: Pick<ForeignDecision, 'effect' | 'rules'>): string {
  const first = rules[0];
  return first ? `${PAST[effect]} by \`${first.text}\`` : `no rule, and ${PAST[effect]} by default`;
}

function nearestOf(rule: Rule, why: string): NearestMiss {
  const text = rule.foreign?.text ?? '';
  return { rule, pattern: text, constraint: 'rule', expected: text, actual: why, words: why };
}

/** The outlines of these rules: of several of one rule, the one that is about the verb. */
function rulesIn(role: ResolvedRole, wanted: readonly ForeignRule[], verb: Verb): readonly Rule[] {
  return wanted.flatMap((each) => {
    // A rule that does nothing is none of the role's, and yet it may have come close.
    const outlines = outlinesOf(role).get(each) ?? outlineRules(role.role.foreign!, each);
    const best = outlines.find((rule) => rule.verb === verb) ?? outlines[0];
    return best ? [best] : [];
  });
}

const outlines = new WeakMap<ResolvedRole, ReadonlyMap<ForeignRule, readonly Rule[]>>();

function outlinesOf(role: ResolvedRole): ReadonlyMap<ForeignRule, readonly Rule[]> {
  let known = outlines.get(role);
  if (!known) {
    const map = new Map<ForeignRule, Rule[]>();
    for (const rule of role.rules) {
      if (!rule.foreign) continue;
      const list = map.get(rule.foreign);
      if (list) list.push(rule);
      else map.set(rule.foreign, [rule]);
    }
    known = map;
    outlines.set(role, known);
  }
  return known;
}
