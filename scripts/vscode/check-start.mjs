import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../lib/paths.mjs';
import { endGroup } from '../lib/processes.mjs';

/**
 * Starts `npm start`'s script with the VS Code in the browser, asks it for its page and ends it as Ctrl-C does.
 * Resolves to a result like those of the suite. That no process is left is looked up where the system tells: on Linux.
 */
export async function checkStart() {
  const title = 'npm start serves the workbench on loopback and ends cleanly';
  const began = Date.now();
  const data = mkdtempSync(path.join(tmpdir(), 'bailiwick-start-'));
  const child = spawn(process.execPath, [path.join(root, 'scripts', 'start.mjs')], {
    env: { ...process.env, BAILIWICK_CODE: 'embedded', BAILIWICK_START_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  try {
    const url = await address(child, () => output);
    if (new URL(url).hostname !== 'localhost') throw new Error(`It is not on loopback: ${url}`);
    // The token is taken from the address and kept as a cookie.
    const first = await fetch(url, { redirect: 'manual' });
    const cookie = first.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .join('; ');
    const page = await fetch(new URL('/', url), { headers: { cookie } });
    if (!page.ok) throw new Error(`${url} answers ${page.status}`);
    const { status } = await fetch(new URL('/', url));
    if (status !== 403) throw new Error(`Without its token it answers ${status} rather than 403`);
    const code = await ended(child);
    if (code !== 0) throw new Error(`It ended with ${code}:\n${output}`);
    const left = processesAbout(data);
    if (left.length > 0) throw new Error(`Left running:\n${left.join('\n')}`);
    return { title, state: 'passed', milliseconds: Date.now() - began };
  } catch (error) {
    return { title, state: 'failed', milliseconds: Date.now() - began, error: String(error.stack ?? error) };
  } finally {
    await endGroup(child);
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  }
}

function address(child, output) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`It printed no address within 2 minutes:\n${output()}`)), 120_000);
    child.stdout.on('data', () => {
      const [url] = /http:\S+/.exec(output()) ?? [];
      // The last line, so that everything has been set up when the signal comes.
      if (url && output().includes('Ctrl-C')) done(() => resolve(url));
    });
    child.once('close', (code) => done(() => reject(new Error(`It ended with ${code} at once:\n${output()}`))));
    const done = (settle) => {
      clearTimeout(late);
      settle();
    };
  });
}

function ended(child) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('It did not end within 15 s of Ctrl-C.')), 15_000);
    child.once('close', (code) => {
      clearTimeout(late);
      resolve(code);
    });
    child.kill('SIGINT');
  });
}

/** Command lines of processes that name a directory. */
function processesAbout(directory) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(directory) ? [`${pid} ${line}`] : [];
      } catch {
        return [];
      }
    });
}
