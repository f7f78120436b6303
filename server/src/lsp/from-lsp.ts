import type { Position, Range, TextDocumentPositionParams } from 'vscode-languageserver';
import type { Span } from '../core/span.ts';
import { normalUri } from './documents.ts';
import { Outdated } from './guard.ts';
import { offsetAt } from './lines.ts';
import { type Session, type Spot, spotAt } from './session.ts';
import type { View } from './workspaces.ts';

/** The file of a request in its workspace, once the workspace has been looked through. Undefined: not one of ours. */
export function viewOf(session: Session, clientUri: string): View | undefined | Promise<View | undefined> {
  const uri = normalUri(clientUri);
  const pending = session.workspaces.pending();
  if (!pending) return session.workspaces.view(uri);
  const version = session.documents.get(uri)?.version;
  return pending.then(() => {
    // The request's positions are about the text as it was when it was sent.
    if (session.documents.get(uri)?.version !== version) throw new Outdated();
    return session.workspaces.view(uri);
  });
}

/** The manifest and offset that a request is about. */
export async function spotOf(session: Session, params: TextDocumentPositionParams): Promise<Spot | undefined> {
  const pending = viewOf(session, params.textDocument.uri);
  const view = pending instanceof Promise ? await pending : pending;
  return view && spotAt(view, offsetAt(view.file.document, params.position));
}

export function offsetIn(view: View, position: Position): number {
  return offsetAt(view.file.document, position);
}

/** A range of the file as offsets in it. */
export function spanIn(view: View, range: Range): Span {
  return { start: offsetIn(view, range.start), end: offsetIn(view, range.end) };
}
