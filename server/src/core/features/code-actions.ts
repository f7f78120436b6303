import { askInstead } from '../analysis/edits.ts';
import { checkEdits } from '../analysis/verify-fix.ts';
import type { Edit, Finding, Fix } from '../finding.ts';
import { contains } from '../span.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';

/** Something to do about a finding. */
export type FileAction =
  | {
      readonly kind: 'fix';
      readonly title: string;
      readonly finding: Finding;
      readonly edits: readonly Edit[];
      readonly preferred: boolean;
    }
  | { readonly kind: 'replay'; readonly title: string; readonly finding: Finding }
  /** The edit's text has one placeholder, `${1:…}`: the reason. */
  | { readonly kind: 'suppress'; readonly title: string; readonly finding: Finding; readonly edit: Edit };

/** Findings of these say that the text cannot be read; to accept one of them would not make it readable. */
const NOT_TO_ACCEPT =
  /^(syntax-error|half-written|too-|unknown-(kind|version)|merge-conflict|control-character|not-utf8)/;

/** What can be done about a finding: its fixes, seeing it happen, and accepting it with a reason. */
export function actionsFor(_snapshot: Snapshot, finding: Finding): FileAction[] {
  const actions: FileAction[] = finding.fixes.map((fix, index) => ({
    kind: 'fix',
    title: fix.title + consequenceWords(fix),
    finding,
    edits: fix.edits,
    preferred: index === 0 && fix.kind === 'safe',
  }));
  if (finding.witness) actions.push({ kind: 'replay', title: 'Replay this risk', finding });
  if (!NOT_TO_ACCEPT.test(finding.rule)) {
    const edit = suppression(finding);
    if (edit) actions.push({ kind: 'suppress', title: `Accept ${finding.rule} here, with a reason`, finding, edit });
  }
  return actions;
}

/** What a title has to say before somebody chooses it: that something written down is then not so any more. */
function consequenceWords({ breaks = [], brings = [] }: Fix): string {
  if (breaks.length > 0)
    return `, which breaks ${breaks.length === 1 ? 'an expectation' : `${breaks.length} expectations`}`;
  return brings.length > 0 ? `, which shows ${brings[0]!.slice(0, brings[0]!.indexOf(':'))}` : '';
}

/** A comment above the line of the finding, or one more id in the comment that is there. JSON has no comments. */
function suppression(finding: Finding): Edit | undefined {
  const { source, span } = finding;
  const { text } = source;
  if (source.uri.endsWith('.json') || /^\s*[{[]/.test(text)) return undefined;
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1));
  const known = /^(\s*#\s*bailiwick:\s*ignore\s+)([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)/.exec(above);
  if (known) {
    const at = lineStart - 1 - above.length + known[0].length;
    return { source, span: { start: at, end: at }, newText: `, ${finding.rule}` };
  }
  const indent = /^[ \t]*/.exec(text.slice(lineStart))![0];
  return {
    source,
    span: { start: lineStart, end: lineStart },
    newText: `${indent}# bailiwick: ignore ${finding.rule} -- \${1:reason}\n`,
  };
}

/**
 * The edits of every safe fix that can be applied together: of two that touch the same text the first one counts. Each
 * is sound alone; where all of them together are not, because one relied on what another takes away, those are left out
 * with which it does not hold any more.
 */
export function allSafeEdits(snapshot: Snapshot, findings: readonly Finding[]): Edit[] {
  const chosen: (readonly Edit[])[] = [];
  for (const finding of findings) {
    const fix: Fix | undefined = finding.fixes.find((each) => each.kind === 'safe');
    if (!fix || fix.edits.some((edit) => chosen.flat().some((other) => overlaps(edit, other)))) continue;
    chosen.push(fix.edits);
  }
  if (chosen.length < 2 || isSound(snapshot, chosen.flat())) return chosen.flat();
  let kept: Edit[] = [];
  for (const edits of chosen) if (isSound(snapshot, [...kept, ...edits])) kept = [...kept, ...edits];
  return kept;
}

function isSound(snapshot: Snapshot, edits: readonly Edit[]): boolean {
  const { problem, exact, lost } = checkEdits(snapshot, edits);
  return problem === undefined && exact && lost.length === 0;
}

function overlaps(a: Edit, b: Edit): boolean {
  if (a.source !== b.source) return false;
  const touching = a.span.start === b.span.start && a.span.end === b.span.end;
  return touching || (a.span.start < b.span.end && b.span.start < a.span.end);
}

/** Changes of a rule that are no fixes: a person decides that an agent is to ask from now on. */
export function rewritesAt({ manifest }: ReadSource, offset: number): { title: string; edits: readonly Edit[] }[] {
  if (manifest.kind !== 'AgentRole') return [];
  const rule = manifest.rules.find((each) => each.effect === 'allow' && contains(each.span, offset));
  if (!rule) return [];
  const pattern = rule.patterns.find((each) => !each.negated && contains(each.span, offset)) ?? rule.patterns[0];
  if (!pattern || pattern.negated) return [];
  const edits = askInstead(manifest, rule, pattern);
  return edits ? [{ title: `Ask before \`${rule.verb} ${pattern.text}\``, edits }] : [];
}
