import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { isInstalled } from './install.mjs';
import { root } from './paths.mjs';
import { npm, progress } from './processes.mjs';

/** Where the evaluators of other tools are described and tested against, and where they are installed. */
const described = path.join(root, 'test', 'oracles');
const installed = path.join(root, '.oracles');

/**
 * Installs the evaluators of test/oracles/package.json where they are missing or other ones, without their scripts.
 * Returns why they are not there, or undefined where they are: the tests that need them skip themselves then.
 */
export async function installOracles() {
  const lockFile = path.join(described, 'package-lock.json');
  if (isInstalled(installed, lockFile)) return undefined;
  mkdirSync(installed, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(path.join(described, file), path.join(installed, file));
  return progress('Installing the evaluators of other tools (npm ci)', async () => {
    const { code, output } = await npm(['ci', '--ignore-scripts', '--loglevel=error'], { cwd: installed });
    return code === 0 ? undefined : `npm could not install them: ${output.trim().split('\n').slice(-3).join(' ')}`;
  });
}
