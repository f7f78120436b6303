import { actionToWords } from '../../core/decide/action-json.ts';
import { visible } from '../terminal.ts';
import { counted, type LocatedFinding, type Report } from './located.ts';
import { summaryOf } from './summary.ts';

/** A table for a pull request's comment or a job's summary. */
export function markdownReport(report: Report): string {
  const summary = `${summaryOf(report)}\n`;
  if (report.findings.length === 0) return summary;
  return ['| | Where | Finding | For example |', '|---|---|---|---|', ...report.findings.map(row), '', summary].join(
    '\n',
  );
}

function row(finding: LocatedFinding): string {
  const where = `${finding.file}:${finding.range.start.line}`;
  const steps = finding.witness?.steps.map((step) => code(actionToWords(step.action))) ?? [];
  const more = finding.related.length > 0 ? ` (${counted(finding.related.length, 'related place')})` : '';
  return `| ${finding.severity} | ${cell(where)} | ${cell(finding.message)} *${finding.rule}*${more} | ${steps.join('<br>')} |`;
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
