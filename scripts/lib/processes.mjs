import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Something that this machine cannot do, said so that a person can do something about it. */
export class CannotError extends Error {
  /** `what` could not be had, `why`, and what to `do` about it. */
  constructor(what, why, remedy) {
    super(`${what}\n  why:        ${why}\n  what to do: ${remedy}`);
    this.name = 'CannotError';
  }
}

/** Runs a command to its end; resolves to its exit code and what it printed. `inherit`: it prints by itself. */
export function run(command, args, { cwd, env, inherit = false, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', ...(inherit ? ['inherit', 'inherit'] : ['pipe', 'pipe'])],
    });
    let output = '';
    const late = timeout === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeout);
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(late);
      resolve({ code: code ?? 1, signal, output });
    });
  });
}

/** Runs npm with the Node that runs us, without a shell. */
export function npm(args, options = {}) {
  const beside = path.dirname(process.execPath);
  const script = [
    process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : '',
    path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(beside, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ].find((file) => file && existsSync(file));
  return script ? run(process.execPath, [script, ...args], options) : run('npm', args, options);
}

/** The file that a command's name stands for on the PATH. */
export function onPath(name) {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe', '.bat'] : [''];
  for (const directory of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(directory, name + ending);
      if (directory && existsSync(file)) return file;
    }
  }
  return undefined;
}

/** Shows that a long step is under way: its name at once, the seconds while it lasts, and how long it took. */
export async function progress(name, work) {
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  const terminal = process.stdout.isTTY;
  process.stdout.write(terminal ? `${name} …` : `${name} …\n`);
  const beat = setInterval(
    () => process.stdout.write(terminal ? `\r${name} … ${seconds()}` : `  still at it, ${seconds()}\n`),
    terminal ? 1000 : 15_000,
  );
  try {
    const result = await work();
    process.stdout.write(terminal ? `\r${name}: ${seconds()}   \n` : `  done, ${seconds()}\n`);
    return result;
  } catch (error) {
    if (terminal) process.stdout.write('\n');
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/**
 * Ends a process that was started with `detached: true`, and everything it started, and waits until it is gone.
 */
export async function endGroup(child) {
  if (child.exitCode !== null || child.signalCode !== null) {
    signalGroup(child, 'SIGKILL');
    return;
  }
  const gone = new Promise((resolve) => child.once('close', resolve));
  signalGroup(child, 'SIGTERM');
  const late = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
  await gone;
  clearTimeout(late);
  signalGroup(child, 'SIGKILL');
}

/** The same at once, for an `exit` handler, where nothing can be waited for. */
export function signalGroup(child, signal) {
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // It has gone already.
  }
}
