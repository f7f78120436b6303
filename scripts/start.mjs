// Opens examples/ with the extension: `npm start`.
//
//   node scripts/start.mjs [FOLDER]
//
// In the person's own VS Code where there is one, else in VS Code in the browser, on this machine only, until Ctrl-C.
// BAILIWICK_CODE names another VS Code, or `embedded` for the one in the browser.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { installPackages } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { CannotError, progress } from './lib/processes.mjs';

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  console.log('npm start [-- FOLDER]   opens FOLDER, or the example workspace, with the extension');
  process.exit(0);
}
const folder = path.resolve(process.argv[2] ?? path.join(root, 'examples'));
const preferredPort = 8734;

try {
  await start();
} catch (error) {
  console.error(error instanceof CannotError ? `\n${error.message}` : error);
  process.exitCode = 1;
}

async function start() {
  await installPackages();
  const { build } = await import('./build.mjs');
  const { desktopCode } = await import('./vscode/desktop.mjs');
  const desktop = await desktopCode();
  await progress('Building', () => build({ production: !desktop }));
  if (desktop) return openDesktop(desktop);
  return serve();
}

function openDesktop({ command }) {
  console.log(`Opening ${path.relative(root, folder) || folder} in ${command}.`);
  const child = spawn(command, [`--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  child.on('error', (error) => console.error(`${command} could not be started: ${error.message}`));
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

async function serve() {
  const { startCodeServer, workbenchUrl } = await import('./vscode/server.mjs');
  // A test has it write elsewhere.
  const data = process.env.BAILIWICK_START_DATA ?? path.join(root, '.vscode-test', 'start');
  await installOnce(data);
  const server = await startCodeServer({ data, port: await freePort() });
  const file = path.join('agents', 'roles', 'nightly-fixer.agent-role.yaml');
  const url = workbenchUrl(server, folder, existsSync(path.join(folder, file)) ? { file } : {});
  let ending = false;
  const end = once(async () => {
    ending = true;
    await server.stop();
    console.log('\nEnded.');
    process.exit(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  void server.closed.then(() => {
    if (ending) return;
    console.error('VS Code ended by itself.');
    process.exit(1);
  });
  console.log(`\nVS Code ${server.version} with Bailiwick, on this machine only:\n\n  ${url}\n\nCtrl-C ends it.`);
  openInBrowser(url);
}

/** Packs the extension and installs it, unless the same one is there already. */
async function installOnce(data) {
  const { pack, vsixFile } = await import('./package.mjs');
  const { installExtension } = await import('./vscode/server.mjs');
  const stamp = path.join(data, 'installed');
  const hash = createHash('sha256');
  for (const file of ['package.json', 'dist/extension.cjs', 'dist/server.cjs', 'dist/viewer.js', 'dist/viewer.css']) {
    if (existsSync(path.join(root, file))) hash.update(readFileSync(path.join(root, file)));
  }
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { embeddedCode } = await import('./vscode/embedded.mjs');
  await embeddedCode();
  await progress('Installing the extension', async () => {
    await pack();
    await installExtension(data, vsixFile);
  });
  mkdirSync(data, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The same port each time, so that the browser finds its windows again; another one where it is taken. */
function freePort() {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(preferredPort, '127.0.0.1', () => probe.close(() => resolve(preferredPort)));
  });
}

function openInBrowser(url) {
  const desktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!desktop || process.env.CI || !process.stdout.isTTY) return;
  const [command, ...args] = {
    darwin: ['open', url],
    win32: ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')],
  }[process.platform] ?? ['xdg-open', url];
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

function once(work) {
  let begun;
  return () => (begun ??= work());
}
