import { type Locate, type LocatedFinding, type LocatedSuppressed, type Report, witnessToJson } from './located.ts';
import { repositoryScoreToJson } from './score-json.ts';

/** `{"findings":[…],"hidden":N,"files":N,"suppressed":[…],"score":{…}}`. Keys stay; additions are free. */
export function jsonReport(report: Report, locate: Locate): string {
  return `${JSON.stringify(
    {
      findings: report.findings.map(findingToJson),
      hidden: report.hidden,
      files: report.files,
      suppressed: report.suppressed.map(suppressedToJson),
      score: report.score ? repositoryScoreToJson(report.score, locate) : null,
    },
    null,
    2,
  )}\n`;
}

function findingToJson(finding: LocatedFinding): Record<string, unknown> {
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    audience: finding.audience,
    message: finding.message,
    file: finding.file,
    range: finding.range,
    ...(finding.role === undefined ? {} : { role: finding.role }),
    ...witnessToJson(finding),
    evidence: finding.evidence,
    fixes: finding.fixes,
    references: finding.references,
    related: finding.related,
    covers: finding.covers,
    fingerprint: finding.fingerprint,
  };
}

function suppressedToJson({ finding, reason, until }: LocatedSuppressed): Record<string, unknown> {
  return {
    ...findingToJson(finding),
    reason: reason ?? null,
    until: until === undefined ? null : new Date(until).toISOString(),
  };
}
