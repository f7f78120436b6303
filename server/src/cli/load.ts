import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AnalysisOptions } from '../core/analysis/analyze.ts';
import type { Layer } from '../core/dialects/dialect.ts';
import { dialectsOf, isForeignPath } from '../core/dialects/index.ts';
import { type Finding, finding } from '../core/finding.ts';
import type { Place, SourceFile } from '../core/source.ts';
import { readConfiguration } from '../core/workspace/configuration.ts';
import { createHost, factsOf } from '../core/workspace/host.ts';
import { isManifestPath } from '../core/workspace/manifest-path.ts';
import { commandsOf, isCommandFile } from '../core/workspace/seen-commands.ts';
import type { Snapshot } from '../core/workspace/workspace.ts';
import { IGNORED, kindOfFile, nearestWith, readText, shownPath, walk } from './files.ts';
import { type Io, UsageError } from './io.ts';
import { LineMap } from './lines.ts';
import type { Locate } from './report/located.ts';

const CONFIGURATION = 'bailiwick.yaml';

/** One directory that patterns are relative to, with every manifest in it read. */
export interface LoadedRoot {
  /** Absolute. */
  readonly directory: string;
  readonly snapshot: Snapshot;
  readonly options: AnalysisOptions;
  /** URIs of the manifests that were asked for, sorted by path. */
  readonly asked: readonly string[];
  /** What kept files, or the configuration, from being read as they stand. */
  readonly findings: readonly Finding[];
}

export interface Loaded {
  readonly roots: readonly LoadedRoot[];
  readonly locate: Locate;
  /** Things about the walk that a person should know, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads the workspaces that the paths are in. A manifest belongs to the nearest directory at or above it with a
 * `bailiwick.yaml`; where there is none, to the directory that was given, and for a single file to the nearest
 * directory with `.git`, else its own. All manifests of a root are read, for names to resolve; only those at or below
 * the paths are `asked`.
 */
export function load(paths: readonly string[], now: number, io: Io, layers: readonly LayerFile[] = []): Loaded {
  const asked = new Map<string, Set<string>>();
  const notes: string[] = [];
  for (const given of paths) {
    const absolute = path.resolve(io.cwd, given);
    const kind = kindOfFile(absolute);
    if (kind === 'missing') throw new UsageError(`no such file or directory: ${JSON.stringify(given)}`);
    if (kind === 'other') throw new UsageError(`${JSON.stringify(given)} is neither a file nor a directory`);
    const found = kind === 'file' ? [absolute] : filesBelow(absolute, notes, io);
    for (const file of found) {
      const directory = homeOf(file);
      const root =
        nearestWith(CONFIGURATION, directory) ??
        (kind === 'directory' ? absolute : (nearestWith('.git', directory) ?? directory));
      const files = asked.get(root) ?? new Set();
      asked.set(root, files.add(file));
    }
  }
  const roots = [...asked]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([root, files]) => readRoot(root, files, now, layers));
  return { roots, locate: locator(roots, io.cwd), notes };
}

/** A file from outside of the repository that another tool merges with its files there. */
export interface LayerFile {
  readonly layer: Layer;
  /** Absolute. */
  readonly file: string;
}

/** What `--layer` says: `user=FILE` or `managed=FILE`. */
export function layersOf(given: readonly string[], io: Io): readonly LayerFile[] {
  return given.map((each) => {
    const match = /^(user|managed)=(.+)$/s.exec(each);
    if (!match) throw new UsageError(`--layer wants user=FILE or managed=FILE; got ${JSON.stringify(each)}`);
    const file = path.resolve(io.cwd, match[2]!);
    if (kindOfFile(file) !== 'file') throw new UsageError(`no such file: ${JSON.stringify(match[2])}`);
    return { layer: match[1] as Layer, file };
  });
}

/** The directory that a file's own name is relative to: for a manifest where it stands, for another tool's `.claude/settings.json` the one above `.claude`. */
function homeOf(file: string): string {
  const own = path.dirname(file);
  if (isManifestPath(file)) return own;
  for (let directory = own, steps = 0; steps < 6; steps++) {
    if (isForeignPath(path.relative(directory, file).replaceAll('\\', '/'))) return directory;
    const up = path.dirname(directory);
    if (up === directory) break;
    directory = up;
  }
  return own;
}

/** Whether a file is a manifest, or one of another tool, by its name and the directories that it is in. */
export function isRecognised(file: string): boolean {
  return isManifestPath(file) || isForeignPath(path.relative(homeOf(file), file).replaceAll('\\', '/'));
}

function filesBelow(directory: string, notes: string[], io: Io): string[] {
  const { paths, cut } = walk(directory);
  if (cut) notes.push(`${shownPath(directory, io.cwd)} has more files than are looked at; give a smaller directory`);
  return paths.filter((each) => isManifestPath(each) || isForeignPath(each)).map((each) => path.join(directory, each));
}

