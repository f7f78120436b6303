import type { Instant } from '../decide/run-state.ts';
import type { ForeignFile, Layer } from '../dialects/dialect.ts';
import { dialectsOf } from '../dialects/index.ts';
import type { AgentRole, Boundary, Scenario, ToolScope } from '../model/manifest.ts';
import { readManifest } from '../model/read.ts';
import type { Document, Source, SourceFile } from '../source.ts';
import type { Located } from '../span.ts';
import { splitSources } from '../syntax/parse.ts';
import type { Work } from '../syntax/work.ts';
import { type ForeignReadings, readForeign } from './foreign.ts';
import { UNLISTED_DIRECTORIES } from './presence.ts';
import { createResolver, type Resolutions } from './resolve.ts';
import type { ReadSource, Snapshot, WorkspaceFacts } from './workspace.ts';

/** Holds the current documents and hands out immutable snapshots. The only thing in the core that changes. */
export interface Host {
  /** Adds a manifest file or replaces its text. */
  set(document: Document): void;
  /** Adds a file of another tool or replaces its text. `path` is relative to the workspace's root. */
  setForeign(document: Document, path: string, layer?: Layer): void;
  remove(uri: string): void;
  setFacts(facts: WorkspaceFacts): void;
  /** The same object as long as nothing has changed. */
  snapshot(now: Instant): Snapshot;
  /** Another host that holds the same for now, and shares what has been read. */
  fork(): Host;
}

/** A host that holds nothing yet. Work that it does, and does not find done, is counted in `work`. */
export function createHost(work?: Work): Host {
  return hostOf(new Map(), new Map(), factsOf([]), work);
}

interface OwnFile extends ForeignFile {
  readonly file: SourceFile;
}

function hostOf(
  files: Map<string, SourceFile>,
  foreign: Map<string, OwnFile>,
  givenFacts: WorkspaceFacts,
  work: Work | undefined,
): Host {
  const resolutions: Resolutions = new WeakMap();
  const readings: ForeignReadings = new Map();
  let facts = givenFacts;
  let last: Snapshot | undefined;
  return {
    set(document) {
      const previous = files.get(document.uri);
      if (previous?.document === document || previous?.document.text === document.text) return;
      files.set(document.uri, splitSources(document, previous));
      last = undefined;
    },
    setForeign(document, path, layer = dialectsOf(path)[0]?.layerOf?.(path) ?? 'project') {
      const previous = foreign.get(document.uri);
      if (previous?.source.text === document.text && previous.path === path && previous.layer === layer) return;
      foreign.set(document.uri, foreignFileOf(document, path, layer));
      last = undefined;
    },
    remove(uri) {
      if (files.delete(uri)) last = undefined;
      if (foreign.delete(uri)) last = undefined;
    },
    setFacts(next) {
      if (next === facts) return;
      facts = next;
      last = undefined;
    },
    snapshot(now) {
      if (last?.now !== now) last = takeSnapshot(now, files, foreign, facts, resolutions, readings, work);
      return last;
    },
    fork: () => hostOf(new Map(files), new Map(foreign), facts, work),
  };
}

/** A file of another tool is one source, whatever it is written in. */
function foreignFileOf(document: Document, path: string, layer: Layer): OwnFile {
  const source: Source = { uri: document.uri, text: document.text };
  return { path, layer, source, file: { document, sources: [source], starts: [0] } };
}

function takeSnapshot(
  now: Instant,
  current: ReadonlyMap<string, SourceFile>,
  currentForeign: ReadonlyMap<string, OwnFile>,
  facts: WorkspaceFacts,
  resolutions: Resolutions,
  readings: ForeignReadings,
  work: Work | undefined,
): Snapshot {
  const manifests = [...current].sort(byUri);
  const foreignFiles = [...currentForeign].sort(byUri);
  const files = new Map([...manifests, ...foreignFiles.map(([uri, { file }]) => [uri, file] as const)].sort(byUri));
  const sources: ReadSource[] = [];
  for (const [, file] of manifests) for (const source of file.sources) sources.push(readManifest(source, work));
  const roles = new Map<string, AgentRole>();
  const tools = new Map<string, ToolScope>();
  const scenarios: Scenario[] = [];
  const boundaries: Boundary[] = [];
  for (const { manifest } of sources) {
    // Of two with one name the first counts, in the order of URIs and then of the text; the others are a finding elsewhere.
    if (manifest.kind === 'AgentRole') addFirst(roles, manifest);
    else if (manifest.kind === 'ToolScope') addFirst(tools, manifest);
    else if (manifest.kind === 'Scenario') scenarios.push(manifest);
    else if (manifest.kind === 'Boundary') boundaries.push(manifest);
  }
  const foreign = readForeign(
    foreignFiles.map(([, file]) => file),
    facts,
    readings,
  );
  const resolveOwn = createResolver({ roles, tools, boundaries, facts }, resolutions, work);
  const resolve = (role: AgentRole) =>
    (role.foreign && foreign.principals.find((each) => each.role === role)) ?? resolveOwn(role);
  return {
    now,
    files,
    sources,
    facts,
    roles,
    tools,
    scenarios,
    boundaries,
    foreign,
    role(name) {
      const role = roles.get(name);
      return role ? resolve(role) : foreign.principal(name);
    },
    resolve,
    fork: () => hostOf(new Map(manifests), new Map(foreignFiles), facts, work),
  };
}

function byUri([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addFirst<T extends { readonly name?: Located<string> }>(map: Map<string, T>, manifest: T): void {
  const name = manifest.name?.value;
  if (name !== undefined && name !== '' && !map.has(name)) map.set(name, manifest);
}

/** Facts about a workspace of which nothing is known but its file names. */
export function factsOf(
  paths: readonly string[],
  commands: WorkspaceFacts['commands'] = [],
  { isCut = false, unlisted = UNLISTED_DIRECTORIES }: ListedHow = {},
): WorkspaceFacts {
  const known = new Set(paths);
  // A workspace of which nothing is listed is one nobody has looked through.
  const isWhole = !isCut && paths.length > 0;
  const wouldList = (path: string) => isWhole && !path.split('/').some((part) => unlisted.has(part));
  return { files: { paths, has: (path) => known.has(path), wouldList }, commands };
}

/** What a list of files leaves out. */
export interface ListedHow {
  /** True where a limit ended it. */
  readonly isCut?: boolean;
  /** Names of directories that nobody looked into. */
  readonly unlisted?: ReadonlySet<string>;
}
