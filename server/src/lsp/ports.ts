import type { Work } from '../core/syntax/work.ts';
import type { FileList } from './file-list.ts';

/**
 * The world outside of the server. There is one implementation for Node and one that asks the client, for the browser
 * and for file systems that only the client knows; tests have one in memory.
 */
export interface Ports {
  readonly files: FileSource;
  /** Milliseconds since 1970. Read at this edge only: the core is told the day. */
  clock(): number;
  /** Lets messages that have arrived be handled before going on. */
  pause(): Promise<void>;
  /** Milliseconds after which diagnostics are answered with what is known so far. */
  readonly patience: number;
  /** Where reading is counted, for tests. */
  readonly work?: Work;
}

export interface FileSource {
  /** Paths of the files beneath a directory, relative to it. Leaves out what no manifest stands in; bounded. */
  list(root: string, limits: ListLimits): Promise<FileList>;
  read(uri: string): Promise<string | undefined>;
  /** For a file that is opened on its own: the directory that its manifests' patterns are relative to, if one is marked. */
  markedRoot(uri: string): Promise<string | undefined>;
}

export interface ListLimits {
  readonly files: number;
  readonly milliseconds: number;
}
