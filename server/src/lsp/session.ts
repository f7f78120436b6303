import type { Source } from '../core/source.ts';
import { readIn } from '../core/workspace/foreign.ts';
import type { ReadSource } from '../core/workspace/workspace.ts';
import type { Settings } from '../protocol/index.ts';
import type { ClientFacts } from './capabilities.ts';
import type { OpenDocuments } from './documents.ts';
import type { Findings } from './findings.ts';
import type { Log } from './guard.ts';
import type { Ports } from './ports.ts';
import type { View, Workspaces } from './workspaces.ts';

/** What handlers are given: the documents, the workspaces, the settings, and what the client can do. */
export interface Session {
  readonly ports: Ports;
  readonly log: Log;
  readonly documents: OpenDocuments;
  readonly workspaces: Workspaces;
  readonly findings: Findings;
  readonly client: ClientFacts;
  readonly settings: Settings;
  /** Shows a person what they asked for, where the editor has nothing better. */
  show(text: string): void;
  /** Tells a client that asks for diagnostics to ask again. */
  askAgain(): void;
  /** The text of a file at the base of the change under review, as far as the client told; asks for it otherwise. */
  baseText(uri: string): Promise<{ readonly text: string; readonly label: string } | undefined>;
}

/** One manifest at an offset of a file. */
export interface Spot {
  readonly view: View;
  readonly source: Source;
  readonly read: ReadSource;
  /** Where the source begins in its file. */
  readonly start: number;
  /** The offset, counted from there. */
  readonly offset: number;
}

/** The manifest that an offset of a file stands in. At a border between two it is the later one. */
export function spotAt(view: View, offset: number): Spot | undefined {
  const { starts, sources } = view.file;
  let index = starts.length - 1;
  while (index > 0 && starts[index]! > offset) index--;
  const source = sources[index];
  const start = starts[index] ?? 0;
  return source && { view, source, read: readIn(view.snapshot, source), start, offset: offset - start };
}
