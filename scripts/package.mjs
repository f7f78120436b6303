// Builds for production and packs the extension: out/bailiwick.vsix.
//
//   node scripts/package.mjs

import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { isMain, root } from './lib/paths.mjs';

export const vsixFile = path.join(root, 'out', 'bailiwick.vsix');

/** What the packed extension may weigh, in bytes. */
export const largest = 500 * 1024;

/** Packs what `dist/` holds by now; returns the size in bytes. A package that is too large is an error. */
export async function pack() {
  const { createVSIX } = await import('@vscode/vsce');
  mkdirSync(path.dirname(vsixFile), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: vsixFile,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: false,
    rewriteRelativeLinks: false,
  });
  const { size } = statSync(vsixFile);
  if (size > largest) throw new Error(`The VSIX is ${size} bytes; ${largest} are allowed.`);
  return size;
}

if (isMain(import.meta.url)) {
  await build({ production: true });
  console.log(`${path.relative(root, vsixFile)}: ${((await pack()) / 1024).toFixed(0)} KB`);
}
