import type { Edit } from '../finding.ts';
import { readManifest } from '../model/read.ts';
import type { Place, Source } from '../source.ts';
import type { Span } from '../span.ts';
import type { Snapshot } from '../workspace/workspace.ts';
import { type Mention, mentionAt, type NameKind, sameName } from './names.ts';

export interface DefinitionTarget {
  readonly source: Source;
  /** All of what is declared. */
  readonly span: Span;
  /** Its name. */
  readonly nameSpan: Span;
}

/** Where the name at an offset is declared. Several, where a pattern names several. */
export function definitionAt(
  snapshot: Snapshot,
  source: Source,
  offset: number,
): { readonly origin: Span; readonly targets: readonly DefinitionTarget[] } | undefined {
  const mention = mentionAt(readManifest(source), offset);
  if (!mention) return undefined;
  const targets = meanings(snapshot, source, mention)
    .filter((each) => each.declares)
    .map((each) => ({ source: each.source, span: each.whole ?? each.span, nameSpan: each.span }));
  return targets.length > 0 ? { origin: mention.span, targets } : undefined;
}

/** Every place that mentions the name at an offset. */
export function referencesAt(
  snapshot: Snapshot,
  source: Source,
  offset: number,
  includeDeclaration: boolean,
): readonly Place[] {
  const mention = mentionAt(readManifest(source), offset);
  if (!mention) return [];
  return meanings(snapshot, source, mention).filter((each) => includeDeclaration || !each.declares);
}

/** The mentions of the name at an offset, for marking those in the same file. */
export function highlightsAt(snapshot: Snapshot, source: Source, offset: number): readonly Mention[] {
  const mention = mentionAt(readManifest(source), offset);
  return mention ? meanings(snapshot, source, mention) : [];
}

/** The mentions of one name elsewhere than by declaration: "used by". */
export function usesOf(snapshot: Snapshot, kind: NameKind, name: string): readonly Mention[] {
  const mention = { kind, name, declares: true, span: { start: 0, end: 0 } } as Mention;
  return sameName(snapshot, mention).filter((each) => !each.declares);
}

export function prepareRename(
  snapshot: Snapshot,
  source: Source,
  offset: number,
): { readonly span: Span; readonly name: string } | undefined {
  const mention = mentionAt(readManifest(source), offset);
  if (!mention || mention.pattern) return undefined;
  // What is declared nowhere has no name of its own that could be changed, except a credential, which we only mention.
  if (mention.kind !== 'credential' && !meanings(snapshot, source, mention).some((each) => each.declares))
    return undefined;
  return { span: mention.span, name: shortName(mention) };
}

const NAME = /^[A-Za-z_][\w.-]*$/;

/** The edits that give the name at an offset another one everywhere, or why that cannot be. */
export function renameAt(
  snapshot: Snapshot,
  source: Source,
  offset: number,
  newName: string,
): { readonly edits: readonly Edit[] } | { readonly problem: string } {
  const mention = mentionAt(readManifest(source), offset);
  if (!mention || !prepareRename(snapshot, source, offset))
    return { problem: 'There is nothing here that has a name.' };
  if (!NAME.test(newName)) {
    return { problem: 'A name begins with a letter and goes on with letters, digits, `.`, `_` and `-`.' };
  }
  const kind = meaningOf(snapshot, source, mention);
  const taken = { ...mention, kind, name: fullName({ ...mention, kind }, newName) };
  if (newName !== shortName(mention) && sameName(snapshot, taken).some((each) => each.declares && !each.pattern)) {
    return { problem: `There is already a ${kind} of that name.` };
  }
  const edits = meanings(snapshot, source, mention)
    .filter((each) => !each.pattern)
    .map((each) => ({ source: each.source, span: each.span, newText: newName }));
  // A tool's name is also in front of its operations; those mentions are of the tool and are among the edits already.
  return { edits: unique(edits) };
}

/** All mentions of what a mention means. A revoked name may be of any kind: of the one that is declared, then. */
function meanings(snapshot: Snapshot, source: Source, mention: Mention): Mention[] {
  return sameName(snapshot, { ...mention, kind: meaningOf(snapshot, source, mention) });
}

function meaningOf(snapshot: Snapshot, source: Source, mention: Mention): NameKind {
  const kinds = readKinds(source, mention);
  if (kinds.length === 1) return mention.kind;
  return kinds.find((kind) => sameName(snapshot, { ...mention, kind }).some((each) => each.declares)) ?? mention.kind;
}

function readKinds(source: Source, mention: Mention): NameKind[] {
  if (mention.declares || mention.kind === 'operation') return [mention.kind];
  const { manifest } = readManifest(source);
  const revoked =
    manifest.kind === 'Scenario' &&
    manifest.steps.some((step) => step.kind === 'revoke' && step.target.span.start === mention.span.start);
  return revoked ? ['role', 'tool', 'credential', 'rule'] : [mention.kind];
}

function shortName(mention: Mention): string {
  return mention.kind === 'operation' ? mention.name.slice(mention.name.indexOf('/') + 1) : mention.name;
}

function fullName(mention: Mention, newName: string): string {
  return mention.kind === 'operation' ? `${mention.name.slice(0, mention.name.indexOf('/'))}/${newName}` : newName;
}

function unique(edits: readonly Edit[]): Edit[] {
  const seen = new Map<Source, Set<number>>();
  return edits.filter(({ source, span }) => {
    const starts = seen.get(source) ?? new Set<number>();
    seen.set(source, starts);
    if (starts.has(span.start)) return false;
    starts.add(span.start);
    return true;
  });
}
