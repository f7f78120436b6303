// Builds for production and packs the extension: out/bailiwick.vsix.
//
//   node scripts/package.mjs

import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { isMain, root } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';

export const vsixFile = path.join(root, 'out', 'bailiwick.vsix');

/** What the packed extension may weigh, in bytes. */
export const largest = 500 * 1024;

/** Packs what `dist/` holds by now; returns the size in bytes. A package that is too large is an error. */
export async function pack() {
  mkdirSync(path.dirname(vsixFile), { recursive: true });
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsixFile,
  ];
  const { code, output } = await run(process.execPath, [vsce, ...args], { cwd: root });
  if (code !== 0) throw new Error(`vsce could not pack the extension:\n${output}`);
  const { size } = statSync(vsixFile);
  if (size > largest) throw new Error(`The VSIX is ${size} bytes; ${largest} are allowed.`);
  return size;
}

if (isMain(import.meta.url)) {
  await build({ production: true });
  console.log(`${path.relative(root, vsixFile)}: ${((await pack()) / 1024).toFixed(0)} KB`);
}
