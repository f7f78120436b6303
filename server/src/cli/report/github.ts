import { actionToWords } from '../../core/decide/action-json.ts';
import type { LocatedFinding, Report } from './located.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands, which GitHub shows as annotations on the changed lines. */
export function githubReport(report: Report): string {
  return report.findings.map((finding) => `${annotation(finding)}\n`).join('');
}

function annotation(finding: LocatedFinding): string {
  const { start, end } = finding.range;
  const properties = [
    ['file', finding.file],
    ['line', start.line],
    ['endLine', end.line],
    // GitHub takes columns only where the annotation is within one line.
    ...(start.line === end.line ? [['col', start.column] as const, ['endColumn', end.column] as const] : []),
    ['title', finding.rule],
  ];
  const list = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  const why = finding.witness?.steps.map((step) => `\nfor example: ${actionToWords(step.action)}`).join('') ?? '';
  return `::${COMMANDS[finding.severity]} ${list}::${escapeData(finding.message + why)}`;
}

/** The escapes that workflow commands need: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
