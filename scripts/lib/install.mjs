import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { CannotError, npm, progress } from './processes.mjs';

/** Installs the packages of package-lock.json where they are missing or other ones. Uses nothing but Node itself. */
export async function installPackages() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    throw new CannotError(
      `Node ${process.versions.node} is too old.`,
      'Node 20 or later is needed.',
      'Install a newer Node.',
    );
  }
  if (isInstalled(root)) return;
  await progress('Installing packages (npm ci)', async () => {
    const { code, output } = await npm(['ci', '--ignore-scripts', '--loglevel=error'], { cwd: root });
    if (code !== 0) {
      throw new CannotError(
        'npm could not install the packages.',
        output.trim().split('\n').slice(-8).join('\n              '),
        'Check the network and the npm registry, and run the same command again.',
      );
    }
  });
}

/**
 * Whether `at` has what the lock file there, or another one, names. npm writes down what it has installed when it is done:
 * nothing else has to be remembered.
 */
export function isInstalled(at, lockFile = path.join(at, 'package-lock.json')) {
  const record = path.join(at, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const there = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([where, { version, optional }]) =>
      where === '' || there[where]?.version === version || (optional && !there[where]),
  );
}
