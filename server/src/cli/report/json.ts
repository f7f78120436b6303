import { type LocatedFinding, type Report, witnessToJson } from './located.ts';

/** `{"findings":[…],"hidden":N,"files":N}`. Keys stay; additions are free. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(
    { findings: report.findings.map(findingToJson), hidden: report.hidden, files: report.files },
    null,
    2,
  )}\n`;
}

function findingToJson(finding: LocatedFinding): Record<string, unknown> {
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    file: finding.file,
    range: finding.range,
    ...(finding.witness ? witnessToJson(finding.witness) : {}),
    fixes: finding.fixes,
    references: finding.references,
    related: finding.related,
    fingerprint: finding.fingerprint,
  };
}
