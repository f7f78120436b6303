import type { Edit } from '../finding.ts';
import { readManifest } from '../model/read.ts';
import type { Source, SourceFile } from '../source.ts';
import type { ReadSource, Snapshot } from '../workspace/workspace.ts';

/** The workspace after edits, and what has become of each source that they touch. */
export interface Changed {
  readonly after: Snapshot;
  readonly pairs: readonly { readonly before: ReadSource; readonly after: ReadSource }[];
  /** The same for files of other tools. */
  readonly foreign: readonly { readonly before: Source; readonly after: Source }[];
}

/** The workspace as it is after edits; undefined where they overlap, or a text falls apart differently. */
export function withEdits(snapshot: Snapshot, edits: readonly Edit[]): Changed | undefined {
  const byFile = new Map<string, Edit[]>();
  for (const edit of edits) byFile.set(edit.source.uri, [...(byFile.get(edit.source.uri) ?? []), edit]);
  const host = snapshot.fork();
  for (const [uri, own] of byFile) {
    const file = snapshot.files.get(uri);
    const text = file && editedText(file, own);
    if (file === undefined || text === undefined) return undefined;
    const foreign = snapshot.foreign.files.find(({ source }) => source === file.sources[0]);
    if (foreign) host.setForeign({ uri, text }, foreign.path, foreign.layer);
    else host.set({ uri, text });
  }
  const after = host.snapshot(snapshot.now);
  const pairs: { before: ReadSource; after: ReadSource }[] = [];
  const foreign: { before: Source; after: Source }[] = [];
  for (const uri of byFile.keys()) {
    const [old, now] = [snapshot.files.get(uri)!.sources, after.files.get(uri)!.sources];
    if (old.length !== now.length) return undefined;
    old.forEach((source, index) => {
      const next = now[index]!;
      if (next === source) return;
      if (snapshot.foreign.has(source)) foreign.push({ before: source, after: next });
      else pairs.push({ before: readManifest(source), after: readManifest(next) });
    });
  }
  return { after, pairs, foreign };
}

/** A file's text after edits of its sources. */
export function editedText(file: SourceFile, edits: readonly Edit[]): string | undefined {
  const inFile = edits.map(({ source, span, newText }) => {
    const index = file.sources.indexOf(source);
    const start = file.starts[index];
    return start === undefined ? undefined : { start: start + span.start, end: start + span.end, newText };
  });
  let text = file.document.text;
  let last = Number.POSITIVE_INFINITY;
  // From the end, so that earlier offsets stay right; of two insertions at one place the later given comes later.
  const ordered = inFile
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => (b.edit?.start ?? 0) - (a.edit?.start ?? 0) || b.index - a.index);
  for (const { edit } of ordered) {
    if (!edit || edit.end > last || edit.start > edit.end) return undefined;
    text = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
    last = edit.start;
  }
  return text;
}
