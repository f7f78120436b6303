import assert from 'node:assert/strict';
import type { AnalysisOptions } from '../../server/src/core/analysis/analyze.ts';
import type { Edit } from '../../server/src/core/finding.ts';
import type { Place, Source, SourceFile } from '../../server/src/core/source.ts';
import type { Snapshot } from '../../server/src/core/workspace/workspace.ts';
import { splitFiles, takeCursor } from '../support/markers.ts';
import { uriOf, type WorkspaceOptions, workspaceOf } from '../support/workspace.ts';

export const OPTIONS: AnalysisOptions = { audience: 'default', rules: {} };

/** A place in a workspace that a test points at with `$0`. */
export interface At {
  readonly snapshot: Snapshot;
  readonly file: SourceFile;
  readonly source: Source;
  /** Relative to the source. */
  readonly offset: number;
  /** Files by path, without the cursor. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A workspace of one string with `//- path` lines, and the place of its `$0`. */
export function at(text: string, options: WorkspaceOptions = {}): At {
  const files = splitFiles(text);
  const path = Object.keys(files).find((each) => files[each]!.includes('$0'));
  assert(path, 'the text has no $0');
  const taken = takeCursor(files[path]!);
  const texts = { ...files, [path]: taken.text };
  const { snapshot } = workspaceOf(texts, options);
  const file = snapshot.files.get(uriOf(path))!;
  let index = file.starts.length - 1;
  while (index > 0 && file.starts[index]! > taken.offset) index--;
  return { snapshot, file, source: file.sources[index]!, offset: taken.offset - file.starts[index]!, texts };
}

/** `a.agent-role.yaml:3 github` for every place: the line, from 1, and the text there. */
export function placesIn(snapshot: Snapshot, places: readonly Place[]): string[] {
  return places
    .map(({ source, span }) => {
      const file = snapshot.files.get(source.uri)!;
      const start = file.starts[file.sources.indexOf(source)]! + span.start;
      const line = file.document.text.slice(0, start).split('\n').length;
      return `${source.uri.slice(uriOf('').length)}:${line} ${source.text.slice(span.start, span.end)}`;
    })
    .sort();
}

/** The files after edits, by path. */
export function edited(snapshot: Snapshot, edits: readonly Edit[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const file of snapshot.files.values()) {
    const own = edits
      .filter((edit) => file.sources.includes(edit.source))
      .map((edit) => ({ ...edit, at: file.starts[file.sources.indexOf(edit.source)]! }))
      .sort((a, b) => b.at + b.span.start - (a.at + a.span.start));
    let { text } = file.document;
    for (const edit of own) {
      text = text.slice(0, edit.at + edit.span.start) + edit.newText + text.slice(edit.at + edit.span.end);
    }
    if (own.length > 0) texts[file.document.uri.slice(uriOf('').length)] = text;
  }
  return texts;
}
