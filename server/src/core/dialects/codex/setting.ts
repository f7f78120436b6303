import type { Place } from '../../source.ts';
import type { MapEntry, Node } from '../../syntax/node.ts';
import { entryIn } from '../toml/tree.ts';
import type { ConfigFile } from './config-file.ts';

/** Where a setting stands, and how it would be quoted. */
export interface Written extends Place {
  readonly text: string;
}

/** The entry at a path, of the strongest file that has one. Files come with the weakest first. */
export function settingOf(
  files: readonly ConfigFile[],
  ...path: string[]
): { readonly file: ConfigFile; readonly entry: MapEntry } | undefined {
  for (const file of [...files].reverse()) {
    let entry: MapEntry | undefined;
    let at: Node | undefined = file.root;
    for (const key of path) {
      entry = entryIn(at, key);
      at = entry?.value;
    }
    if (entry) return { file, entry };
  }
  return undefined;
}

/** A setting as it would be quoted. */
export function writtenAt(found: { readonly file: ConfigFile; readonly entry: MapEntry }): Written {
  const { file, entry } = found;
  const value =
    entry.value?.kind === 'scalar' ? file.source.text.slice(entry.key.span.start, entry.span.end) : entry.key.text;
  return { source: file.source, span: entry.span, text: value.split('\n')[0]! };
}
