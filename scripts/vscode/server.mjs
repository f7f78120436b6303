import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CannotError, endGroup, run, signalGroup } from '../lib/processes.mjs';
import { embeddedCode } from './embedded.mjs';

const QUIET = ['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'];

/** What a person would switch off in a VS Code that is there to try one extension. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'git.openRepositoryInParentFolders': 'never',
};

/**
 * Starts the embedded VS Code on loopback, behind a token, so that no other user of the machine can use it; resolves to its `port`, `token`, `version` and how to `stop` it and everything it
 * started. `data` is the directory of its own settings, logs and extensions. `automation` lets a page be told by its
 * address which extension to develop and which tests to run.
 */
export async function startCodeServer({ data, port = 0, automation = false, env = process.env, settings = {} }) {
  const { node, main, version } = await embeddedCode();
  writeSettings(data, settings);
  const token = randomBytes(16).toString('hex');
  const args = [main, '--host', '127.0.0.1', '--port', String(port), '--connection-token', token, ...QUIET];
  args.push('--disable-telemetry', ...directories(data));
  if (automation) args.push('--enable-smoke-test-driver');
  const child = spawn(node, args, {
    env: quiet(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  // Whatever ends us, even an uncaught error, ends the server.
  const atExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', atExit);
  let output = '';
  const listening = new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('close', (code) => {
      const why = output.trim().split('\n').slice(-5).join('\n              ') || `It ended with code ${code}.`;
      reject(new CannotError('The embedded VS Code did not start.', why, 'Remove .vscode-test/ and try again.'));
    });
    setTimeout(
      () => reject(new CannotError('The embedded VS Code did not start.', 'It said nothing for 60 s.', 'Try again.')),
      60_000,
    ).unref();
  });
  return {
    port: await listening,
    token,
    version,
    closed: new Promise((resolve) => child.once('close', resolve)),
    log: () => output,
    async stop() {
      await endGroup(child);
      process.off('exit', atExit);
    },
  };
}

/** Settings of this VS Code alone; ones that a person has changed since are left as they are. */
function writeSettings(data, settings) {
  const directory = path.join(data, 'user', 'User');
  const file = path.join(directory, 'settings.json');
  mkdirSync(directory, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ ...SETTINGS, ...settings }, undefined, 2)}\n`);
}

/** Installs a packaged extension into the embedded VS Code's own directory. */
export async function installExtension(data, vsix) {
  const { node, main } = await embeddedCode();
  const args = [main, '--install-extension', vsix, '--force', ...QUIET, ...directories(data)];
  const { code, output } = await run(node, args, { env: quiet(process.env) });
  if (code !== 0 || !/successfully installed/.test(output))
    throw new Error(`The VSIX could not be installed:\n${output}`);
}

function directories(data) {
  return [
    ...['--user-data-dir', path.join(data, 'user')],
    ...['--server-data-dir', path.join(data, 'server')],
    ...['--extensions-dir', path.join(data, 'extensions')],
  ];
}

/** Without what would make VS Code believe that it runs inside another one. */
function quiet(env) {
  const { VSCODE_IPC_HOOK_CLI, VSCODE_PROXY_URI, NODE_OPTIONS, ...rest } = env;
  return rest;
}

/** A path as the workbench's address wants it: `/C:/x` on Windows. */
function urlPath(file) {
  const slashed = path.resolve(file).split(path.sep).join('/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}

/**
 * The address of the workbench on a folder: with a `file` opened, an `extension` under development, or a suite of
 * `tests` to run, where given.
 */
export function workbenchUrl({ port, token }, folder, { extension, tests, file } = {}) {
  const url = new URL(`http://localhost:${port}/`);
  url.searchParams.set('tkn', token);
  url.searchParams.set('folder', urlPath(folder));
  const remote = (place) => `vscode-remote://localhost:${port}${urlPath(place)}`;
  const payload = [];
  if (file) payload.push(['openFile', remote(path.join(folder, file))]);
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
