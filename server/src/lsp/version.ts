import type { Instant } from '../core/decide/run-state.ts';
import { isForeignPath } from '../core/dialects/index.ts';
import type { Document, SourceFile } from '../core/source.ts';
import { createHost, type Host } from '../core/workspace/host.ts';
import type { Snapshot } from '../core/workspace/workspace.ts';

interface Version {
  readonly snapshot: Snapshot;
  readonly file: SourceFile;
}

const versions = new WeakMap<Document, { readonly base: Snapshot | undefined; readonly version: Version }>();

/**
 * The workspace as it would be with another version of one file: the left side of a diff editor. The version's text
 * stands in for the file it is a version of, under its own URI, and everything else is as it is now.
 */
export function withVersion(
  host: Host | undefined,
  base: Snapshot | undefined,
  document: Document,
  replaces: string,
  now: Instant,
  path: string | undefined,
): Version {
  const known = versions.get(document);
  if (known && known.base === base) return known.version;
  const other = host?.fork() ?? createHost();
  other.remove(replaces);
  if (path !== undefined && isForeignPath(path)) other.setForeign(document, path);
  else other.set(document);
  const snapshot = other.snapshot(now);
  const version = { snapshot, file: snapshot.files.get(document.uri)! };
  versions.set(document, { base, version });
  return version;
}
