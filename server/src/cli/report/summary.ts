import type { Severity } from '../../core/finding.ts';
import { counted, type Report } from './located.ts';

const WORDS: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
};

/** One line: how many of each, in how many files, how many are not shown, and how many comments accept. Nothing that is left out goes untold. */
export function summaryOf(report: Report): string {
  const counts = (Object.keys(WORDS) as Severity[]).flatMap((severity) => {
    const count = report.findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [counted(count, ...WORDS[severity])];
  });
  const files = new Set(report.findings.map((finding) => finding.file)).size;
  const found =
    counts.length === 0
      ? `Nothing found in ${counted(report.files, 'file')}`
      : `${counts.join(', ')} in ${files} of ${counted(report.files, 'file')}`;
  const hidden =
    report.hidden === 0 ? 'none hidden.' : `${report.hidden} hidden, for stricter readers: --audience audit shows all.`;
  const accepted = report.suppressed.length === 0 ? '' : `; ${report.suppressed.length} accepted by comments`;
  return `${found}${accepted}; ${hidden}`;
}
