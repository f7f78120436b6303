import type {
  Definition,
  DefinitionLink,
  DefinitionParams,
  DocumentHighlight,
  DocumentHighlightParams,
  Location,
  PrepareRenameParams,
  Range,
  ReferenceParams,
  RenameParams,
  WorkspaceEdit,
  WorkspaceSymbol,
  WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { DocumentHighlightKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { definitionAt, highlightsAt, prepareRename, referencesAt, renameAt } from '../core/features/navigate.ts';
import { workspaceSymbols } from '../core/features/symbols.ts';
import { spotOf } from './from-lsp.ts';
import type { Session } from './session.ts';
import { SYMBOL_KINDS, toLocation, toLocations, toRange, toWorkspaceEdit } from './to-lsp.ts';

export async function definition(
  session: Session,
  params: DefinitionParams,
): Promise<Definition | DefinitionLink[] | null> {
  const spot = await spotOf(session, params);
  const found = spot && definitionAt(spot.view.snapshot, spot.source, spot.offset);
  if (!found) return null;
  const { snapshot, file } = spot.view;
  if (!session.client.locationLinks) {
    return toLocations(
      session,
      snapshot,
      found.targets.map((target) => ({ source: target.source, span: target.nameSpan })),
    );
  }
  const originSelectionRange = toRange(file, spot.start, found.origin);
  return found.targets.flatMap((target) => {
    const whole = toLocation(session, snapshot, { source: target.source, span: target.span });
    const name = toLocation(session, snapshot, { source: target.source, span: target.nameSpan });
    if (!whole || !name) return [];
    return {
      originSelectionRange,
      targetUri: whole.uri,
      targetRange: whole.range,
      targetSelectionRange: name.range,
    };
  });
}

export async function references(session: Session, params: ReferenceParams): Promise<Location[]> {
  const spot = await spotOf(session, params);
  if (!spot) return [];
  const places = referencesAt(spot.view.snapshot, spot.source, spot.offset, params.context.includeDeclaration);
  return toLocations(session, spot.view.snapshot, places);
}

export async function highlights(session: Session, params: DocumentHighlightParams): Promise<DocumentHighlight[]> {
  const spot = await spotOf(session, params);
  if (!spot) return [];
  const uri = spot.source.uri;
  return highlightsAt(spot.view.snapshot, spot.source, spot.offset).flatMap((each) => {
    const location = each.source.uri === uri ? toLocation(session, spot.view.snapshot, each) : undefined;
    if (!location) return [];
    return {
      range: location.range,
      kind: each.isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    };
  });
}

export async function prepare(
  session: Session,
  params: PrepareRenameParams,
): Promise<{ range: Range; placeholder: string } | null> {
  const spot = await spotOf(session, params);
  const found = spot && prepareRename(spot.view.snapshot, spot.source, spot.offset);
  return found ? { range: toRange(spot.view.file, spot.start, found.span), placeholder: found.name } : null;
}

export async function rename(session: Session, params: RenameParams): Promise<WorkspaceEdit | null> {
  const spot = await spotOf(session, params);
  if (!spot) return null;
  const result = renameAt(spot.view.snapshot, spot.source, spot.offset, params.newName);
  if ('problem' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.problem);
  return toWorkspaceEdit(session, spot.view.snapshot, result.edits);
}

export async function symbolsOfWorkspace(session: Session, params: WorkspaceSymbolParams): Promise<WorkspaceSymbol[]> {
  const pending = session.workspaces.pending();
  if (pending) await pending;
  return session.workspaces.snapshots().flatMap(({ snapshot }) =>
    workspaceSymbols(snapshot, params.query).flatMap((symbol) => {
      const location = toLocation(session, snapshot, symbol);
      return location
        ? { name: symbol.name, kind: SYMBOL_KINDS[symbol.kind], containerName: symbol.container, location }
        : [];
    }),
  );
}
