import { type Finding, finding } from '../finding.ts';
import type { Manifest, UnknownManifest } from '../model/manifest.ts';
import type { Source } from '../source.ts';
import type { Span } from '../span.ts';
import { unexplainedSuppression } from './rules/unexplained-suppression.ts';
import { unusedSuppression } from './rules/unused-suppression.ts';
import { type Suppression, suppresses, suppressionsOf } from './suppression.ts';

/** The findings that no comment suppresses, and those about the comments themselves. */
export function suppressesAny(
  source: Source,
  manifest: Manifest | UnknownManifest,
  findings: readonly Finding[],
): Finding[] {
  const suppressions = suppressionsOf(source);
  if (suppressions.length === 0) return [...findings];
  const items = itemsOf(manifest);
  const used = new Set<string>();
  const kept = findings.filter((each) => {
    const by = suppressions.filter((suppression) => suppresses(suppression, each, items));
    for (const suppression of by) used.add(key(suppression, each.rule));
    return by.length === 0;
  });
  return [...kept, ...about(source, suppressions, used)];
}

function about(source: Source, suppressions: readonly Suppression[], used: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  for (const suppression of suppressions) {
    for (const id of suppression.ids) {
      if (used.has(key(suppression, id.value))) continue;
      const { severity, confidence, audience, references } = unusedSuppression;
      found.push(
        finding({
          rule: unusedSuppression.id,
          severity,
          confidence,
          audience,
          references,
          source,
          span: id.span,
          message: `Nothing here is reported as ${id.value}, so this comment hides nothing now and may hide something later`,
          tags: ['unnecessary'],
          fixes:
            suppression.ids.length === 1
              ? [{ title: 'Remove the comment', kind: 'safe', edits: [removal(source, suppression)] }]
              : [],
        }),
      );
    }
    if (suppression.reason === undefined) {
      const { severity, confidence, audience, references } = unexplainedSuppression;
      found.push(
        finding({
          rule: unexplainedSuppression.id,
          severity,
          confidence,
          audience,
          references,
          source,
          span: suppression.span,
          message: 'This comment accepts a finding and does not say why: write `-- reason` after the rule',
        }),
      );
    }
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
