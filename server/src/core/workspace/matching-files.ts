import { matchesPath } from '../scope/path.ts';
import type { FileIndex } from './workspace.ts';

const byIndex = new WeakMap<FileIndex, Map<string, Uint32Array>>();
/** Beyond so many patterns of one workspace all are forgotten: each holds a number for every file that it matches. */
const MOST_PATTERNS = 200;

/** The workspace's files that a path pattern matches, in their order. Looked up once per pattern. */
export function* filesMatching(files: FileIndex, pattern: string): Iterable<string> {
  for (const index of indexesOf(files, pattern)) yield files.paths[index]!;
}

/** How many there are. */
export function countMatching(files: FileIndex, pattern: string): number {
  return indexesOf(files, pattern).length;
}

function indexesOf(files: FileIndex, pattern: string): Uint32Array {
  let known = byIndex.get(files);
  if (known === undefined) {
    known = new Map();
    byIndex.set(files, known);
  }
  let indexes = known.get(pattern);
  if (indexes === undefined) {
    const scope = [{ text: pattern, negated: false }];
    indexes = Uint32Array.from(files.paths.flatMap((path, index) => (matchesPath(scope, path) ? [index] : [])));
    if (known.size >= MOST_PATTERNS) known.clear();
    known.set(pattern, indexes);
  }
  return indexes;
}
