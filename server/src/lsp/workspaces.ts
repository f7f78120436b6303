import type { AnalysisOptions } from '../core/analysis/analyze.ts';
import { isForeignPath } from '../core/dialects/index.ts';
import type { SourceFile } from '../core/source.ts';
import { readConfiguration, readRuleSettings } from '../core/workspace/configuration.ts';
import { isManifestPath } from '../core/workspace/manifest-path.ts';
import type { Snapshot } from '../core/workspace/workspace.ts';
import type { Settings } from '../protocol/index.ts';
import {
  childUri,
  fileOfVersion,
  isReadOnlyScheme,
  normalUri,
  type OpenDocument,
  type OpenDocuments,
  parentUri,
  relativePath,
} from './documents.ts';
import type { Ports } from './ports.ts';
import {
  addCommandFile,
  addPath,
  createRoot,
  type Root,
  removePath,
  roleOfFile,
  rootOf,
  setDocument,
  setListed,
  snapshotOf,
} from './root.ts';
import { withVersion } from './version.ts';

const LIMITS = { files: 50_000, milliseconds: 5_000 };
const MOST_MANIFESTS = 2_000;
/** How long answers wait for the first look at the files. What comes later is told by a refresh. */
const PATIENCE = 2_000;
const DAY = 86_400_000;

/** A file in its workspace at one moment. */
export interface View {
  /** The directory that patterns are relative to, where there is one. */
  readonly root: string | undefined;
  readonly snapshot: Snapshot;
  readonly file: SourceFile;
  readonly options: AnalysisOptions;
}

/** The folders that the editor has open, as roots, with open documents laid over the files on disk. */
export interface Workspaces {
  /** Resolves when the files have been looked through once, or have taken too long; undefined when nothing is awaited. */
  pending(): Promise<void> | undefined;
  addFolder(uri: string): void;
  removeFolder(uri: string): void;
  opened(document: OpenDocument): void;
  changed(document: OpenDocument): void;
  closed(document: OpenDocument): void;
  /** Files came, changed or went, as the client's watcher says. */
  filesChanged(changes: readonly { readonly uri: string; readonly kind: 'created' | 'changed' | 'deleted' }[]): void;
  configure(settings: Settings): void;
  view(uri: string): View | undefined;
  /** Every root as it is now. */
  snapshots(): { readonly root: Root; readonly snapshot: Snapshot }[];
}

export interface WorkspacesOptions {
  readonly ports: Ports;
  readonly documents: OpenDocuments;
  /** Something other than an edit has changed what answers say. */
  readonly onFilesChanged: () => void;
  readonly onFailure: (what: string, error: unknown) => void;
  /** Shows that files are being looked through; returns what to call at the end. */
  readonly progress: (title: string) => () => void;
  readonly initialSettings: Settings;
}

