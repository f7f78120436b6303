/** What was found beneath a directory. */
export interface FileList {
  readonly paths: readonly string[];
  /** True where a limit was reached before the end. */
  readonly cut: boolean;
}

/** Directories whose files are no part of a workspace's own text. */
const IGNORED = new Set(['node_modules', '.git', '.hg', '.svn', 'bower_components', '.venv', '__pycache__', '.tox']);

export function isIgnoredDirectory(name: string): boolean {
  return IGNORED.has(name);
}

/** Whether a path, relative to its root, goes through a directory that is left out. */
export function isIgnoredPath(path: string): boolean {
  return path.split('/').slice(0, -1).some(isIgnoredDirectory);
}
