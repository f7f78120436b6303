import type { Finding, Severity } from '../finding.ts';
import type { Source } from '../source.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import type { Analysis } from './catalogue-rule.ts';

export interface AnalysisOptions {
  /** Findings of this audience and below are shown. */
  readonly audience: 'default' | 'strict' | 'audit';
  /** Rule id to a severity, or `off`. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

/** All findings of one manifest: reading, schema, names, risks, suppressions applied. Memoised as far as its inputs are unchanged. */
export function analyzeSource(snapshot: Snapshot, source: Source, options: AnalysisOptions): Analysis {
  throw new Error(`stub ${snapshot.now} ${source.uri} ${options.audience}`);
}

/** All findings of one file, in the order of the text. */
export function analyzeFile(snapshot: Snapshot, uri: string, options: AnalysisOptions): Analysis {
  const findings: Finding[] = [];
  let hidden = 0;
  for (const source of snapshot.files.get(uri)?.sources ?? []) {
    const analysis = analyzeSource(snapshot, source, options);
    findings.push(...analysis.findings);
    hidden += analysis.hidden;
  }
  return { findings, hidden };
}
