import { BANDS } from '../../core/authority/impact.ts';
import { vectorText } from '../../core/authority/score.ts';
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

/** One line on the score: the worst role with its vector, and how many roles are in which band. Undefined without roles. */
export function scoreLine({ score }: Report): string | undefined {
  const worst = score?.roles[0];
  if (!score || !worst) return undefined;
  const bands = [...BANDS].reverse().flatMap((band) => {
    const count = score.roles.filter((each) => each.score.band === band).length;
    return count > 0 ? [`${count} ${band}`] : [];
  });
  const others = score.roles.length > 1 ? `; of ${score.roles.length} roles ${bands.join(', ')}` : '';
  return `Score ${score.value}, ${score.band}: ${worst.role.name || 'a role without a name'} (${vectorText(worst.score.vector)})${others}.`;
}