export function createWorkspaces(given: WorkspacesOptions): Workspaces {
  const { ports, documents } = given;
  const folders = new Set<string>();
  const roots = new Map<string, Root>();
  let settings = given.initialSettings;
  const work = new Set<Promise<void>>();
  let waiting: Promise<void> | undefined;

  const now = () => Math.floor(ports.clock() / DAY) * DAY;

  function optionsOf(root: Root | undefined): AnalysisOptions {
    const configured = root?.configuration ? readConfiguration(root.configuration).options : undefined;
    // What the repository says holds for everybody who works on it, so it goes before a person's own settings.
    return {
      audience: configured && configured.audience !== 'default' ? configured.audience : settings.audience,
      rules: { ...readRuleSettings(settings.rules), ...configured?.rules },
    };
  }

  function ensureRoot(uri: string): Root {
    let root = roots.get(uri);
    if (!root) {
      root = createRoot(uri, optionsOf(undefined), ports.work);
      roots.set(uri, root);
      // Open documents and known files beneath it belong to it from now on.
      for (const other of [...roots.values()]) {
        if (other !== root && uri.startsWith(`${other.uri}/`)) moveInto(other, root);
      }
    }
    return root;
  }

  function moveInto(from: Root, to: Root): void {
    for (const [uri, file] of snapshotOf(from, now()).files) {
      const own = rootOf(roots.values(), uri);
      if (own?.root === to) {
        from.host.remove(uri);
        setDocument(to, file.document, own.path);
      }
    }
  }

  /** Runs in the background, is waited for by answers up to a bound, and never fails. */
  function inBackground(what: string, task: () => Promise<void>): void {
    const running = task()
      .catch((error) => given.onFailure(what, error))
      .finally(() => {
        work.delete(running);
        if (work.size === 0) waiting = undefined;
        given.onFilesChanged();
      });
    work.add(running);
    waiting = Promise.race([
      Promise.all(work).then(() => undefined),
      new Promise<void>((resolve) => setTimeout(resolve, PATIENCE).unref?.()),
    ]).then(() => {
      waiting = undefined;
    });
  }

  async function scan(folder: string): Promise<void> {
    const end = given.progress('Reading permission manifests');
    try {
      const { paths, cut } = await ports.files.list(folder, LIMITS);
      ensureRoot(folder);
      for (const path of paths) {
        if (path.endsWith('/bailiwick.yaml')) ensureRoot(childUri(folder, path.slice(0, -'/bailiwick.yaml'.length)));
      }
      const toRead: string[] = [];
      for (const path of paths) {
        const uri = childUri(folder, path);
        for (const root of roots.values()) {
          const inRoot = rootOf([root], uri);
          if (inRoot) addPath(root, inRoot.path);
        }
        const own = rootOf(roots.values(), uri);
        if (own && roleOfFile(own.path) !== undefined) toRead.push(uri);
      }
      for (const root of roots.values()) {
        if (root.uri === folder || relativePath(folder, root.uri) !== undefined) setListed(root, !cut);
      }
      const manifests = toRead.filter(isManifestPath).slice(0, MOST_MANIFESTS);
      const others = toRead.filter((uri) => !isManifestPath(uri)).slice(0, MOST_MANIFESTS);
      await inChunks([...others, ...manifests], 64, takeFromDisk);
    } finally {
      end();
    }
  }

  async function takeFromDisk(uri: string): Promise<void> {
    const before = documents.get(uri);
    const text = before ? undefined : await ports.files.read(uri);
    const own = rootOf(roots.values(), uri);
    if (!own) return;
    const role = roleOfFile(own.path);
    // An open document is the truth about its file, however the file looks on disk.
    const now = documents.get(uri)?.document.text ?? text;
    if (now === undefined) forget(own.root, uri, own.path);
    else take(own.root, uri, own.path, role, now);
  }

  function take(root: Root, uri: string, path: string, role: ReturnType<typeof roleOfFile>, text: string): void {
    addPath(root, path);
    if (role === 'manifest' || role === 'foreign') {
      setDocument(root, documents.get(uri)?.document ?? { uri, text }, path);
    } else if (role === 'commands') addCommandFile(root, path, text);
    else if (role === 'configuration') {
      root.configuration = { uri, text };
      root.options = optionsOf(root);
    }
  }

  function forget(root: Root, uri: string, path: string): void {
    root.host.remove(uri);
    for (const each of roots.values()) {
      const inRoot = rootOf([each], uri);
      if (inRoot) removePath(each, inRoot.path);
    }
    if (roleOfFile(path) === 'configuration') {
      root.configuration = undefined;
      root.options = optionsOf(root);
    }
  }

  function opened(document: OpenDocument): void {
    if (isReadOnlyScheme(document.uri)) return;
    const own = rootOf(roots.values(), document.uri);
    if (own) {
      setDocument(own.root, document.document, own.path);
      return;
    }
    const foreign = isManifestPath(document.uri) ? undefined : foreignRootOf(document.uri);
    if (!foreign && !isManifestPath(document.uri) && !document.uri.startsWith('untitled:')) return;
    const directory = foreign?.directory ?? parentUri(document.uri);
    const inFolder = [...folders].find((folder) => document.uri.startsWith(`${folder}/`));
    const first = ensureRoot(inFolder ?? directory);
    setDocument(first, document.document, rootOf([first], document.uri)?.path ?? '');
    if (inFolder || document.uri.startsWith('untitled:')) return;
    inBackground(directory, async () => {
      const marked = (await ports.files.markedRoot(document.uri)) ?? directory;
      if (marked !== directory) {
        const alone = roots.get(directory);
        roots.delete(directory);
        const root = ensureRoot(marked);
        if (alone) moveInto(alone, root);
      }
      await scan(marked);
    });
  }

  return {
    pending: () => waiting,
    addFolder(uri) {
      const folder = normalUri(uri).replace(/\/+$/, '');
      if (folders.has(folder)) return;
      folders.add(folder);
      inBackground(folder, () => scan(folder));
    },
    removeFolder(uri) {
      const folder = normalUri(uri).replace(/\/+$/, '');
      folders.delete(folder);
      for (const root of [...roots.values()]) {
        const beneath = root.uri === folder || root.uri.startsWith(`${folder}/`);
        if (beneath && ![...folders].some((other) => root.uri === other || root.uri.startsWith(`${other}/`))) {
          roots.delete(root.uri);
        }
      }
      for (const document of documents.all()) opened(document);
      given.onFilesChanged();
    },
    opened,
    changed(document) {
      if (isReadOnlyScheme(document.uri)) return;
      const own = rootOf(roots.values(), document.uri);
      if (own) setDocument(own.root, document.document, own.path);
    },
    closed(document) {
      if (isReadOnlyScheme(document.uri)) return;
      const own = rootOf(roots.values(), document.uri);
      if (!own) return;
      if (document.uri.startsWith('untitled:')) own.root.host.remove(document.uri);
      else inBackground(document.uri, () => takeFromDisk(document.uri));
    },
    filesChanged(changes) {
      const toRead: string[] = [];
      for (const { uri: clientUri, kind } of changes) {
        const uri = normalUri(clientUri);
        const own = rootOf(roots.values(), uri);
        if (!own) continue;
        if (kind === 'created' && uri.endsWith('/bailiwick.yaml') && own.path !== 'bailiwick.yaml') {
          const root = ensureRoot(parentUri(uri));
          inBackground(root.uri, () => scan(root.uri));
          continue;
        }
        if (kind === 'deleted' && !documents.get(uri)) forget(own.root, uri, own.path);
        else if (roleOfFile(own.path) !== undefined) toRead.push(uri);
        if (kind === 'created') {
          for (const root of roots.values()) {
            const inRoot = rootOf([root], uri);
            if (inRoot) addPath(root, inRoot.path);
          }
        }
      }
      if (toRead.length > 0) inBackground('watched files', () => inChunks(toRead, 64, takeFromDisk));
      else given.onFilesChanged();
    },
    configure(next) {
      settings = next;
      for (const root of roots.values()) root.options = optionsOf(root);
    },
    view(uri) {
      const open = documents.get(uri);
      if (isReadOnlyScheme(uri)) {
        if (!open) return undefined;
        const version = fileOfVersion(uri);
        const root = rootOf(roots.values(), version)?.root ?? roots.values().next().value;
        const base = root && snapshotOf(root, now());
        const { snapshot, file } = withVersion(
          root?.host,
          base,
          open.document,
          version,
          now(),
          root && relativePath(root.uri, version),
        );
        return { root: root?.uri, snapshot, file, options: root?.options ?? optionsOf(undefined) };
      }
      const root = rootOf(roots.values(), uri)?.root;
      if (!root) return undefined;
      const snapshot = snapshotOf(root, now());
      const file = snapshot.files.get(uri);
      return file && { root: root.uri, snapshot, file, options: root.options };
    },
    snapshots: () => [...roots.values()].map((root) => ({ root, snapshot: snapshotOf(root, now()) })),
  };
}

/** Where a file of another tool belongs, as far as its name says: to the directory from which its path is that tool's. */
function foreignRootOf(uri: string): { readonly directory: string } | undefined {
  for (let directory = parentUri(uri), steps = 0; steps < 6 && directory.includes('/'); steps++) {
    const path = relativePath(directory, uri);
    if (path !== undefined && isForeignPath(path)) return { directory };
    const up = parentUri(directory);
    if (up === directory) return undefined;
    directory = up;
  }
  return undefined;
}

async function inChunks<T>(items: readonly T[], size: number, task: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += size) {
    await Promise.all(items.slice(start, start + size).map(task));
  }
}
