import type { Instant } from '../decide/run-state.ts';
import type { Document } from '../source.ts';
import type { Snapshot, WorkspaceFacts } from './workspace.ts';

/** Holds the current documents and hands out immutable snapshots. The only thing in the core that changes. */
export interface Host {
  /** Adds a manifest file or replaces its text. */
  set(document: Document): void;
  remove(uri: string): void;
  setFacts(facts: WorkspaceFacts): void;
  /** The same object as long as nothing has changed. */
  snapshot(now: Instant): Snapshot;
}

export function createHost(): Host {
  throw new Error('stub');
}

/** Facts about a workspace of which nothing is known but its file names. */
export function factsOf(paths: readonly string[], commands: WorkspaceFacts['commands'] = []): WorkspaceFacts {
  const known = new Set(paths);
  return { files: { paths, has: (path) => known.has(path) }, commands };
}
