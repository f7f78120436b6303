import type { Edit } from '../finding.ts';
import { matchesName } from '../scope/name.ts';
import type { Place, Source } from '../source.ts';
import type { Span } from '../span.ts';
import { type NameKind, type NameUse, type References, referencesOf } from '../workspace/references.ts';
import type { Snapshot } from '../workspace/workspace.ts';

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
  const references = referencesOf(snapshot);
  const use = references.at(source, offset);
  if (!use) return undefined;
  const targets = alike(references, use)
    .filter((each) => each.isDefinition)
    .map((each) => ({ source: each.source, span: declared(each), nameSpan: each.span }));
  return targets.length > 0 ? { origin: use.span, targets } : undefined;
}

/** Every place that has the name at an offset, patterns that stand for it included. */
export function referencesAt(
  snapshot: Snapshot,
  source: Source,
  offset: number,
  includeDeclaration: boolean,
): readonly Place[] {
  return highlightsAt(snapshot, source, offset).filter((each) => includeDeclaration || !each.isDefinition);
}

/** The same with what each is, for marking those in one file. */
export function highlightsAt(snapshot: Snapshot, source: Source, offset: number): readonly NameUse[] {
  const references = referencesOf(snapshot);
  const use = references.at(source, offset);
  return use ? alike(references, use) : [];
}

/** Where a name stands other than where it is declared. */
export function usesOf(snapshot: Snapshot, kind: NameKind, name: string): readonly NameUse[] {
  return referencesOf(snapshot).uses(kind, name);
}

export function prepareRename(
  snapshot: Snapshot,
  source: Source,
  offset: number,
): { readonly span: Span; readonly name: string } | undefined {
  const references = referencesOf(snapshot);
  const use = references.at(source, offset);
  if (!use || use.isPattern) return undefined;
  // What is declared nowhere has no name of its own that could be changed, except a credential, which we only mention.
  const known = use.kind === 'credential' || references.definitions(use.kind, use.name).length > 0;
  return known ? { span: use.span, name: shortName(use) } : undefined;
}

const NAME = /^[A-Za-z_][\w.-]*$/;

/** The edits that give the name at an offset another one everywhere, or why that cannot be. */
export function renameAt(
  snapshot: Snapshot,
  source: Source,
  offset: number,
  newName: string,
): { readonly edits: readonly Edit[] } | { readonly problem: string } {
  const references = referencesOf(snapshot);
  const use = references.at(source, offset);
  if (!use || !prepareRename(snapshot, source, offset)) return { problem: 'There is nothing here that has a name.' };
  if (!NAME.test(newName)) {
    return { problem: 'A name begins with a letter and goes on with letters, digits, `.`, `_` and `-`.' };
  }
  if (newName !== shortName(use) && references.definitions(use.kind, fullName(use, newName)).length > 0) {
    return { problem: `There is already a ${use.kind} of that name.` };
  }
  // A tool's name also stands in front of its operations; those are uses of the tool, in calls with patterns too.
  const edits = [...references.definitions(use.kind, use.name), ...references.uses(use.kind, use.name)].map((each) => ({
    source: each.source,
    span: each.span,
    newText: newName,
  }));
  return { edits };
}

/** All uses of what a use means: the same name, patterns that stand for it, and what a pattern stands for. */
function alike(references: References, use: NameUse): NameUse[] {
  const names = use.isPattern
    ? [...references.names(use.kind)].filter((name) => matchesName([{ text: use.name, negated: false }], name))
    : [use.name];
  const plain = names.flatMap((name) => [
    ...references.definitions(use.kind, name),
    ...references.uses(use.kind, name),
  ]);
  const patterns = references.all.filter(
    (each) =>
      each.isPattern &&
      each.kind === use.kind &&
      (each.name === use.name || names.some((name) => matchesName([{ text: each.name, negated: false }], name))),
  );
  return [...plain, ...patterns];
}

/** All of what a definition declares. */
function declared({ manifest, kind, span, rule }: NameUse): Span {
  if (rule) return rule.span;
  if (kind === 'operation' && manifest.kind === 'ToolScope') {
    return manifest.operations.find(({ name }) => name.span.start === span.start)?.span ?? span;
  }
  return kind === 'credential' ? span : manifest.span;
}

function shortName({ kind, name }: NameUse): string {
  return kind === 'operation' ? name.slice(name.indexOf('/') + 1) : name;
}

function fullName({ kind, name }: NameUse, newName: string): string {
  return kind === 'operation' ? `${name.slice(0, name.indexOf('/'))}/${newName}` : newName;
}
