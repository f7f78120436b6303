import { createHash } from 'node:crypto';
import { actionToJson } from '../../core/decide/action-json.ts';
import type { Finding, Fix, Reference, Severity, Witness } from '../../core/finding.ts';
import type { Place } from '../../core/source.ts';
import type { LineMap, Position } from '../lines.ts';

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place as people and other programs name it. */
export interface LocatedPlace {
  /** As shown: relative to the current directory where it is below. */
  readonly file: string;
  readonly range: Range;
}

/** A finding with every place in it resolved: what all reports are made from. */
export interface LocatedFinding extends LocatedPlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Finding['confidence'];
  readonly message: string;
  readonly related: readonly (LocatedPlace & { readonly message: string })[];
  readonly witness: Witness | undefined;
  readonly fixes: readonly LocatedFix[];
  readonly references: readonly Reference[];
  /** The same for the same finding after lines were moved. */
  readonly fingerprint: string;
  /** The file's text, for reports that quote it. */
  readonly lines: LineMap;
}

export interface LocatedFix {
  readonly title: string;
  readonly kind: Fix['kind'];
  readonly edits: readonly (LocatedPlace & { readonly newText: string })[];
  readonly loses: readonly string[];
}

export interface Report {
  readonly findings: readonly LocatedFinding[];
  /** Findings that the configured audience does not hear. */
  readonly hidden: number;
  /** Manifest files that were checked. */
  readonly files: number;
}

/** Where a place is: given by what holds the documents. */
export type Locate = (place: Place) => (LocatedPlace & { readonly lines: LineMap }) | undefined;

export function locateFindings(findings: readonly Finding[], locate: Locate): LocatedFinding[] {
  const located: LocatedFinding[] = [];
  const seen = new Map<string, number>();
  for (const finding of findings) {
    const place = locate(finding);
    if (!place) continue;
    const marked = finding.source.text.slice(finding.span.start, finding.span.end).replace(/\s+/g, ' ');
    const identity = [finding.rule, place.file, marked].join('\u0000');
    const count = seen.get(identity) ?? 0;
    seen.set(identity, count + 1);
    located.push({
      ...place,
      rule: finding.rule,
      severity: finding.severity,
      confidence: finding.confidence,
      message: finding.message,
      related: finding.related.flatMap((each) => {
        const at = locate(each);
        return at ? [{ file: at.file, range: at.range, message: each.message }] : [];
      }),
      witness: finding.witness,
      fixes: finding.fixes.map((fix) => ({
        title: fix.title,
        kind: fix.kind,
        edits: fix.edits.flatMap((edit) => {
          const at = locate(edit);
          return at ? [{ file: at.file, range: at.range, newText: edit.newText }] : [];
        }),
        loses: fix.loses ?? [],
      })),
      references: finding.references,
      fingerprint: createHash('sha256').update(`${identity}\u0000${count}`).digest('hex').slice(0, 32),
    });
  }
  return located;
}

/** The keys that a witness has in every JSON format: actions that `decide` takes, who acts, and what each step is expected to be. */
export function witnessToJson(witness: Witness): Record<string, unknown> {
  return {
    witness: witness.steps.map((step) => actionToJson(step.action)),
    role: witness.role,
    expects: witness.steps.map((step) => step.expect),
    ...(witness.steps.some((step) => step.achieves)
      ? { achieves: witness.steps.map((step) => step.achieves ?? '') }
      : {}),
    ...(witness.harmless === undefined ? {} : { harmless: witness.harmless }),
  };
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
