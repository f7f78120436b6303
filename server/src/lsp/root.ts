import type { AnalysisOptions } from '../core/analysis/analyze.ts';
import type { Instant } from '../core/decide/run-state.ts';
import { isForeignPath } from '../core/dialects/index.ts';
import type { Document } from '../core/source.ts';
import type { Work } from '../core/syntax/work.ts';
import { createHost, factsOf, type Host } from '../core/workspace/host.ts';
import { isManifestPath } from '../core/workspace/manifest-path.ts';
import { commandsOf, isCommandFile } from '../core/workspace/seen-commands.ts';
import type { Snapshot, WorkspaceFacts } from '../core/workspace/workspace.ts';
import { relativePath } from './documents.ts';

/**
 * One directory that patterns are relative to, with the manifests beneath it. Everything that the server knows about
 * files ends up in a root's host; handlers only see the immutable snapshots that come out of it.
 */
export interface Root {
  readonly uri: string;
  readonly host: Host;
  /** What the root's own `bailiwick.yaml` says; the text, since settings change how it is read. */
  configuration: Document | undefined;
  options: AnalysisOptions;
  readonly paths: Set<string>;
  /** Whether every file has been listed: not before somebody looked, and not where a limit ended it. */
  isListed: boolean;
  readonly commands: Map<string, WorkspaceFacts['commands']>;
  factsChanged: boolean;
}

export function createRoot(uri: string, options: AnalysisOptions, work?: Work): Root {
  return {
    uri,
    host: createHost(work),
    configuration: undefined,
    options,
    paths: new Set(),
    isListed: false,
    commands: new Map(),
    factsChanged: false,
  };
}

/** The root as it is now. Facts are handed over once for any number of files that came or went. */
export function snapshotOf(root: Root, now: Instant): Snapshot {
  if (root.factsChanged) {
    root.factsChanged = false;
    root.host.setFacts(factsOf([...root.paths].sort(), [...root.commands.values()].flat(), { isCut: !root.isListed }));
  }
  return root.host.snapshot(now);
}

/** Says whether all of its files are known now. */
export function setListed(root: Root, isListed: boolean): void {
  if (root.isListed === isListed) return;
  root.isListed = isListed;
  root.factsChanged = true;
}

export function addPath(root: Root, path: string): void {
  if (root.paths.has(path)) return;
  root.paths.add(path);
  root.factsChanged = true;
}

export function removePath(root: Root, path: string): void {
  if (root.paths.delete(path)) root.factsChanged = true;
  if (root.commands.delete(path)) root.factsChanged = true;
}

/** Takes in the text of a file that is not a manifest and yet bears on them. */
export function addCommandFile(root: Root, path: string, text: string): void {
  root.commands.set(path, commandsOf(path, text));
  root.factsChanged = true;
}

/** Takes in a document that is one of ours, or of another tool whose files are read. */
export function setDocument(root: Root, document: Document, path: string): void {
  if (roleOfFile(path) === 'foreign') root.host.setForeign(document, path);
  else root.host.set(document);
}

/** What the text of a file at this path is to a root: nothing, for most files. */
export function roleOfFile(path: string): 'manifest' | 'configuration' | 'foreign' | 'commands' | undefined {
  if (path === 'bailiwick.yaml') return 'configuration';
  if (isManifestPath(path)) return 'manifest';
  if (isForeignPath(path)) return 'foreign';
  return isCommandFile(path) ? 'commands' : undefined;
}

/** The innermost root that a file is in. */
export function rootOf(roots: Iterable<Root>, uri: string): { readonly root: Root; readonly path: string } | undefined {
  let found: { readonly root: Root; readonly path: string } | undefined;
  for (const root of roots) {
    const path = relativePath(root.uri, uri);
    if (path !== undefined && (!found || root.uri.length > found.root.uri.length)) found = { root, path };
  }
  return found;
}
