import type { FileIndex } from '../workspace/workspace.ts';

/** A file's path relative to the workspace root: the longest end of its URI that the workspace lists. */
export function pathInWorkspace(uri: string, files: FileIndex): string | undefined {
  let decoded = uri;
  try {
    decoded = decodeURIComponent(uri);
  } catch {
    // A URI with a stray percent sign is compared as it stands.
  }
  const parts = decoded.split('/');
  for (let from = 3; from < parts.length; from++) {
    const path = parts.slice(from).join('/');
    if (files.has(path)) return path;
  }
  return undefined;
}
