import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { CannotError, endGroup, run, signalGroup } from '../lib/processes.mjs';
import { embeddedCode } from './embedded.mjs';

const QUIET = ['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'];

/**
 * Starts the embedded VS Code on loopback; resolves to its `port`, `version` and how to `stop` it and everything it
 * started. `data` is the directory of its own settings, logs and extensions. `automation` lets a page be told by its
 * address which extension to develop and which tests to run.
 */
export async function startCodeServer({ data, port = 0, automation = false, env = process.env }) {
  const { node, main, version } = await embeddedCode();
  mkdirSync(data, { recursive: true });
  const args = [main, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token', ...QUIET];
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
    version,
    closed: new Promise((resolve) => child.once('close', resolve)),
    log: () => output,
    async stop() {
      await endGroup(child);
      process.off('exit', atExit);
    },
  };
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

/** The address of the workbench on a folder, with an extension under development and a suite to run where given. */
export function workbenchUrl(port, folder, { extension, tests } = {}) {
  const url = new URL(`http://localhost:${port}/`);
  url.searchParams.set('folder', urlPath(folder));
  const remote = (file) => `vscode-remote://localhost:${port}${urlPath(file)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (extension) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
