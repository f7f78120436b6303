import { actionToWords } from '../../core/decide/action-json.ts';
import type { Run, StepResult } from '../../core/simulate/run.ts';
import { type Paint, type Style, visible } from '../terminal.ts';
import { DECISION_STYLES, reasonLines } from './decision-text.ts';
import type { Locate } from './located.ts';

const ENFORCED: Readonly<Record<string, Style>> = { allowed: 'green', asked: 'yellow', blocked: 'red' };

/** One run as a table of its steps; a failed expectation with what was expected, what came and why. */
export function runText(run: Run, locate: Locate, paint: Paint, width: number): string {
  const failed = run.steps.filter((step) => step.failed).length;
  const mark = failed + run.problems.length === 0 ? paint('green', 'pass') : paint('red', 'FAIL');
  const at = run.scenario ? locate(run.scenario) : undefined;
  const lines = [
    `${mark}  ${paint('bold', visible(run.title))}  ${paint('dim', `as ${run.role}${at ? ` · ${at.file}:${at.range.start.line}` : ''}`)}`,
    ...run.problems.map((problem) => `      ${paint('red', visible(problem))}`),
  ];
  const words = run.steps.map((step) => stepWords(step, run.role));
  const longest = Math.max(
    20,
    Math.min(Math.max(20, width - 48), ...[Math.max(0, ...words.map((each) => each.length))]),
  );
  const digits = String(run.steps.length).length;
  run.steps.forEach((step, index) => {
    const text = words[index]!;
    const shown = text.length > longest ? `${text.slice(0, longest - 1)}…` : text.padEnd(longest);
    lines.push(`  ${String(step.number).padStart(digits + 1)}  ${shown}  ${outcome(step, paint)}`.trimEnd());
    if (step.failed && step.decision) {
      lines.push(`${' '.repeat(digits + 5)}${paint('red', `expected ${step.expected}, got ${came(step)}`)}`);
      lines.push(...reasonLines(step.decision, locate, paint, width));
    }
  });
  return `${lines.join('\n')}\n`;
}

/** The decision and its reason; of an ask also what came of it. */
function outcome(step: StepResult, paint: Paint): string {
  const { decision, enforced } = step;
  if (!decision) return '';
  const verdict = paint(DECISION_STYLES[decision.decision], decision.decision.padEnd(5));
  const then =
    decision.decision === 'ask' && enforced && enforced !== 'asked'
      ? paint(ENFORCED[enforced] ?? 'dim', `, ${enforced}`)
      : '';
  return `${verdict}  ${paint('dim', decision.reason)}${then}${step.failed ? paint('red', '  ✗') : ''}`;
}

function came(step: StepResult): string {
  const { decision } = step;
  return `${decision?.decision} (${decision?.reason}${step.enforced ? `, ${step.enforced}` : ''})`;
}

function stepWords(step: StepResult, role: string): string {
  if (step.kind === 'revoke') return visible(`revoke ${step.target}`);
  if (step.kind === 'wait') return `wait ${duration(step.duration ?? 0)}`;
  const actor = step.role === role ? '' : `as ${step.role}: `;
  return visible(actor + (step.action ? actionToWords(step.action) : '')).replace(/\s+/g, ' ');
}

export function duration(milliseconds: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const;
  for (const [unit, size] of units) {
    if (milliseconds >= size && milliseconds % size === 0) return `${milliseconds / size}${unit}`;
  }
  return `${milliseconds}ms`;
}
