import type { Decision } from '../decide/decision.ts';
import type { Rule } from '../model/manifest.ts';
import type { Run } from './run.ts';

/** The rules that determined a decision on an action of these runs, or on a part of one. */
export function exercisedBy(runs: Iterable<Run>): ReadonlySet<Rule> {
  const exercised = new Set<Rule>();
  for (const run of runs) for (const { decision } of run.steps) if (decision) collect(decision, exercised);
  return exercised;
}

function collect(decision: Decision, into: Set<Rule>): void {
  for (const rule of decision.rules) into.add(rule);
  for (const part of decision.parts ?? []) collect(part.decision, into);
}
