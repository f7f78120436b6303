import { pathToFileURL } from 'node:url';
import type { CatalogueRule } from '../../core/analysis/catalogue-rule.ts';
import { pageUrl } from '../../core/analysis/page-url.ts';
import { actionToWords } from '../../core/decide/action-json.ts';
import type { Severity } from '../../core/finding.ts';
import { version } from '../version.ts';
import type { LocatedFinding, LocatedPlace, Range, Report } from './located.ts';
import { witnessToJson } from './located.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
/** What GitHub sorts by; see "security-severity" in its documentation of SARIF support. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.0', info: '2.0' };

/** SARIF 2.1.0 (OASIS standard), in the form that code scanning services take. */
export function sarifReport(report: Report, catalogue: readonly CatalogueRule[], cwd: string): string {
  const ids = [...new Set(report.findings.map((finding) => finding.rule))].sort();
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Bailiwick',
              semanticVersion: version,
              rules: ids.map((id) => descriptor(id, catalogue, report)),
            },
          },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(cwd).href}/` } },
          results: report.findings.map((finding) => result(finding, ids.indexOf(finding.rule))),
          properties: { hidden: report.hidden, files: report.files },
        },
      ],
    },
    null,
    2,
  )}\n`;
}

function descriptor(id: string, catalogue: readonly CatalogueRule[], report: Report): object {
  const rule = catalogue.find((each) => each.id === id);
  const severity = rule?.severity ?? report.findings.find((finding) => finding.rule === id)!.severity;
  return {
    id,
    ...(rule ? { shortDescription: { text: rule.summary } } : {}),
    helpUri: pageUrl(id),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', ...(rule ? [rule.family] : [])],
      'security-severity': SECURITY_SEVERITY[severity],
      ...(rule ? { precision: rule.confidence === 'heuristic' ? 'medium' : 'high' } : {}),
    },
  };
}

function result(finding: LocatedFinding, ruleIndex: number): object {
  const example = finding.witness?.steps.map((step) => actionToWords(step.action)).join(', then ');
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: { text: example ? `${finding.message}. For example: ${example}` : finding.message },
    locations: [{ physicalLocation: physical(finding) }],
    ...(finding.related.length > 0
      ? {
          relatedLocations: finding.related.map((each, index) => ({
            id: index + 1,
            message: { text: each.message },
            physicalLocation: physical(each),
          })),
        }
      : {}),
    partialFingerprints: { 'bailiwick/v1': finding.fingerprint },
    ...(finding.fixes.length > 0 ? { fixes: finding.fixes.map(fix) } : {}),
    properties: {
      confidence: finding.confidence,
      ...(finding.witness ? witnessToJson(finding.witness) : {}),
      ...(finding.references.length > 0 ? { references: finding.references } : {}),
    },
  };
}

function fix({ title, edits }: LocatedFinding['fixes'][number]): object {
  const files = [...new Set(edits.map((edit) => edit.file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({
          deletedRegion: region(edit.range),
          ...(edit.newText === '' ? {} : { insertedContent: { text: edit.newText } }),
        })),
    })),
  };
}

function physical(place: LocatedPlace): object {
  return { artifactLocation: artifact(place.file), region: region(place.range) };
}

function artifact(file: string): object {
  // What is not below the current directory is named by its whole URI.
  if (file.startsWith('/') || /^[A-Za-z]:\//.test(file)) return { uri: pathToFileURL(file).href };
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}

function region({ start, end }: Range): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
