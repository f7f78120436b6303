// Writes every file that is made from another one. The results are committed, and a test fails when one is stale.
//
//   node scripts/generate.mjs            writes what has changed
//   node scripts/generate.mjs --check    only says what would change, and fails if anything would
//
// Each module in scripts/generate/ exports `generate(root)`, which returns the files that it makes: path to text.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Everything that is generated, as path relative to the root to text. */
export async function generated() {
  const files = {};
  const directory = path.join(root, 'scripts', 'generate');
  for (const name of readdirSync(directory).sort()) {
    if (!name.endsWith('.mjs')) continue;
    const { generate } = await import(pathToFileURL(path.join(directory, name)).href);
    Object.assign(files, await generate(root));
  }
  return files;
}

/** The paths of generated files that are not as they should be. */
export async function stale() {
  const files = await generated();
  return Object.keys(files).filter((file) => textOf(file) !== files[file]);
}

function textOf(file) {
  const full = path.join(root, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}

async function main() {
  if (process.argv.includes('--check')) {
    const paths = await stale();
    for (const file of paths) console.error(`stale: ${file}`);
    if (paths.length > 0) console.error('run npm run generate');
    process.exitCode = paths.length > 0 ? 1 : 0;
    return;
  }
  const files = await generated();
  for (const [file, text] of Object.entries(files)) {
    if (textOf(file) === text) continue;
    const full = path.join(root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    console.log(`wrote ${file}`);
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
