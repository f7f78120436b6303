import { matchesPath, normalisePath } from '../../scope/path.ts';
import type { Place } from '../../source.ts';
import type { Written } from './setting.ts';

export type Access = 'deny' | 'read' | 'write';

/** What commands, and patches, may do at a path and below it. */
export interface FileEntry {
  /** Normalised, from the workspace's root where it is relative. For a pattern, the pattern. */
  readonly path: string;
  /** A pattern, which can only deny. */
  readonly isGlob?: boolean;
  readonly access: Access;
  /** Absent for what Codex puts there by itself. */
  readonly place?: Place;
  readonly text: string;
}

/** What the operating system holds a session's commands to. */
export interface Sandbox {
  readonly kind: 'read-only' | 'workspace-write' | 'danger-full-access' | 'profile';
  /** As a person would quote what chose it: `sandbox_mode = "read-only"`. */
  readonly text: string;
  readonly entries: readonly FileEntry[];
  readonly network: boolean;
  readonly written?: Written;
  /** The setting that opens the network. */
  readonly networkWritten?: Written;
}

/** What decides about a path, and how; undefined where nothing does, and so nothing is allowed. */
export interface FileAnswer {
  readonly access: Access;
  readonly entry?: FileEntry;
}

/** Names in every directory that may be written which stay as they are, unless a profile names them itself. */
export const PROTECTED = ['.git', '.agents', '.codex', '.aws'] as const;

/**
 * The access to a path: of the entries that it is under the one with the longest path counts, and of several of these the
 * strictest. A pattern that denies counts before all of them.
 */
export function accessTo(entries: readonly FileEntry[], path: string): FileAnswer {
  const at = normalisePath(path);
  const glob = entries.find((entry) => entry.isGlob && isUnderGlob(entry.path, at));
  if (glob) return { access: 'deny', entry: glob };
  let best: { readonly entry: FileEntry; readonly depth: number } | undefined;
  for (const entry of entries) {
    const depth = entry.isGlob ? undefined : depthUnder(entry.path, at);
    if (depth === undefined) continue;
    const stricter = best && depth === best.depth && STRICTNESS[entry.access] > STRICTNESS[best.entry.access];
    if (!best || depth > best.depth || stricter) best = { entry, depth };
  }
  return best ? { access: best.entry.access, entry: best.entry } : { access: 'deny' };
}

/** `deny` over `write` over `read`, where two entries have the same path. */
const STRICTNESS = { read: 0, write: 1, deny: 2 } as const;

/** A pattern takes in what it matches, and everything below that. */
function isUnderGlob(pattern: string, path: string): boolean {
  return matchesPath(
    [
      { text: pattern, negated: false },
      { text: `${pattern}/**`, negated: false },
    ],
    path,
  );
}

/** How deep the directory lies that `path` is in or is; undefined where it is in another one. */
function depthUnder(directory: string, path: string): number | undefined {
  const isRelative = !path.startsWith('/') && path !== '~' && !path.startsWith('~/') && !path.startsWith('..');
  // The workspace lies somewhere below the root, deeper than anything that is named absolutely.
  if (directory === '/') return 0;
  if (directory === '.') return isRelative ? WORKSPACE : undefined;
  if (path !== directory && !path.startsWith(`${directory}/`)) return undefined;
  return (directory.startsWith('/') || directory.startsWith('~') ? 0 : WORKSPACE) + directory.split('/').length;
}

const WORKSPACE = 1_000;
