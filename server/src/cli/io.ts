/** Everything that a command takes from and gives to the world around it, so that tests can be that world. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal. */
  readonly terminal: boolean;
  /** Columns of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  out(text: string): void;
  err(text: string): void;
  stdin(): AsyncIterable<Uint8Array>;
}

export function processIo(): Io {
  return {
    cwd: process.cwd(),
    env: process.env,
    terminal: process.stdout.isTTY === true,
    columns: process.stdout.columns,
    now: () => Date.now(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    stdin: () => process.stdin,
  };
}

/** Exit codes are a contract with scripts. */
export const EXIT = { ok: 0, found: 1, failed: 2 } as const;

/** Something that the person who typed the command can put right. Shown without a stack. */
export class UsageError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
