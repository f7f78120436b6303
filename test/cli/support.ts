import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Io } from '../../server/src/cli/io.ts';
import { run } from '../../server/src/cli/run.ts';
import { splitFiles } from '../support/markers.ts';
import { TEST_NOW } from '../support/workspace.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Around {
  readonly cwd?: string;
  readonly stdin?: string | readonly Uint8Array[];
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command line in this process, with a world of its own. */
export async function bailiwick(argv: readonly string[], around: Around = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const { stdin = '' } = around;
  const io: Io = {
    cwd: around.cwd ?? process.cwd(),
    env: around.env ?? {},
    terminal: around.terminal ?? false,
    columns: around.columns,
    now: () => TEST_NOW,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    async *stdin() {
      if (typeof stdin === 'string') yield new TextEncoder().encode(stdin);
      else yield* stdin;
    },
  };
  const code = await run(argv, io);
  return { code, out, err };
}

/** A directory with these files for as long as the function runs. Takes the notation of `//- path` lines. */
export async function inDirectory(
  files: Readonly<Record<string, string | Uint8Array>> | string,
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bailiwick-test-'));
  try {
    for (const [name, text] of Object.entries(typeof files === 'string' ? splitFiles(files) : files)) {
      const file = path.join(directory, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
