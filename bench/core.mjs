// The core as the measurements load it: bundled from the sources, as it is shipped but for the minifying.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../scripts/lib/paths.mjs';

export const work = path.join(root, 'out', 'bench');

/** What these lines of `export` from the sources give. */
export async function loadCore(name, exports) {
  const outfile = path.join(work, `${name}.cjs`);
  mkdirSync(work, { recursive: true });
  await build({
    stdin: { contents: exports, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    // Evaluators of other tools are bundled by it when they are asked.
    external: ['esbuild'],
    alias: { yaml: path.join(root, 'node_modules', 'yaml', 'browser', 'index.js') },
    outfile,
    sourcemap: true,
    logLevel: 'error',
  });
  return createRequire(import.meta.url)(outfile);
}

/** Installs packages that only a measurement needs, outside of the project's own. Returns what loads them. */
export function installed(name, packages) {
  const directory = path.join(work, name);
  const there = packages.every((each) => existsSync(path.join(directory, 'node_modules', each.replace(/@[^@]*$/, ''))));
  if (!there) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'package.json'), '{"private":true}\n');
    console.error(`installing ${packages.join(' and ')} into ${path.relative(root, directory)} …`);
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
      cwd: directory,
      stdio: 'ignore',
    });
  }
  return createRequire(path.join(directory, 'package.json'));
}

export const quantile = (times, at) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * at))];

export const ms = (time) => (time < 10 ? time.toFixed(2) : time.toFixed(0));

/** The machine, as far as it bears on the numbers. */
export function machine() {
  const [processor] = os.cpus();
  return `Node ${process.version}, ${os.cpus().length} × ${processor?.model ?? 'unknown processor'}, load ${os.loadavg()[0].toFixed(1)}`;
}
