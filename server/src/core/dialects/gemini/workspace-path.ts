/** Paths as seen from the root of the workspace, whose own place nobody knows here. Names are not looked up on a disk. */

/** The segments below the root; undefined where a path leads, or may lead, out of it. `from` is a directory in it. */
export function withinWorkspace(path: string, from: readonly string[] = []): readonly string[] | undefined {
  if (path.startsWith('/')) return undefined;
  const segments = [...from];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments;
}

/** The last segment, `.` and `..` taken away; empty where that is the root of the workspace, or not known. */
export function baseName(path: string): string {
  const segments: string[] = [];
  for (const segment of path.replaceAll('\0', '').replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return segments.at(-1) ?? '';
}
