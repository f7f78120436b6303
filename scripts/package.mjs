// Builds for production and packs the extension: out/bailiwick.vsix.
//
//   node scripts/package.mjs

import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { isMain, root } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';
import { namesInZip } from './lib/zip.mjs';

export const vsixFile = path.join(root, 'out', 'bailiwick.vsix');

/**
 * What the packed extension may weigh, in bytes. Half a megabyte was the aim while only manifests of ours were read; the
 * catalogue's pages, the knowledge of commands and the formats of eight other tools are most of what came since: 809,264
 * bytes with the eighth. What goes past this was packed by mistake, or is worth asking about.
 */
export const largest = 896 * 1024;

/** What the packed extension may hold, and what it has to. */
const allowed =
  /^extension\/(dist\/((extension|server)\.cjs|viewer\.(js|css))|(syntaxes|snippets|walkthrough)\/[\w./-]+|readme\.md|changelog\.md|LICENSE\.txt|package\.json)$/;
const needed = [
  'dist/extension.cjs',
  'dist/server.cjs',
  'dist/viewer.js',
  'dist/viewer.css',
  'readme.md',
  'LICENSE.txt',
];

/** Packs what `dist/` holds by now; returns the size in bytes. A package that is too large, or
 * holds anything else than it should, is an error. */
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
  const files = namesInZip(vsixFile).filter((name) => name.startsWith('extension/'));
  const strays = files.filter((name) => !allowed.test(name));
  if (strays.length > 0) throw new Error(`The VSIX holds what nobody needs: ${strays.join(', ')}`);
  const missing = needed.filter((name) => !files.includes(`extension/${name}`));
  if (missing.length > 0) throw new Error(`The VSIX lacks ${missing.join(', ')}`);
  return size;
}

if (isMain(import.meta.url)) {
  await build({ production: true });
  console.log(`${path.relative(root, vsixFile)}: ${((await pack()) / 1024).toFixed(0)} KB`);
}
