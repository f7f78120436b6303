import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { UNLISTED_DIRECTORIES } from '../core/workspace/presence.ts';

/** Directories that the command line does not look into. */
export const IGNORED: ReadonlySet<string> = new Set([...UNLISTED_DIRECTORIES, 'dist']);
/** Enough for any repository that a person works in, and an end for a directory that is none. */
const MOST_FILES = 200_000;
const MOST_LEVELS = 64;
/** A manifest is text that people read. What is larger than this is not read at all. */
export const MOST_BYTES = 4 * 1024 * 1024;

export interface Walk {
  /** Relative to the directory, with `/`, sorted. */
  readonly paths: readonly string[];
  /** True where a limit ended the walk. */
  readonly cut: boolean;
}

/** Every file below a directory. Symbolic links are not followed, so that nothing outside is read and no cycle entered. */
export function walk(directory: string): Walk {
  const paths: string[] = [];
  let cut = false;
  const visit = (below: string, level: number): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(path.join(directory, below), { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      if (paths.length >= MOST_FILES || level > MOST_LEVELS) {
        cut = true;
        return;
      }
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!IGNORED.has(entry.name)) visit(name, level + 1);
      } else if (entry.isFile()) {
        paths.push(name);
      }
    }
  };
  visit('', 0);
  return { paths: paths.sort(), cut };
}

export type Text =
  /** What is not UTF-8 is U+FFFD in the text, and the reader says so at its place. */
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'problem'; readonly problem: string };

export function readText(file: string): Text {
  try {
    const { size } = statSync(file);
    if (size > MOST_BYTES) return { kind: 'problem', problem: `larger than ${MOST_BYTES / 1024 / 1024} MB, not read` };
    const bytes = readFileSync(file);
    return { kind: 'text', text: new TextDecoder('utf-8').decode(bytes) };
  } catch (error) {
    return { kind: 'problem', problem: problemOf(error) };
  }
}

export function kindOfFile(file: string): 'file' | 'directory' | 'other' | 'missing' {
  try {
    if (file.includes('\0')) return 'missing';
    const stats = statSync(file);
    return stats.isDirectory() ? 'directory' : stats.isFile() ? 'file' : 'other';
  } catch {
    return 'missing';
  }
}

/** The nearest directory at or above this one that has an entry of this name. */
export function nearestWith(name: string, directory: string): string | undefined {
  for (let at = directory; ; at = path.dirname(at)) {
    try {
      lstatSync(path.join(at, name));
      return at;
    } catch {
      if (at === path.dirname(at)) return undefined;
    }
  }
}

/** A file as people name it: relative to where they are if it is below, with `/`. */
export function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  const shown = relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
  return shown.replaceAll('\\', '/');
}

function problemOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EACCES' || code === 'EPERM') return 'no permission to read it';
  if (code === 'ENOENT') return 'no such file';
  return code ? `cannot be read (${code})` : 'cannot be read';
}
