import {
  type Location,
  type Position,
  type Range,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { OutlineSymbol } from '../core/features/symbols.ts';
import type { Edit } from '../core/finding.ts';
import type { Place, Source, SourceFile } from '../core/source.ts';
import type { Span } from '../core/span.ts';
import type { Snapshot } from '../core/workspace/workspace.ts';
import { linesOf, positionAt } from './lines.ts';
import type { Session } from './session.ts';

/** Where a source begins in its file. Looked up rather than stored, since the same source moves as text before it changes. */
export function startOf(file: SourceFile, source: Source): number | undefined {
  let starts = startsOfFiles.get(file);
  if (!starts) {
    starts = new Map(file.sources.map((each, index) => [each, file.starts[index]!]));
    startsOfFiles.set(file, starts);
  }
  return starts.get(source);
}

const startsOfFiles = new WeakMap<SourceFile, Map<Source, number>>();

/** A span of one manifest as a range of its file. */
export function toRange(file: SourceFile, start: number, span: Span): Range {
  const lines = linesOf(file.document);
  return { start: positionAt(lines, start + span.start), end: positionAt(lines, start + span.end) };
}

export function toPosition(file: SourceFile, start: number, offset: number): Position {
  return positionAt(linesOf(file.document), start + offset);
}

/** A place in any file of the snapshot; undefined where its text is no longer there. */
export function toLocation(session: Session, snapshot: Snapshot, place: Place): Location | undefined {
  const file = snapshot.files.get(place.source.uri);
  const start = file && startOf(file, place.source);
  if (!file || start === undefined) return undefined;
  return { uri: session.documents.toClient(place.source.uri), range: toRange(file, start, place.span) };
}

export function toLocations(session: Session, snapshot: Snapshot, places: readonly Place[]): Location[] {
  return places.flatMap((place) => toLocation(session, snapshot, place) ?? []);
}

/** Edits of several files, with the versions that they are meant for where the client takes them. */
export function toWorkspaceEdit(session: Session, snapshot: Snapshot, edits: readonly Edit[]): WorkspaceEdit {
  const byUri = new Map<string, TextEdit[]>();
  for (const edit of edits) {
    const location = toLocation(session, snapshot, edit);
    if (!location) continue;
    const own = byUri.get(location.uri) ?? [];
    own.push({ range: location.range, newText: edit.newText });
    byUri.set(location.uri, own);
  }
  if (!session.client.documentChanges) return { changes: Object.fromEntries(byUri) };
  return {
    documentChanges: [...byUri].map(([uri, own]) => ({
      textDocument: { uri, version: versionOf(session, uri) },
      edits: own,
    })),
  };
}

/** The version of an open document; null tells the client that the file on disk is meant. */
export function versionOf(session: Session, clientUri: string): number | null {
  for (const each of session.documents.all()) if (each.clientUri === clientUri) return each.version;
  return null;
}

export const SYMBOL_KINDS: Readonly<Record<OutlineSymbol['kind'], SymbolKind>> = {
  role: SymbolKind.Class,
  tool: SymbolKind.Module,
  scenario: SymbolKind.Event,
  boundary: SymbolKind.Namespace,
  rule: SymbolKind.Property,
  operation: SymbolKind.Method,
  step: SymbolKind.EnumMember,
  part: SymbolKind.Field,
};
