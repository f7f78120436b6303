import type { Instant } from '../decide/run-state.ts';
import { type Finding, type FindingParts, finding } from '../finding.ts';
import type { Manifest, UnknownManifest } from '../model/manifest.ts';
import type { Source } from '../source.ts';
import type { Span } from '../span.ts';
import type { CatalogueRule } from './catalogue-rule.ts';
import { expiredSuppression } from './rules/expired-suppression.ts';
import { suppressionWithoutEnd } from './rules/suppression-without-end.ts';
import { unexplainedSuppression } from './rules/unexplained-suppression.ts';
import { unusedSuppression } from './rules/unused-suppression.ts';
import { type Suppression, suppresses, suppressionsOf } from './suppression.ts';

/** A finding that somebody has looked at and accepts. */
export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string | undefined;
  /** The last moment that it is accepted; absent: for good. */
  readonly until: Instant | undefined;
}

export interface Suppressions {
  /** What no comment suppresses. */
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** What is to be said about the comments themselves. */
  readonly about: readonly Finding[];
}

/** Rules whose findings are about suppressions; no comment suppresses those. */
export const ABOUT_SUPPRESSIONS: readonly CatalogueRule[] = [
  unusedSuppression,
  unexplainedSuppression,
  expiredSuppression,
  suppressionWithoutEnd,
];

/** Parts the findings of one manifest into those that a comment suppresses and those that none does. */
export function suppress(
  source: Source,
  manifest: Manifest | UnknownManifest,
  findings: readonly Finding[],
  now: Instant,
): Suppressions {
  const suppressions = suppressionsOf(source);
  if (suppressions.length === 0) return { kept: findings, suppressed: [], about: [] };
  const items = itemsOf(manifest);
  const used = new Set<string>();
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const each of findings) {
    const by = suppressions.filter((suppression) => suppresses(suppression, each, items));
    for (const suppression of by) used.add(key(suppression, each.rule));
    const inForce = by.find((suppression) => !isOver(suppression, now));
    if (inForce) suppressed.push({ finding: each, reason: inForce.reason, until: inForce.until?.instant });
    else kept.push(each);
  }
  return { kept, suppressed, about: suppressions.flatMap((each) => about(source, each, used, now)) };
}

/** An end that cannot be read is none that was agreed to. */
function isOver({ until }: Suppression, now: Instant): boolean {
  return until !== undefined && (until.instant === undefined || until.instant < now);
}

function about(source: Source, suppression: Suppression, used: ReadonlySet<string>, now: Instant): Finding[] {
  const found: Finding[] = [];
  const say = (rule: CatalogueRule, span: Span, message: string, parts: Partial<FindingParts> = {}) => {
    const { id, severity, confidence, audience, references } = rule;
    found.push(finding({ rule: id, severity, confidence, audience, references, source, span, message, ...parts }));
  };
  const remove = { title: 'Remove the comment', kind: 'safe', edits: [removal(source, suppression)] } as const;
  for (const id of suppression.ids) {
    if (used.has(key(suppression, id.value))) continue;
    say(
      unusedSuppression,
      id.span,
      `Nothing here is reported as ${id.value}, so this comment hides nothing now and may hide something later`,
      { tags: ['unnecessary'], fixes: suppression.ids.length === 1 ? [remove] : [] },
    );
  }
  if (suppression.reason === undefined) {
    say(
      unexplainedSuppression,
      suppression.span,
      'This comment accepts a finding and does not say why: write `-- reason` after the rule',
    );
  }
  const { until } = suppression;
  if (until === undefined) {
    say(
      suppressionWithoutEnd,
      suppression.span,
      'This comment accepts a finding for good: write `until` and a day before the reason, so that somebody looks again',
    );
  } else if (until.instant === undefined) {
    say(
      expiredSuppression,
      until.span,
      `${until.text === '' ? 'After `until`' : `\`${until.text}\``} is no day: write one such as 2027-02-28; until then this comment accepts nothing`,
    );
  } else if (isOver(suppression, now)) {
    say(
      expiredSuppression,
      until.span,
      `${until.text} is over, and this comment accepts nothing any more: look at the finding again, then renew or remove it`,
      { tags: ['deprecated'] },
    );
  }
  return found;
}

function key(suppression: Suppression, id: string): string {
  return `${suppression.span.start} ${id}`;
}

function removal(source: Source, { span }: Suppression) {
  const lineStart = source.text.lastIndexOf('\n', span.start - 1) + 1;
  const alone = source.text.slice(lineStart, span.start).trim() === '';
  const newline = source.text.indexOf('\n', span.end);
  const before = source.text.slice(lineStart, span.start).trimEnd().length;
  return {
    source,
    span: alone
      ? { start: lineStart, end: newline < 0 ? source.text.length : newline + 1 }
      : { start: lineStart + before, end: span.end },
    newText: '',
  };
}

/** Stretches that a comment on the line above means as a whole. */
function itemsOf(manifest: Manifest | UnknownManifest): readonly Span[] {
  switch (manifest.kind) {
    case 'AgentRole':
    case 'Boundary':
      return manifest.rules.map((rule) => rule.span);
    case 'ToolScope':
      return manifest.operations.map((operation) => operation.span);
    case 'Scenario':
      return manifest.steps.map((step) => step.span);
    default:
      return [];
  }
}
