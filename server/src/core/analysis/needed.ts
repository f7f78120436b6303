import { actionToWords } from '../decide/action-json.ts';
import { decide } from '../decide/decide.ts';
import { freshRun } from '../decide/run-state.ts';
import type { Scenario } from '../model/manifest.ts';
import type { Run } from '../simulate/run.ts';
import { simulate } from '../simulate/simulate.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { AffectedRole } from './affected-roles.ts';
import { examplesOf } from './examples.ts';

const MOST_NAMED = 3;

/**
 * What somebody has written down as needed and a change would take away, in words: examples that rules declare, and
 * steps of scenarios that come out as expected before and not after.
 */
export function neededAndLost(
  snapshot: Snapshot,
  after: Snapshot,
  affected: readonly AffectedRole[],
): readonly string[] {
  const lost = [...lostExamples(snapshot, affected), ...lostSteps(snapshot, after, affected)];
  return lost.length > MOST_NAMED
    ? [...lost.slice(0, MOST_NAMED), `${lost.length - MOST_NAMED} more that examples or scenarios expect`]
    : lost;
}

function lostExamples(snapshot: Snapshot, affected: readonly AffectedRole[]): string[] {
  const state = { ...freshRun(snapshot.now), approval: 'none' as const };
  const lost = new Set<string>();
  for (const { before, after } of affected) {
    for (const rule of before.rules) {
      for (const { text, action } of examplesOf(before, rule)) {
        if (decide(before, action, state).decision !== rule.effect) continue;
        if (decide(after, action, state).decision === rule.effect) continue;
        lost.add(`\`${rule.verb} ${text.value}\`, an example of what \`${before.name}\` ${DECLARED[rule.effect]}`);
      }
    }
  }
  return [...lost];
}

const DECLARED = { allow: 'is allowed', ask: 'asks for', deny: 'is denied' } as const;

function lostSteps(snapshot: Snapshot, after: Snapshot, affected: readonly AffectedRole[]): string[] {
  const names = new Set(affected.map(({ before }) => before.name));
  return snapshot.scenarios.flatMap((scenario) => {
    const acts = [scenario.role, ...scenario.steps.map((step) => (step.kind === 'action' ? step.as : undefined))];
    if (!acts.some((role) => role && names.has(role.value))) return [];
    const [old, now] = [runOf(snapshot, scenario), runOf(after, scenario)];
    return old.steps.flatMap((step, index) => {
      if (step.action === undefined || step.failed || !now.steps[index]?.failed) return [];
      const where = scenario.name?.value ?? fileNameOf(scenario.source.uri);
      return [`\`${actionToWords(step.action)}\`, as step ${step.number} of scenario ${where} expects it`];
    });
  });
}

const runs = new WeakMap<Snapshot, Map<Scenario, Run>>();

function runOf(snapshot: Snapshot, scenario: Scenario): Run {
  const known = runs.get(snapshot) ?? new Map<Scenario, Run>();
  runs.set(snapshot, known);
  const run = known.get(scenario) ?? simulate(snapshot, scenario);
  known.set(scenario, run);
  return run;
}

function fileNameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
