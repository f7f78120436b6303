import type { Span } from './span.ts';

/**
 * A file as it is at one moment. Immutable: the object's identity is its version, so a WeakMap keyed by it is a whole
 * cache and needs no invalidation.
 */
export interface Document {
  /** The file's URI, as the editor or the command line names it. */
  readonly uri: string;
  readonly text: string;
}

/**
 * The text of one manifest: one YAML document of a file. A file with several manifests has several sources, and an
 * edit in one of them leaves the other objects, and everything computed from them, as they were. That is why spans are
 * relative to a source and become offsets in the file only at the edges, through {@link SourceFile}.
 */
export interface Source {
  readonly uri: string;
  readonly text: string;
}

/** A document cut into its sources, in order. `starts[i]` is where `sources[i]` begins in the document's text. */
export interface SourceFile {
  readonly document: Document;
  readonly sources: readonly Source[];
  readonly starts: readonly number[];
}

/** A place that somebody can be sent to. */
export interface Place {
  readonly source: Source;
  readonly span: Span;
}
