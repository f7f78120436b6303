import assert from 'node:assert/strict';
import type { Instant } from '../../server/src/core/decide/run-state.ts';
import { isForeignPath } from '../../server/src/core/dialects/index.ts';
import { createHost, factsOf, type Host } from '../../server/src/core/workspace/host.ts';
import { isManifestPath } from '../../server/src/core/workspace/manifest-path.ts';
import type { ResolvedRole, Snapshot, WorkspaceFacts } from '../../server/src/core/workspace/workspace.ts';
import { splitFiles } from './markers.ts';

/** The moment at which tests happen unless they say otherwise. */
export const TEST_NOW: Instant = Date.parse('2026-11-24T09:00:00Z');

export interface WorkspaceOptions {
  readonly now?: Instant;
  /** Files of which only the path matters, beside those that are given with their text. */
  readonly paths?: readonly string[];
  readonly commands?: WorkspaceFacts['commands'];
}

export interface TestWorkspace {
  readonly host: Host;
  readonly snapshot: Snapshot;
}

/**
 * A workspace in memory. Files come as a record of path to text, or as one string in which lines such as
 * `//- tools/github.tool-scope.yaml` begin a file. Files that are not manifests only add their path to the facts.
 */
export function workspaceOf(
  files: Readonly<Record<string, string>> | string,
  options: WorkspaceOptions = {},
): TestWorkspace {
  const texts = typeof files === 'string' ? splitFiles(files) : files;
  const host = createHost();
  for (const [path, text] of Object.entries(texts)) {
    if (isManifestPath(path)) host.set({ uri: uriOf(path), text });
    else if (isForeignPath(path)) host.setForeign({ uri: uriOf(path), text }, path);
  }
  host.setFacts(factsOf([...Object.keys(texts), ...(options.paths ?? [])], options.commands));
  return { host, snapshot: host.snapshot(options.now ?? TEST_NOW) };
}

/** The URI that a path of a test workspace has. */
export function uriOf(path: string): string {
  return `file:///w/${path}`;
}

/** The only role of a manifest's text, or the first one of a workspace. */
export function roleOf(files: Readonly<Record<string, string>> | string, options: WorkspaceOptions = {}): ResolvedRole {
  const { snapshot } = workspaceOf(files, options);
  const first = snapshot.sources.find((each) => each.manifest.kind === 'AgentRole')?.manifest;
  assert(first?.kind === 'AgentRole', 'the workspace has no role');
  return snapshot.resolve(first);
}
