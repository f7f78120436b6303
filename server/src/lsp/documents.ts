import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { Document } from '../core/source.ts';
import { offsetAt } from './lines.ts';

/** A document that an editor has open. Immutable: an edit makes a new one. */
export interface OpenDocument {
  /** The URI in our one spelling. Clients escape differently; the server compares only these. */
  readonly uri: string;
  /** As the client spells it; answers about the document use this. */
  readonly clientUri: string;
  readonly version: number;
  readonly document: Document;
}

export interface OpenDocuments {
  get(uri: string): OpenDocument | undefined;
  all(): Iterable<OpenDocument>;
  open(item: TextDocumentItem): OpenDocument;
  /** Applies edits in order; undefined where the document is not open. */
  change(
    clientUri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): OpenDocument | undefined;
  close(clientUri: string): OpenDocument | undefined;
  /** How the client spells a URI of ours. */
  toClient(uri: string): string;
}

export function createOpenDocuments(): OpenDocuments {
  const documents = new Map<string, OpenDocument>();
  const put = (clientUri: string, version: number, text: string) => {
    const uri = normalUri(clientUri);
    const opened = { uri, clientUri, version, document: { uri, text } };
    documents.set(uri, opened);
    return opened;
  };
  return {
    get: (uri) => documents.get(uri),
    all: () => documents.values(),
    open: (item) => put(item.uri, item.version, item.text),
    change(clientUri, version, changes) {
      const before = documents.get(normalUri(clientUri));
      if (!before) return undefined;
      let document = before.document;
      for (const change of changes) document = { uri: document.uri, text: changedText(document, change) };
      return put(before.clientUri, version, document.text);
    },
    close(clientUri) {
      const uri = normalUri(clientUri);
      const closed = documents.get(uri);
      documents.delete(uri);
      return closed;
    },
    toClient: (uri) => documents.get(uri)?.clientUri ?? uri,
  };
}

function changedText(document: Document, change: TextDocumentContentChangeEvent): string {
  if (!('range' in change)) return change.text;
  const from = offsetAt(document, change.range.start);
  const to = offsetAt(document, change.range.end);
  const [start, end] = from <= to ? [from, to] : [to, from];
  return document.text.slice(0, start) + change.text + document.text.slice(end);
}

const normalised = new Map<string, string>();

/** One spelling for every URI of a file. Remembered, since the same few come with every request. */
export function normalUri(uri: string): string {
  let normal = normalised.get(uri);
  if (normal === undefined) {
    try {
      normal = URI.parse(uri).toString();
    } catch {
      normal = uri;
    }
    if (normalised.size > 10_000) normalised.clear();
    normalised.set(uri, normal);
  }
  return normal;
}

/** The directory that a URI is in, without a final slash. */
export function parentUri(uri: string): string {
  const end = uri.search(/[?#]/);
  const path = end < 0 ? uri : uri.slice(0, end);
  return path.slice(0, path.lastIndexOf('/'));
}

/** A file beneath a directory. */
export function childUri(root: string, path: string): string {
  return path === '' ? root : `${root}/${path.split('/').map(encodeSegment).join('/')}`;
}

/** The path of a file relative to a directory; undefined where it is not beneath it. */
export function relativePath(root: string, uri: string): string | undefined {
  if (!uri.startsWith(`${root}/`)) return undefined;
  const rest = uri.slice(root.length + 1);
  try {
    return decodeURIComponent(rest);
  } catch {
    return rest;
  }
}

function encodeSegment(segment: string): string {
  // The spelling of vscode-uri, so that a file found on disk and the same file opened in an editor are one.
  return URI.from({ scheme: 'x', path: `/${segment}` })
    .toString()
    .slice('x:/'.length);
}

/** Schemes of texts that nobody edits here: versions in git, checked-out reviews, comparisons. No diagnostics there. */
export function isReadOnlyScheme(uri: string): boolean {
  return !/^(file|untitled|vscode-vfs|vscode-remote|memfs|vscode-test-web|inmemory):/.test(uri);
}

/**
 * The file that a read-only text is a version of: the path of the URI, or the path in its query as VS Code's git
 * extension writes it (`git:/w/a.yaml?{"path":"/w/a.yaml","ref":"HEAD"}`).
 */
export function fileOfVersion(uri: string): string {
  const parsed = URI.parse(uri);
  let path = parsed.path;
  try {
    const query: unknown = JSON.parse(parsed.query);
    if (typeof query === 'object' && query !== null && 'path' in query && typeof query.path === 'string') {
      // A drive letter needs the slash that a URI's path begins with.
      path = query.path.startsWith('/') ? query.path : `/${query.path.replaceAll('\\', '/')}`;
    }
  } catch {
    // Another extension's query; the path says enough.
  }
  return URI.from({ scheme: 'file', path: path.replace(/\.git$/, '') }).toString();
}
