import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { URI } from 'vscode-uri';
import { type FileList, isIgnoredDirectory } from './file-list.ts';
import type { FileSource, ListLimits } from './ports.ts';

/** Larger files are nobody's manifest; reading one would only cost memory. */
const LARGEST = 4 * 1024 * 1024;

/** The file system of the machine that the server runs on. Reads only; links to directories are not followed. */
export const nodeFiles: FileSource = {
  async list(root: string, limits: ListLimits): Promise<FileList> {
    const base = fsPath(root);
    if (base === undefined) return { paths: [], cut: false };
    const until = performance.now() + limits.milliseconds;
    const paths: string[] = [];
    // Breadth first, so that where a limit cuts it is the deepest files that are missing.
    const directories = [''];
    for (let index = 0; index < directories.length; index++) {
      if (paths.length >= limits.files || performance.now() > until) return { paths, cut: true };
      const directory = directories[index]!;
      const entries = await readdir(path.join(base, directory), { withFileTypes: true }).catch(() => []);
      entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) {
        const relative = directory === '' ? entry.name : `${directory}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!isIgnoredDirectory(entry.name)) directories.push(relative);
        } else if (paths.length < limits.files) {
          paths.push(relative);
        }
      }
    }
    return { paths, cut: false };
  },

  async read(uri: string): Promise<string | undefined> {
    const file = fsPath(uri);
    if (file === undefined) return undefined;
    try {
      const facts = await stat(file);
      if (!facts.isFile() || facts.size > LARGEST) return undefined;
      return await readFile(file, 'utf8');
    } catch {
      return undefined;
    }
  },

  async markedRoot(uri: string): Promise<string | undefined> {
    const file = fsPath(uri);
    if (file === undefined) return undefined;
    for (const mark of ['bailiwick.yaml', '.git']) {
      for (let directory = path.dirname(file); ; directory = path.dirname(directory)) {
        const there = await stat(path.join(directory, mark)).then(
          () => true,
          () => false,
        );
        if (there) return URI.file(directory).toString();
        if (path.dirname(directory) === directory) break;
      }
    }
    return undefined;
  },
};

function fsPath(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
}
