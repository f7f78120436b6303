import { pathToFileURL } from 'node:url';
import type { CatalogueRule } from '../../core/analysis/catalogue-rule.ts';
import { pageUrl } from '../../core/analysis/page-url.ts';
import { actionToWords } from '../../core/decide/action-json.ts';
import { DIALECT_RULES } from '../../core/dialects/findings.ts';
import type { Severity } from '../../core/finding.ts';
import { READER_RULES } from '../../core/syntax/problem.ts';
import { version } from '../version.ts';
import type { LocatedFinding, LocatedPlace, LocatedSuppressed, Range, Report } from './located.ts';
import { fixWords, witnessToJson } from './located.ts';

const READING: Readonly<Record<string, string>> = { ...READER_RULES, ...DIALECT_RULES };

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
/** What GitHub sorts by; see "security-severity" in its documentation of SARIF support. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.0', info: '2.0' };
/** GitHub knows `very-high`, `high`, `medium` and `low`. */
const PRECISION = { proven: 'very-high', modelled: 'high', heuristic: 'medium' } as const;

/** The page of a rule of the catalogue, in Markdown. */
export type PageOf = (id: string) => string | undefined;

/** SARIF 2.1.0 (OASIS standard), in the form that code scanning services take. */
export function sarifReport(
  report: Report,
  catalogue: readonly CatalogueRule[],
  cwd: string,
  pageOf: PageOf = () => undefined,
): string {
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  const ids = [...new Set(all.map((finding) => finding.rule))].sort();
  const severityOf = (id: string) => all.find((finding) => finding.rule === id)!.severity;
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
              rules: ids.map((id) =>
                descriptor(
                  id,
                  catalogue.find((rule) => rule.id === id),
                  severityOf(id),
                  pageOf(id),
                ),
              ),
            },
          },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(cwd).href}/` } },
          results: [
            ...report.findings.map((finding) => result(finding, ids.indexOf(finding.rule))),
            ...report.suppressed.map((each) => suppressedResult(each, ids.indexOf(each.finding.rule))),
          ],
          properties: { hidden: report.hidden, files: report.files },
        },
      ],
    },
    null,
    2,
  )}\n`;
}

/** What SARIF says of a rule. `found` is the severity of a finding, for ids that are not in the catalogue. */
export function descriptor(
  id: string,
  rule: CatalogueRule | undefined,
  found: Severity,
  page: string | undefined,
): Record<string, unknown> {
  const severity = rule?.severity ?? found;
  const summary = rule?.summary ?? (Object.hasOwn(READING, id) ? READING[id] : undefined);
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    ...(summary ? { shortDescription: { text: summary } } : {}),
    ...(page
      ? {
          fullDescription: { text: introductionOf(page) },
          help: { text: `${introductionOf(page)}\n\n${sectionOf(page, 'What to do')}`, markdown: page },
        }
      : {}),
    helpUri: pageUrl(id),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['security', ...(rule ? [rule.family, rule.audience] : [])],
      'security-severity': SECURITY_SEVERITY[severity],
      ...(rule ? { precision: PRECISION[rule.confidence], references: rule.references.map(({ name }) => name) } : {}),
    },
  };
}

/** What a page says before its first section. */
function introductionOf(page: string): string {
  return page
    .split(/^## /m)[0]!
    .replace(/^# .*$/m, '')
    .trim();
}

function sectionOf(page: string, title: string): string {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${title}\n`));
  return section === undefined ? '' : section.slice(title.length).trim();
}

function result(finding: LocatedFinding, ruleIndex: number): Record<string, unknown> {
  const example = finding.witness?.steps.map((step) => actionToWords(step.action)).join(', then ');
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: { text: example ? `${finding.message}. For example: ${example}` : finding.message },
    locations: [
      {
        physicalLocation: physical(finding),
        ...(finding.role ? { logicalLocations: [{ name: finding.role, kind: 'role' }] } : {}),
      },
    ],
    ...(finding.related.length > 0
      ? {
          relatedLocations: finding.related.map((each, index) => ({
            id: index + 1,
            message: { text: each.message },
            physicalLocation: physical(each),
          })),
        }
      : {}),
    ...codeFlows(finding),
    partialFingerprints: { 'bailiwick/v1': finding.fingerprint },
    ...(finding.fixes.length > 0 ? { fixes: finding.fixes.map(fix) } : {}),
    properties: {
      confidence: finding.confidence,
      audience: finding.audience,
      ...(finding.role === undefined ? {} : { role: finding.role }),
      ...witnessToJson(finding),
      ...(finding.evidence.length > 0 ? { evidence: finding.evidence } : {}),
      ...(finding.covers.length > 0 ? { covers: finding.covers } : {}),
      ...(finding.references.length > 0 ? { references: finding.references } : {}),
    },
  };
}

/** A witness of several steps, each at the rule that decides it. */
function codeFlows(finding: LocatedFinding): Record<string, unknown> {
  const { witness, decidedBy } = finding;
  if (!witness || witness.steps.length < 2) return {};
  const locations = witness.steps.map((step, index) => ({
    executionOrder: index + 1,
    location: {
      physicalLocation: physical(decidedBy[index] ?? finding),
      message: { text: `${actionToWords(step.action)}: ${step.expect}${step.achieves ? `, ${step.achieves}` : ''}` },
    },
  }));
  return {
    codeFlows: [{ message: { text: `What ${witness.role || 'the role'} does` }, threadFlows: [{ locations }] }],
  };
}

function suppressedResult({ finding, reason, until }: LocatedSuppressed, ruleIndex: number): Record<string, unknown> {
  return {
    ...result(finding, ruleIndex),
    suppressions: [
      {
        kind: 'inSource',
        status: 'accepted',
        ...(reason === undefined ? {} : { justification: reason }),
        ...(until === undefined ? {} : { properties: { until: new Date(until).toISOString() } }),
      },
    ],
  };
}

function fix(given: LocatedFinding['fixes'][number]): object {
  const { edits, kind } = given;
  const files = [...new Set(edits.map((edit) => edit.file))];
  return {
    description: { text: fixWords(given) },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({
          deletedRegion: region(edit.range),
          ...(edit.newText === '' ? {} : { insertedContent: { text: edit.newText } }),
        })),
    })),
    properties: { kind },
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
