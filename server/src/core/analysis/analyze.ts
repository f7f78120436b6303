import { type Finding, type Fix, finding, type Severity } from '../finding.ts';
import type { Source } from '../source.ts';
import type { Span } from '../span.ts';
import type { ReadSource, ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import type { Analysis, CatalogueRule, Report, Reported } from './catalogue-rule.ts';
import { confirmedBy } from './confirm.ts';
import { contextOf } from './context.ts';
import { RULES } from './rules/index.ts';
import { unexplainedSuppression } from './rules/unexplained-suppression.ts';
import { unusedSuppression } from './rules/unused-suppression.ts';
import { suppressesAny } from './suppressed.ts';
import { verifiedFixes } from './verify-fix.ts';

export interface AnalysisOptions {
  /** Findings of this audience and below are shown. */
  readonly audience: 'default' | 'strict' | 'audit';
  /** Rule id to a severity, or `off`. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

/** More findings than this in one manifest are counted and not shown. */
const MOST_SHOWN = 300;

const AUDIENCES = ['default', 'strict', 'audit'] as const;

/** All findings of one manifest: reading, schema, names, risks, suppressions applied. Memoised as far as its inputs are unchanged. */
export function analyzeSource(snapshot: Snapshot, source: Source, options: AnalysisOptions): Analysis {
  const read = readsOf(snapshot).get(source);
  if (!read) return { findings: [], hidden: 0 };
  const all = [...read.findings, ...unbroken(read, () => catalogueFindings(snapshot, read))];
  const kept = suppressesAny(source, read.manifest, withoutCovered(all));
  const shown: Finding[] = [];
  let hidden = 0;
  for (const each of kept.sort(inOrder)) {
    const severity = options.rules[each.rule];
    if (severity === 'off') continue;
    if (AUDIENCES.indexOf(each.audience) > AUDIENCES.indexOf(options.audience) || shown.length >= MOST_SHOWN) hidden++;
    else shown.push(severity === undefined ? each : withSeverity(each, severity));
  }
  return { findings: shown, hidden };
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

const reads = new WeakMap<Snapshot, ReadonlyMap<Source, ReadSource>>();

function readsOf(snapshot: Snapshot): ReadonlyMap<Source, ReadSource> {
  let known = reads.get(snapshot);
  if (!known) {
    known = new Map(snapshot.sources.map((read) => [read.source, read]));
    reads.set(snapshot, known);
  }
  return known;
}

/** Text that cannot be read as YAML has half its rules missing: until it can, only what is wrong with it is told. */
function unbroken(read: ReadSource, findings: () => readonly Finding[]): readonly Finding[] {
  return read.findings.some(({ rule }) => rule === 'syntax-error' || rule === 'merge-conflict') ? [] : findings();
}

function catalogueFindings(snapshot: Snapshot, { manifest, source }: ReadSource): readonly Finding[] {
  const workspace = workspaceFindings(snapshot).get(source) ?? [];
  switch (manifest.kind) {
    case 'AgentRole':
      return [...roleFindings(snapshot, snapshot.resolve(manifest)), ...workspace];
    case 'ToolScope':
      return [...checked((rule, report) => rule.checkTool?.(manifest, report)), ...workspace];
    case 'Scenario':
      return [...checked((rule, report) => rule.checkScenario?.(manifest, snapshot, report)), ...workspace];
    default:
      return workspace;
  }
}

const byRole = new WeakMap<ResolvedRole, { readonly now: number; readonly findings: readonly Finding[] }>();

function roleFindings(snapshot: Snapshot, role: ResolvedRole): readonly Finding[] {
  const known = byRole.get(role);
  if (known?.now === snapshot.now) return known.findings;
  const context = contextOf(role, snapshot.now);
  const findings = checked((rule, report) =>
    rule.checkRole?.(role, context, confirmedOnly(rule, role, snapshot, report)),
  )
    .filter((each) => each.source === role.role.source)
    .map((each) => withVerifiedFixes(each, () => snapshot));
  byRole.set(role, { now: snapshot.now, findings });
  return findings;
}

/** What one rule alone finds in a manifest, confirmed: for seeing whether a fix has removed it. */
export function findingsOfRule(snapshot: Snapshot, read: ReadSource, id: string): readonly Finding[] {
  const { manifest, source } = read;
  if (id === unusedSuppression.id || id === unexplainedSuppression.id) {
    const all = [...read.findings, ...catalogueFindings(snapshot, read)];
    return suppressesAny(source, manifest, withoutCovered(all)).filter((each) => each.rule === id);
  }
  const rules = RULES.filter((rule) => rule.id === id);
  const role = manifest.kind === 'AgentRole' ? snapshot.resolve(manifest) : undefined;
  return checked((rule, report) => {
    if (role) rule.checkRole?.(role, contextOf(role, snapshot.now), confirmedOnly(rule, role, snapshot, report));
    if (manifest.kind === 'ToolScope') rule.checkTool?.(manifest, report);
    if (manifest.kind === 'Scenario') rule.checkScenario?.(manifest, snapshot, report);
    rule.checkWorkspace?.(snapshot, report);
  }, rules).filter((each) => each.source === source);
}

/** An unconfirmed claim is a mistake of ours and not the author's: it is never shown. */
function confirmedOnly(rule: CatalogueRule, role: ResolvedRole, snapshot: Snapshot, report: Report): Report {
  return (reported) => {
    if (rule.risk && !(reported.witness && confirmedBy(role, reported.witness, snapshot.now))) return;
    report(reported);
  };
}

const byWorkspace = new WeakMap<Snapshot, ReadonlyMap<Source, readonly Finding[]>>();

function workspaceFindings(snapshot: Snapshot): ReadonlyMap<Source, readonly Finding[]> {
  let known = byWorkspace.get(snapshot);
  if (!known) {
    const grouped = new Map<Source, Finding[]>();
    for (const each of checked((rule, report) => rule.checkWorkspace?.(snapshot, report))) {
      grouped.set(each.source, [...(grouped.get(each.source) ?? []), withVerifiedFixes(each, () => snapshot)]);
    }
    known = grouped;
    byWorkspace.set(snapshot, known);
  }
  return known;
}

function checked(check: (rule: CatalogueRule, report: Report) => void, rules = RULES): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    check(rule, (reported: Reported) => {
      findings.push(
        finding({
          severity: rule.severity,
          confidence: rule.confidence,
          audience: rule.audience,
          references: rule.references,
          ...reported,
          rule: rule.id,
        }),
      );
    });
  }
  return findings;
}

/** Fixes are verified when somebody looks at them: that reads the changed text, which no keystroke has to wait for. */
function withVerifiedFixes(each: Finding, snapshot: () => Snapshot): Finding {
  if (each.fixes.length === 0) return each;
  const proposed = each.fixes;
  let verified: readonly Fix[] | undefined;
  return Object.defineProperty({ ...each }, 'fixes', {
    enumerable: true,
    get: () => (verified ??= verifiedFixes(snapshot(), each, proposed, findingsOfRule)),
  });
}

function withSeverity(each: Finding, severity: Severity): Finding {
  if (each.severity === severity) return each;
  return Object.defineProperties({} as Finding, {
    ...Object.getOwnPropertyDescriptors(each),
    severity: { enumerable: true, value: severity },
  });
}

const COVERS = new Map(RULES.map((rule) => [rule.id, new Set(rule.covers ?? [])]));
const COVERS_IN_MANIFEST = new Map(RULES.map((rule) => [rule.id, new Set(rule.coversInManifest ?? [])]));

/** One cause, one finding: drops those that another finding says more strongly. */
export function withoutCovered(findings: readonly Finding[]): Finding[] {
  const broad = findings.filter((each) => COVERS.get(each.rule)?.size || COVERS_IN_MANIFEST.get(each.rule)?.size);
  return findings.filter(
    (narrow) =>
      !broad.some(
        (each) =>
          each !== narrow &&
          (COVERS_IN_MANIFEST.get(each.rule)?.has(narrow.rule) ||
            (COVERS.get(each.rule)?.has(narrow.rule) && inside(narrow.span, each.span))) &&
          AUDIENCES.indexOf(each.audience) <= AUDIENCES.indexOf(narrow.audience),
      ),
  );
}

function inside(narrow: Span, broad: Span): boolean {
  return narrow.start >= broad.start && narrow.end <= broad.end;
}

const SEVERITIES = ['error', 'warning', 'info'];

function inOrder(a: Finding, b: Finding): number {
  return (
    a.span.start - b.span.start ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
