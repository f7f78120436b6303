import { actionToWords } from '../../core/decide/action-json.ts';
import type { Severity } from '../../core/finding.ts';
import { PRESENCE_WORDS } from '../../core/workspace/presence.ts';
import { type Paint, type Style, visible, wrap } from '../terminal.ts';
import { confirmLine, fixWords, type LocatedFinding, type Report } from './located.ts';
import { scoreLine, summaryOf } from './summary.ts';

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'blue' };
const LABEL = 6;

/** For people: each finding with its line, its proof and what can be done about it. */
export function textReport(report: Report, paint: Paint, width: number): string {
  const blocks = report.findings.map((finding) => findingBlock(finding, paint, width));
  const score = scoreLine(report);
  const closing = `${summaryLine(report, paint)}\n${score === undefined ? '' : `${visible(score)}\n`}`;
  return [...blocks, closing].join('\n');
}

function findingBlock(finding: LocatedFinding, paint: Paint, width: number): string {
  const { start } = finding.range;
  const style = STYLES[finding.severity];
  const lines = [
    `${paint('bold', `${finding.file}:${start.line}:${start.column}`)}  ${paint(style, finding.severity)}  ${finding.rule}  ${paint('dim', finding.confidence)}`,
    ...excerpt(finding, paint, width),
    ...wrap(visible(finding.message), width - 2).map((line) => `  ${line}`),
  ];
  const labelled = (label: string, text: string, look: (line: string) => string = (line) => line) => {
    const [first = '', ...more] = wrap(text, width - LABEL - 2);
    lines.push(`  ${paint('cyan', label.padEnd(LABEL))}${look(first)}`);
    lines.push(...more.map((line) => `  ${' '.repeat(LABEL)}${look(line)}`));
  };
  const { witness } = finding;
  witness?.steps.forEach((step, index) => {
    const outcome = step.expect === 'allow' ? 'allowed' : step.expect === 'ask' ? 'asks' : 'denied';
    const achieves = step.achieves ? `: ${step.achieves}` : '';
    const there = finding.files[index];
    const presence = there === undefined ? '' : ` (${PRESENCE_WORDS[there]})`;
    // A command stays on its line, so that it can be copied.
    const label = index === 0 ? 'why' : 'then';
    lines.push(
      `  ${paint('cyan', label.padEnd(LABEL))}${visible(actionToWords(step.action))}  ${paint('dim', `${outcome}${achieves}${presence}`)}`,
    );
  });
  // Either shows the claim and does no harm: the command's effect with a payload that does nothing, or the decision.
  if (witness?.harmless) {
    lines.push(
      `  ${paint('cyan', 'try'.padEnd(LABEL))}${visible(witness.harmless)}  ${paint('dim', 'in an empty directory')}`,
    );
  } else if (witness?.steps.length === 1) {
    lines.push(`  ${paint('cyan', 'try'.padEnd(LABEL))}${visible(confirmLine(finding, witness))}`);
  }
  for (const fix of finding.fixes) labelled('fix', visible(fixWords(fix)));
  for (const { file, range, message } of finding.related) {
    labelled('also', `${file}:${range.start.line}:${range.start.column}  ${visible(message)}`);
  }
  if (finding.covers.length > 0) labelled('also', `the same cause: ${finding.covers.join(', ')}`);
  const references = finding.references.map((reference) => reference.name);
  labelled('see', [`bailiwick explain ${finding.rule}`, ...references].join(' · '), (line) => paint('dim', line));
  return `${lines.join('\n')}\n`;
}

/** The marked line with carets below it, cut to the width around the mark; of a longer mark the first line. */
function excerpt(finding: LocatedFinding, paint: Paint, width: number): string[] {
  const { start, end } = finding.range;
  const full = finding.lines.text(start.line).replaceAll('\t', ' ');
  const number = String(start.line);
  const room = Math.max(20, width - number.length - 5);
  const last = end.line === start.line ? end.column - 1 : full.length;
  let from = 0;
  if (full.length > room && start.column - 1 > room / 2) from = Math.max(0, start.column - 1 - Math.floor(room / 3));
  const before = from > 0 ? '…' : '';
  const text = full.slice(from, from + room);
  const after = from + room < full.length ? '…' : '';
  const shown = (part: string) => visible(part);
  const lead = before + shown(text.slice(0, start.column - 1 - from));
  const marked = shown(text.slice(start.column - 1 - from, Math.max(start.column - 1, last) - from));
  const carets = '^'.repeat(Math.max(1, marked.length));
  const rest = shown(text.slice(Math.max(start.column - 1, last) - from)) + after;
  const gutter = ' '.repeat(number.length);
  return [
    `  ${paint('dim', `${number} │`)} ${lead}${marked}${rest}`,
    `  ${paint('dim', `${gutter} │`)} ${' '.repeat(lead.length)}${paint(STYLES[finding.severity], carets)}${end.line > start.line ? paint('dim', ' …') : ''}`,
  ];
}

function summaryLine(report: Report, paint: Paint): string {
  const worst = (['error', 'warning', 'info'] as const).find((severity) =>
    report.findings.some((finding) => finding.severity === severity),
  );
  return paint(worst ? STYLES[worst] : 'green', summaryOf(report));
}
