import type { DialectRuleId } from '../dialects/findings.ts';
import type { Finding, Related } from '../finding.ts';
import type { Span } from '../span.ts';
import { AUDIENCES } from './rule-options.ts';
import { RULES } from './rules/index.ts';

/** The finding with other values; its fixes stay unverified until somebody looks at them. */
export function changed(each: Finding, values: Partial<Finding>): Finding {
  return Object.defineProperties({} as Finding, {
    ...Object.getOwnPropertyDescriptors(each),
    ...Object.getOwnPropertyDescriptors(values),
  });
}

const COVERS = new Map(RULES.map((rule) => [rule.id, new Set(rule.covers ?? [])]));
/** A whole list of rules that another tool does not read. */
COVERS.set('setting-without-effect' satisfies DialectRuleId, new Set(['rule-without-effect']));
/** What another tool approves for a part of it: as much as where every command may be run. */
COVERS.set('approval-too-wide' satisfies DialectRuleId, COVERS.get('unrestricted-shell') ?? new Set());
const COVERS_IN_MANIFEST = new Map(RULES.map((rule) => [rule.id, new Set(rule.coversInManifest ?? [])]));

/** One cause, one finding: those that another finding says more strongly become part of that one. */
export function withoutCovered(findings: readonly Finding[]): Finding[] {
  const broad = findings.filter((each) => COVERS.get(each.rule)?.size || COVERS_IN_MANIFEST.get(each.rule)?.size);
  if (broad.length === 0) return [...findings];
  const by = new Map<Finding, Finding>();
  for (const narrow of findings) {
    const cover = broad.find((each) => each !== narrow && covers(each, narrow));
    if (cover) by.set(narrow, cover);
  }
  if (by.size === 0) return [...findings];
  const covered = new Map<Finding, Finding[]>();
  for (const narrow of by.keys()) {
    // What covers may itself be covered: everything becomes part of the one that is left. No two rules cover each other.
    let last = narrow;
    while (by.has(last)) last = by.get(last)!;
    covered.set(last, [...(covered.get(last) ?? []), narrow]);
  }
  return findings.flatMap((each) => {
    if (by.has(each)) return [];
    const own = covered.get(each);
    return own ? [withCovered(each, own)] : [each];
  });
}

function covers(broad: Finding, narrow: Finding): boolean {
  return (
    (COVERS_IN_MANIFEST.get(broad.rule)?.has(narrow.rule) ||
      (COVERS.get(broad.rule)?.has(narrow.rule) && inside(narrow.span, broad.span))) === true &&
    AUDIENCES.indexOf(broad.audience) <= AUDIENCES.indexOf(narrow.audience)
  );
}

const MOST_RELATED = 5;
const merged = new WeakMap<Finding, { readonly covered: readonly Finding[]; readonly finding: Finding }>();

/** The finding with the others that have the same cause: their rules, and their places where they are elsewhere. */
function withCovered(each: Finding, covered: readonly Finding[]): Finding {
  const known = merged.get(each);
  if (known && known.covered.length === covered.length && known.covered.every((other, at) => other === covered[at])) {
    return known.finding;
  }
  const elsewhere = covered.filter(
    ({ span }) =>
      (span.start !== each.span.start || span.end !== each.span.end) &&
      !each.related.some((other) => other.source === each.source && other.span.start === span.start),
  );
  const related = elsewhere
    .slice(0, MOST_RELATED)
    .map(({ source, span, message }): Related => ({ source, span, message: `the same cause: ${message}` }));
  const finding = changed(each, {
    related: [...each.related, ...related],
    covers: [...new Set(covered.map(({ rule }) => rule))].sort(),
  });
  merged.set(each, { covered, finding });
  return finding;
}

function inside(narrow: Span, broad: Span): boolean {
  return narrow.start >= broad.start && narrow.end <= broad.end;
}
