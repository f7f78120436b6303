import type { Finding } from '../finding.ts';
import type { Document, Source, SourceFile } from '../source.ts';
import type { Node } from './node.ts';

/** Cuts a file into its manifests. Sources of `previous` whose text is unchanged are carried over as the same objects. */
export function splitSources(document: Document, previous?: SourceFile): SourceFile {
  throw new Error(`stub ${document.uri} ${previous?.sources.length}`);
}

/** Reads the text of one manifest into a tree. Never throws: what cannot be read is a finding, and the rest is in the tree. */
export function parse(source: Source): { readonly node: Node | undefined; readonly findings: readonly Finding[] } {
  throw new Error(`stub ${source.uri}`);
}
