import { actionToWords } from '../../core/decide/action-json.ts';
import { visible } from '../terminal.ts';
import { counted, fixWords, type LocatedFinding, type Report } from './located.ts';
import { scoreLine, summaryOf } from './summary.ts';

/** A table for a pull request's comment or a job's summary. */
export function markdownReport(report: Report): string {
  const score = scoreLine(report);
  const summary = `${summaryOf(report)}\n${score === undefined ? '' : `\n${cell(score)}\n`}`;
  const table =
    report.findings.length === 0
      ? []
      : ['| | Where | Finding | For example |', '|---|---|---|---|', ...report.findings.map(row), ''];
  return [...table, summary, ...fixes(report), ...accepted(report)].join('\n');
}

/** What would mend the findings, folded away: a reviewer looks at the table first. */
function fixes(report: Report): string[] {
  const lines = report.findings.flatMap((finding) =>
    finding.fixes.map((fix) => {
      return `- ${cell(`${finding.file}:${finding.range.start.line}`)} *${finding.rule}*: ${cell(fixWords(fix))}`;
    }),
  );
  return folded(`${counted(lines.length, 'fix', 'fixes')}, each checked to allow nothing new`, lines);
}

function accepted(report: Report): string[] {
  const lines = report.suppressed.map(({ finding, reason, until }) => {
    const end = until === undefined ? 'for good' : `until ${new Date(until).toISOString().slice(0, 10)}`;
    const where = cell(`${finding.file}:${finding.range.start.line}`);
    return `- ${where} *${finding.rule}* ${end}: ${cell(reason ?? 'no reason is given')}`;
  });
  return folded(`${lines.length} accepted by comments`, lines);
}

function folded(summary: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}

function row(finding: LocatedFinding): string {
  const where = `${finding.file}:${finding.range.start.line}`;
  const steps = finding.witness?.steps.map((step) => code(actionToWords(step.action))) ?? [];
  const more = [
    ...(finding.related.length > 0 ? [counted(finding.related.length, 'related place')] : []),
    ...(finding.covers.length > 0 ? [`also ${finding.covers.join(', ')}`] : []),
  ];
  const about = `*${finding.rule}*, ${finding.confidence}${more.length > 0 ? ` (${more.join('; ')})` : ''}`;
  return `| ${finding.severity} | ${cell(where)} | ${cell(finding.message)} ${about} | ${steps.join('<br>')} |`;
}

/** Text in a cell: backticked code keeps its look, nothing else of it becomes markup. */
function cell(text: string): string {
  return visible(text)
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? code(part.slice(1, -1)) : part.replace(/[\\|<>&*_[\]#]/g, (c) => `\\${c}`),
    )
    .join('')
    .replace(/\s*\n\s*/g, ' ');
}

function code(text: string): string {
  const flat = visible(text).replace(/\s*\n\s*/g, ' ');
  const fence = flat.includes('`') ? '``' : '`';
  const pad = fence === '``' ? ' ' : '';
  return `${fence}${pad}${flat.replaceAll('|', '\\|')}${pad}${fence}`;
}
