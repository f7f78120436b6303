import { type AnalysisOptions, analyzeSource } from '../analysis/analyze.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

/**
 * What a grant comes to, at the end of its line, and only where that is not what it says: a finding of an error's weight
 * whose witness achieves something in words, such as "any program". Few, or nobody would leave them on.
 */
export function inlayHints(
  snapshot: Snapshot,
  { source, manifest }: ReadSource,
  options: AnalysisOptions,
): InlayHint[] {
  if (manifest.kind !== 'AgentRole') return [];
  const hints = new Map<number, InlayHint>();
  for (const finding of analyzeSource(snapshot, source, options).findings) {
    const achieves = finding.witness?.steps.findLast((step) => step.achieves)?.achieves;
    if (finding.severity === 'info' || achieves === undefined) continue;
    if (!manifest.rules.some((rule) => rule.span.start <= finding.span.start && finding.span.end <= rule.span.end))
      continue;
    const feed = source.text.indexOf('\n', finding.span.end);
    const offset = endOfWords(source.text, feed < 0 ? source.text.length : feed);
    if (!hints.has(offset)) hints.set(offset, { offset, label: `→ ${achieves}`, tooltip: finding.message });
  }
  return [...hints.values()];
}

function endOfWords(text: string, end: number): number {
  let at = end;
  while (at > 0 && /[ \t\r]/.test(text[at - 1]!)) at--;
  return at;
}
