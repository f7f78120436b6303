import type { Rule } from '../core/model/manifest.ts';
import { exercisedBy } from '../core/simulate/coverage.ts';
import type { Run } from '../core/simulate/run.ts';
import type { LoadedRoot } from './load.ts';
import { ruleText } from './report/decision-json.ts';
import type { Locate } from './report/located.ts';
import { type Paint, visible } from './terminal.ts';

export interface RunInRoot {
  readonly run: Run;
  readonly root: LoadedRoot;
}

/** What the runs did not come to of a role's rules, its extended ones included. */
export interface RoleCoverage {
  readonly role: string;
  readonly rules: number;
  readonly missed: readonly Rule[];
}

/** A rule is exercised when it determined a decision on an action or on a part of one. */
export function coverageOf(runs: readonly RunInRoot[]): RoleCoverage[] {
  const exercised = exercisedBy(runs.map(({ run }) => run));
  const roles = new Map<string, readonly Rule[]>();
  for (const { run, root } of runs) {
    for (const name of new Set([run.role, ...run.steps.map((step) => step.role)])) {
      const role = root.snapshot.role(name);
      if (role) roles.set(name, role.rules);
    }
  }
  return [...roles]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([role, rules]) => ({ role, rules: rules.length, missed: rules.filter((rule) => !exercised.has(rule)) }));
}

export function coverageText(coverage: readonly RoleCoverage[], locate: Locate, paint: Paint): string {
  const lines = [paint('bold', 'Rules that these runs came to')];
  for (const { role, rules, missed } of coverage) {
    lines.push(`  ${visible(role)}  ${rules - missed.length} of ${rules}`);
    for (const rule of missed) {
      const at = locate(rule);
      const place = at ? `${at.file}:${at.range.start.line}` : '';
      lines.push(
        `      ${paint('dim', 'never')}  ${visible(`${rule.effect} ${ruleText(rule)}`)}  ${paint('dim', place)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
