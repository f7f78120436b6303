import { actionToJson } from '../../core/decide/action-json.ts';
import type { Run } from '../../core/simulate/run.ts';
import { decisionToJson } from './decision-json.ts';
import type { Locate } from './located.ts';

/** A run as `simulate --format json` prints it. Keys stay; additions are free. */
export function runToJson(run: Run, locate: Locate): Record<string, unknown> {
  const at = run.scenario ? locate(run.scenario) : undefined;
  return {
    title: run.title,
    role: run.role,
    ...(at ? { file: at.file, line: at.range.start.line } : {}),
    began: new Date(run.began).toISOString(),
    passed: run.problems.length === 0 && !run.steps.some((step) => step.failed),
    problems: run.problems,
    steps: run.steps.map((step) => ({
      step: step.number,
      at: new Date(step.at).toISOString(),
      kind: step.kind,
      role: step.role,
      ...(step.action ? { action: actionToJson(step.action) } : {}),
      ...(step.target === undefined ? {} : { target: step.target }),
      ...(step.duration === undefined ? {} : { duration: step.duration }),
      ...(step.decision ? decisionToJson(step.decision, locate) : {}),
      ...(step.enforced ? { enforced: step.enforced } : {}),
      ...(step.expected ? { expected: step.expected } : {}),
      failed: step.failed,
    })),
  };
}