function readRoot(
  directory: string,
  asked: ReadonlySet<string>,
  now: number,
  layers: readonly LayerFile[],
): LoadedRoot {
  const host = createHost();
  const findings: Finding[] = [];
  const { paths, cut } = walk(directory);
  // Directories with a configuration of their own are workspaces of their own.
  const inner = paths.filter((each) => each.endsWith(`/${CONFIGURATION}`)).map((each) => path.posix.dirname(each));
  const files = new Set(asked);
  for (const each of paths) {
    if ((isManifestPath(each) || isForeignPath(each)) && !inner.some((other) => each.startsWith(`${other}/`))) {
      files.add(path.join(directory, each));
    }
  }
  for (const file of [...files].sort()) {
    const uri = pathToFileURL(file).href;
    const read = readText(file);
    const text = read.kind === 'text' ? read.text : '';
    const relative = path.relative(directory, file).replaceAll('\\', '/');
    if (isForeignPath(relative)) host.setForeign({ uri, text }, relative);
    else host.set({ uri, text });
    if (read.kind === 'problem') findings.push(unreadable(uri, read.problem));
  }
  for (const { layer, file } of layers) {
    const read = readText(file);
    if (read.kind === 'problem') throw new UsageError(`${file}: ${read.problem}`);
    host.setForeign({ uri: pathToFileURL(file).href, text: read.text }, layerPath(file, directory, asked), layer);
  }
  const commands = paths.filter(isCommandFile).flatMap((each) => {
    const read = readText(path.join(directory, each));
    return read.kind === 'text' ? commandsOf(each, read.text) : [];
  });
  host.setFacts(factsOf(paths, commands, { isCut: cut, unlisted: IGNORED }));
  const configured = paths.includes(CONFIGURATION) ? readText(path.join(directory, CONFIGURATION)) : undefined;
  const configuration = readConfiguration({
    uri: pathToFileURL(path.join(directory, CONFIGURATION)).href,
    text: configured?.kind === 'text' ? configured.text : '',
  });
  return {
    directory,
    snapshot: host.snapshot(now),
    options: configuration.options,
    asked: [...asked].sort().map((file) => pathToFileURL(file).href),
    findings: [...configuration.findings, ...findings],
  };
}

/** The path by which a file of another layer is recognised: its own, else that of the file that was asked about. */
function layerPath(file: string, directory: string, asked: ReadonlySet<string>): string {
  const own = path.relative(homeOf(file), file).replaceAll('\\', '/');
  if (isForeignPath(own)) return own;
  const others = [...asked].map((each) => path.relative(directory, each).replaceAll('\\', '/'));
  const like = others.find((each) => dialectsOf(each).length > 0);
  if (like === undefined) throw new UsageError(`${file} is no settings file of a known tool by its name`);
  return like;
}

function unreadable(uri: string, problem: string): Finding {
  const message = `the file is ${problem}`;
  return finding({
    rule: 'unreadable-file',
    severity: 'error',
    message,
    source: { uri, text: '' },
    span: { start: 0, end: 0 },
  });
}

/** Turns places into files, lines and columns. Offsets of a source are relative to it, so it is looked up where it begins. */
function locator(roots: readonly LoadedRoot[], cwd: string): Locate {
  const files = new Map<string, SourceFile>();
  for (const root of roots) for (const [uri, file] of root.snapshot.files) files.set(uri, file);
  const maps = new Map<string, LineMap>();
  return (place: Place) => {
    const { uri } = place.source;
    const file = files.get(uri);
    const index = file ? file.sources.indexOf(place.source) : -1;
    const text = file?.document.text ?? place.source.text;
    const lines = maps.get(uri) ?? new LineMap(text);
    maps.set(uri, lines);
    const offset = index < 0 ? 0 : (file?.starts[index] ?? 0);
    return {
      file: shownUri(uri, cwd),
      range: { start: lines.position(offset + place.span.start), end: lines.position(offset + place.span.end) },
      lines,
    };
  };
}

function shownUri(uri: string, cwd: string): string {
  try {
    return shownPath(fileOf(uri), cwd);
  } catch {
    return uri;
  }
}

export function fileOf(uri: string): string {
  return fileURLToPath(uri);
}

/** The moment that `--at` names, or now. A date alone is its beginning, in UTC. */
export function momentOf(at: string | undefined, io: Io): number {
  if (at === undefined) return io.now();
  const shape = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;
  const moment = shape.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(moment)) {
    throw new UsageError(`--at wants a time such as 2026-12-01 or 2026-12-01T09:00:00Z; got ${JSON.stringify(at)}`);
  }
  return moment;
}
