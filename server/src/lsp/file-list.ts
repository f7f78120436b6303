import { UNLISTED_DIRECTORIES } from '../core/workspace/presence.ts';

/** What was found beneath a directory. */
export interface FileList {
  readonly paths: readonly string[];
  /** True where a limit was reached before the end. */
  readonly cut: boolean;
}

export function isIgnoredDirectory(name: string): boolean {
  return UNLISTED_DIRECTORIES.has(name);
}

/** Whether a path, relative to its root, goes through a directory that is left out. */
export function isIgnoredPath(path: string): boolean {
  return path.split('/').slice(0, -1).some(isIgnoredDirectory);
}
