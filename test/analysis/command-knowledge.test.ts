import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { entryLine, HARMLESS } from '../../server/src/core/analysis/command-line.ts';
import { type CommandEntry, commandEntries } from '../../server/src/core/analysis/data/commands/index.ts';

test('every entry has an id of its own and a source', () => {
  const ids = commandEntries().map((entry) => entry.id);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
  for (const entry of commandEntries()) assert.match(entry.source, /^https?:\/\//, entry.id);
});

test('the harmless form of every entry does what it says, where the program is installed', {
  timeout: 600_000,
}, async (t) => {
  const tried = commandEntries().filter((entry) => entry.trial);
  const missing = new Set(tried.map((entry) => entry.program).filter((program) => !installed(program)));
  const failures: string[] = [];
  let executed = 0;
  const queue = tried.filter((entry) => !missing.has(entry.program));
  const worker = async () => {
    for (let entry = queue.shift(); entry; entry = queue.shift()) {
      const problem = await tryOut(entry);
      executed++;
      if (problem) failures.push(`${entry.id}: ${problem}`);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  const documented = commandEntries().length - tried.length;
  t.diagnostic(
    `${executed} of ${commandEntries().length} entries executed; ${documented} known from documentation only; not installed here: ${[...missing].join(', ') || 'none'}`,
  );
  assert.deepEqual(failures, []);
});

function installed(program: string): boolean {
  return spawnSync('bash', ['-c', `type ${program}`]).status === 0;
}

/** Runs a trial in an empty directory, with as little around it as possible; says what went wrong. */
async function tryOut(entry: CommandEntry): Promise<string | undefined> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bailiwick-trial-'));
  try {
    const trial = entry.trial!;
    const script = `${trial.setup ?? ':'}\n${trial.line ?? entryLine(entry, HARMLESS)}`;
    const output = await run(script, directory);
    const shows = trial.shows ?? 'W';
    if (shows === 'stdout') return output.includes('MARKER') ? undefined : `did not print it:\n${script}\n${output}`;
    const wanted = !shows.startsWith('!');
    if (existsSync(path.join(directory, shows.replace('!', ''))) === wanted) return undefined;
    return `${shows} ${wanted ? 'is missing' : 'is there'} after:\n${script}\n${output}`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function run(script: string, directory: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', script], {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        TERM: 'dumb',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        PYENV_ROOT: process.env.PYENV_ROOT ?? `${process.env.HOME}/.pyenv`,
        CARGO_HOME: process.env.CARGO_HOME ?? `${process.env.HOME}/.cargo`,
        RUSTUP_HOME: process.env.RUSTUP_HOME ?? `${process.env.HOME}/.rustup`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), 20_000);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(output.slice(0, 2000));
    });
  });
}
