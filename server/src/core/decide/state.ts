import type { Quantity, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Action } from './action.ts';
import type { Decision, Obligation } from './decision.ts';
import type { IndexedRule } from './rule-index.ts';
import { counterOf } from './rule-index.ts';
import type { RunState } from './run-state.ts';

/** Why a grant that matches does not grant at this moment. */
export type Blocked = 'revoked' | 'limit-reached';

const WINDOW = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** What has been used of a counter in the window of the quantity that ends now. Windows slide; a run's has its beginning. */
export function usedOf(counter: string, per: Quantity['per'], state: RunState): number {
  const since = per === 'run' ? state.began : state.at - WINDOW[per];
  let used = 0;
  for (const use of state.uses) {
    if (use.counter !== counter || use.at > state.at) continue;
    if (per === 'run' ? use.at >= since : use.at > since) used += use.amount;
  }
  return used;
}

/** A rule whose day has passed does not exist any more, whatever its effect. */
export function hasLapsed(rule: Rule, state: RunState): boolean {
  return rule.until !== undefined && state.at > rule.until.value;
}

/** Whether a matching grant is taken away or used up. Denies can be neither. */
export function blockOf(indexed: IndexedRule, state: RunState): Blocked | undefined {
  const { rule } = indexed;
  if (state.revoked.size > 0) {
    if (rule.id && state.revoked.has(rule.id.value)) return 'revoked';
    if (state.revoked.has(rule.owner)) return 'revoked';
  }
  const calls = rule.limit?.calls?.value;
  if (calls && usedOf(indexed.counter, calls.per, state) >= calls.amount) return 'limit-reached';
  return undefined;
}

/** What an action spends, by the budget that it counts against; a problem where that cannot be told. */
export type Spending =
  | { readonly amount: number; readonly unit: string | undefined }
  | { readonly unknown: string }
  | undefined;

export function spendingOf(role: ResolvedRole, action: Action): Spending {
  if (action.context?.spends) {
    const { amount, unit } = action.context.spends;
    return amount >= 0 && Number.isFinite(amount) ? { amount, unit } : { unknown: `it spends ${amount}` };
  }
  if (action.verb !== 'call') return undefined;
  const slash = action.value.indexOf('/');
  const operation = role.tools
    .get(action.value.slice(0, slash))
    ?.operations.find((each) => each.name.value === action.value.slice(slash + 1));
  const argument = operation?.spends?.value;
  if (argument === undefined) return undefined;
  const amount = action.with?.[argument];
  if (typeof amount === 'number' && amount >= 0) return { amount, unit: undefined };
  return {
    unknown: amount === undefined ? `it does not say its ${argument}` : `its ${argument} is ${JSON.stringify(amount)}`,
  };
}

/** Counters of a role's budgets in a run's state. */
function budgetCounter(role: ResolvedRole, what: string): string {
  return `budget ${role.name} ${what}`;
}

/** Why the budget of the role does not cover one more action; undefined when it does. */
export function budgetProblem(role: ResolvedRole, action: Action, state: RunState): string | undefined {
  const { budget } = role.role;
  if (!budget) return undefined;
  const calls = budget.calls?.value;
  if (calls) {
    const used = usedOf(budgetCounter(role, 'calls'), calls.per, state);
    if (used + 1 > calls.amount) return `the budget of ${quantityWords(calls, 'calls')} is used up`;
  }
  const spending = spendingOf(role, action);
  if (spending === undefined) return undefined;
  for (const what of ['spend', 'tokens'] as const) {
    const quantity = budget[what]?.value;
    if (!quantity) continue;
    if ('unknown' in spending) return `the budget of ${quantityWords(quantity)} cannot be kept: ${spending.unknown}`;
    const isTokens = spending.unit === 'tokens';
    if ((what === 'tokens') !== isTokens) continue;
    const unit = quantity.unit;
    if (what === 'spend' && spending.unit !== undefined && unit !== undefined && spending.unit !== unit) {
      return `the budget of ${quantityWords(quantity)} cannot be kept: it spends ${spending.unit}`;
    }
    const used = usedOf(budgetCounter(role, what), quantity.per, state);
    if (used + spending.amount > quantity.amount) {
      return `the budget of ${quantityWords(quantity)} has ${round(quantity.amount - used)} left, and this takes ${spending.amount}`;
    }
  }
  return undefined;
}

/** What must be done with a decision that lets an action happen. */
export function obligationsOf(role: ResolvedRole, rules: readonly IndexedRule[], state: RunState): Obligation[] {
  const obligations: Obligation[] = [];
  for (const { rule, counter } of rules) {
    if (rule.effect === 'ask') {
      obligations.push({ kind: 'approval', rule, ...(rule.approval && { approval: rule.approval }) });
    }
    const calls = rule.limit?.calls?.value;
    if (calls) {
      obligations.push({
        kind: 'limit',
        rule,
        used: usedOf(counter, calls.per, state),
        of: calls.amount,
        per: calls.per,
      });
    }
  }
  const { budget, trace } = role.role;
  for (const what of ['calls', 'spend', 'tokens'] as const) {
    const quantity = budget?.[what]?.value;
    if (!quantity) continue;
    const used = usedOf(budgetCounter(role, what), quantity.per, state);
    const unit = quantity.unit === undefined ? {} : { unit: quantity.unit };
    obligations.push({ kind: 'budget', what, ...unit, used, of: quantity.amount, per: quantity.per });
  }
  if (trace && trace.record.length > 0) {
    obligations.push({ kind: 'record', what: trace.record.map((each) => each.value) });
  }
  return obligations;
}

/** The state after one use of each of these grants, within one command line. */
export function withUses(state: RunState, rules: readonly Rule[]): RunState {
  const limited = rules.filter((rule) => rule.limit?.calls);
  if (limited.length === 0) return state;
  return {
    ...state,
    uses: [...state.uses, ...limited.map((rule) => ({ counter: counterOf(rule), at: state.at, amount: 1 }))],
  };
}

/** The state of the run after an action on which was decided so: uses counted. A denied action uses nothing. */
export function after(role: ResolvedRole, action: Action, decision: Decision, state: RunState): RunState {
  const happens = decision.decision === 'allow' || decision.reason === 'approval-granted';
  if (!happens) return state;
  // Every part of a command line uses its grants once.
  const used = (decision.parts ?? [{ decision }]).flatMap((part) =>
    part.decision.decision === 'deny' ? [] : part.decision.rules.filter((rule) => rule.effect !== 'deny'),
  );
  const uses = [...withUses({ ...state, uses: [] }, used).uses];
  const { budget } = role.role;
  if (budget?.calls) uses.push({ counter: budgetCounter(role, 'calls'), at: state.at, amount: 1 });
  const spending = spendingOf(role, action);
  if (spending !== undefined && !('unknown' in spending)) {
    const what = spending.unit === 'tokens' ? 'tokens' : 'spend';
    if (budget?.[what]) uses.push({ counter: budgetCounter(role, what), at: state.at, amount: spending.amount });
  }
  return uses.length === 0 ? state : { ...state, uses: [...state.uses, ...uses] };
}

/** `20/run`, `5 USD/day` as a person writes it. */
export function quantityWords(quantity: Quantity, what?: string): string {
  const unit = quantity.unit ?? what;
  return `${quantity.amount}${unit ? ` ${unit}` : ''} per ${quantity.per}`;
}

function round(amount: number): number {
  return Math.max(0, Math.round(amount * 1e6) / 1e6);
}
