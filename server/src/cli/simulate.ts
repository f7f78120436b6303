import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Scenario } from '../core/model/manifest.ts';
import { simulate } from '../core/simulate/simulate.ts';
import type { Arguments } from './arguments.ts';
import { coverageOf, coverageText, type RunInRoot } from './coverage.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { type Loaded, type LoadedRoot, load } from './load.ts';
import { ruleToJson } from './report/decision-json.ts';
import { counted } from './report/located.ts';
import { runToJson } from './report/run-json.ts';
import { runText } from './report/run-text.ts';
import { paintFor, widthOf } from './terminal.ts';
import { version } from './version.ts';

/** `bailiwick simulate`: every scenario under the paths, each from its own beginning and at its own time. */
export async function simulateCommand(parsed: Arguments, io: Io): Promise<number> {
  const loaded = load(parsed.operands, io.now(), io);
  const runs = scenariosIn(loaded).map(({ scenario, root }) => ({ run: simulate(root.snapshot, scenario), root }));
  if (runs.length === 0)
    throw new UsageError(`no scenario in ${parsed.operands.join(', ')}`, 'A scenario is a manifest of kind Scenario.');
  const out = parsed.value('trace');
  if (out !== undefined) await writeTrace(runs, out, loaded, io);
  const failed = runs.filter(({ run }) => run.problems.length > 0 || run.steps.some((step) => step.failed));
  const coverage = parsed.has('coverage') ? coverageOf(runs) : undefined;
  if (parsed.value('format') === 'json') {
    const shown = runs.map(({ run }) => runToJson(run, loaded.locate));
    const covered = coverage?.map(({ role, rules, missed }) => ({
      role,
      rules,
      exercised: rules - missed.length,
      never: missed.map((rule) => ruleToJson(rule, loaded.locate)),
    }));
    io.out(`${JSON.stringify({ runs: shown, ...(covered ? { coverage: covered } : {}) }, null, 2)}\n`);
  } else {
    const paint = paintFor(parsed, io);
    for (const { run } of runs) io.out(`${runText(run, loaded.locate, paint, widthOf(io))}\n`);
    if (coverage) io.out(`${coverageText(coverage, loaded.locate, paint)}\n`);
    io.out(`${paint(failed.length > 0 ? 'red' : 'green', summary(runs, failed.length))}\n`);
  }
  return failed.length > 0 ? EXIT.found : EXIT.ok;
}

function scenariosIn(loaded: Loaded): { readonly scenario: Scenario; readonly root: LoadedRoot }[] {
  return loaded.roots.flatMap((root) => {
    const asked = new Set(root.asked);
    return root.snapshot.scenarios
      .filter((scenario) => asked.has(scenario.source.uri))
      .map((scenario) => ({ scenario, root }));
  });
}

async function writeTrace(runs: readonly RunInRoot[], out: string, { locate }: Loaded, io: Io): Promise<void> {
  const { writeTraces } = await import('../core/simulate/trace-write.ts');
  const text = writeTraces(
    runs.map(({ run }) => run),
    {
      engineVersion: version,
      locate: (place) => {
        const at = locate(place);
        return at && { uri: place.source.uri, range: at.range };
      },
    },
  );
  try {
    writeFileSync(path.resolve(io.cwd, out), text);
  } catch (error) {
    throw new UsageError(
      `cannot write the trace to ${out}: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
    );
  }
}

function summary(runs: readonly RunInRoot[], failed: number): string {
  const steps = runs.flatMap(({ run }) => run.steps);
  const expected = steps.filter((step) => step.expected !== undefined);
  const unmet = steps.filter((step) => step.failed).length;
  const outcome = failed === 0 ? 'all passed' : `${failed} failed`;
  return `${counted(runs.length, 'scenario')}, ${outcome}; ${counted(steps.length, 'step')}, ${counted(expected.length, 'expectation')}, ${unmet} not met.`;
}
