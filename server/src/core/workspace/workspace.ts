import type { Instant } from '../decide/run-state.ts';
import type { Finding } from '../finding.ts';
import type { AgentRole, Boundary, Manifest, Rule, Scenario, ToolScope, UnknownManifest } from '../model/manifest.ts';
import type { Source, SourceFile } from '../source.ts';
import type { Located } from '../span.ts';
import type { ForeignWorkspace } from './foreign.ts';
import type { Host } from './host.ts';

/** The paths of the workspace's files, relative to its root, with `/`. Immutable; a new object when a file comes or goes. */
export interface FileIndex {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Whether a file of this path would be listed if it were there: not where a directory was left out, or the list cut. */
  wouldList(path: string): boolean;
}

/** Texts of files that are not manifests and yet bear on them (`package.json` scripts, `Makefile`), by path. Never executed. */
export interface WorkspaceFacts {
  readonly files: FileIndex;
  /** Commands that the workspace's own files run: npm scripts, Makefile recipes. */
  readonly commands: readonly { readonly command: string; readonly path: string }[];
}

/** One read source: its manifest and what reading it found. */
export interface ReadSource {
  readonly source: Source;
  readonly manifest: Manifest | UnknownManifest;
  readonly findings: readonly Finding[];
}

/**
 * Everything at one moment, immutable. What was computed for an unchanged role, from unchanged roles and tools, is the
 * same object in the next snapshot.
 */
export interface Snapshot {
  /** The day that expiry is judged by. */
  readonly now: Instant;
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly sources: readonly ReadSource[];
  readonly facts: WorkspaceFacts;
  readonly roles: ReadonlyMap<string, AgentRole>;
  readonly tools: ReadonlyMap<string, ToolScope>;
  readonly scenarios: readonly Scenario[];
  readonly boundaries: readonly Boundary[];
  /** What the files of other tools come to. Their texts are in `files` too, and in no `sources`. */
  readonly foreign: ForeignWorkspace;
  /** Resolved by role name, or by the title or name of another tool's principal. */
  role(name: string): ResolvedRole | undefined;
  /** The resolved role for this very manifest, also where another role has the same name. */
  resolve(role: AgentRole): ResolvedRole;
  /** A host that holds what this snapshot does: for asking what would be if a text were another. */
  fork(): Host;
}

/** A role with everything that its names stand for. Missing names are simply absent here, and findings elsewhere. */
export interface ResolvedRole {
  readonly role: AgentRole;
  readonly name: string;
  /** The role itself, then everything it extends, each once, in order of discovery. */
  readonly lineage: readonly AgentRole[];
  /** Own rules, then those of the extended roles. */
  readonly rules: readonly Rule[];
  /** The tool scopes that some rule of this role names, or all where a pattern's tool part is open. */
  readonly tools: ReadonlyMap<string, ToolScope>;
  /** Roles that some `delegate` rule of this one names, and theirs in turn. Only those, so that an edit elsewhere leaves this object as it is. */
  readonly roles: ReadonlyMap<string, AgentRole>;
  /** The same, resolved: whom this role may hand work to directly. May lead in circles. */
  readonly delegates: ReadonlyMap<string, ResolvedRole>;
  readonly boundaries: readonly Boundary[];
  readonly facts: WorkspaceFacts;
  /** The latest moment at which every role in the lineage is still in force; undefined: never lapses. */
  readonly expires?: Located<Instant>;
}
