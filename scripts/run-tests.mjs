// Bundles the tests and runs them with Node's own runner.
//
//   node scripts/run-tests.mjs                          every test/**/*.test.ts outside test/host and test/oracles
//   node scripts/run-tests.mjs test/decide.test.ts …    these
//   node scripts/run-tests.mjs --fast                   all but the long ones
//   node scripts/run-tests.mjs --test-name-pattern=x …  options go to `node --test`
//
// Tests read their data files relative to the repository's root, which is the working directory of every test process.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { glob as walk } from './lib/files.mjs';
import { installOracles } from './lib/oracles.mjs';
import { isMain, root } from './lib/paths.mjs';

/** Files that take seconds each: many generated cases, or programs that are really run. They begin first. */
export const longFiles = [
  'test/core/reader-edits.test.ts',
  'test/analysis/command-knowledge.test.ts',
  'test/analysis/new-rule.test.ts',
  'test/core/robust.test.ts',
  'test/decide/properties.test.ts',
  'test/authority/score-properties.test.ts',
  'test/authority/score-of-examples.test.ts',
  'test/decide/bash-oracle.test.ts',
  'test/scope/policy.test.ts',
  'test/analysis/fix-properties.test.ts',
  'test/scope/other-sets.test.ts',
  'test/scope/path-sets.test.ts',
  'test/protocol/diagnostics.test.ts',
  'test/protocol/bad-input.test.ts',
  'test/simulate/trace.test.ts',
  'test/cli/hostile.test.ts',
  'test/cli/witnesses.test.ts',
  'test/viewer/viewer.test.ts',
  'test/import/never-wider.test.ts',
  'test/cli/explain.test.ts',
  'test/cli/fingerprints.test.ts',
  'test/dialects/claude-code-bad-input.test.ts',
  'test/dialects/edits.test.ts',
  'test/analysis/narrower.test.ts',
  'test/analysis/noise.test.ts',
  'test/export/export.test.ts',
  'test/import/import.test.ts',
  'test/protocol/neovim.test.ts',
  'test/dialects/regex.test.ts',
  'test/cli/examples.test.ts',
  'test/cli/readme.test.ts',
  'test/authority/score.test.ts',
  'test/protocol/findings.test.ts',
  'test/reproductions/reproductions.test.ts',
];

const oracles = path.join(root, 'test', 'oracles');

/** The tests against the evaluators of other tools, which are installed for them. */
export function oracleFiles() {
  return walk(oracles, (file) => file.endsWith('.test.ts'));
}

/** Every other test file outside of VS Code, the long ones first or, where it is to be `fast`, not at all. */
function allFiles(fast) {
  const long = longFiles.map((file) => path.join(root, file));
  const files = walk(
    path.join(root, 'test'),
    (file) => file.endsWith('.test.ts') && !/\/test\/(host|oracles)\//.test(file),
  );
  const short = files.map((file) => path.normalize(file)).filter((file) => !long.includes(file));
  return fast ? short : [...long, ...short];
}

/** Runs test files; resolves to what was counted. `files` empty: all of them, or all but the long ones. */
export async function runTests(files = [], options = [], { fast = false } = {}) {
  const { build } = await import('esbuild');
  const long = longFiles.map((file) => path.join(root, file));
  const entryPoints = files.length > 0 ? files.map((file) => path.resolve(file)) : allFiles(fast);
  if (entryPoints.some((file) => file.startsWith(oracles + path.sep))) {
    const missing = await installOracles();
    if (missing) console.error(missing);
  }
  // A directory of its own, so that two runs side by side do not disturb each other.
  const outdir = path.join(root, 'out', 'tests', String(process.pid));
  mkdirSync(outdir, { recursive: true });
  const remove = () => rmSync(outdir, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const built = await build({
      entryPoints,
      outdir,
      outbase: root,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      splitting: true,
      sourcemap: true,
      packages: 'external',
      outExtension: { '.js': '.mjs' },
      logLevel: 'warning',
      metafile: true,
      absWorkingDir: root,
      loader: { '.md': 'text' },
      inject: [path.join(root, 'test', 'support', 'seed.ts')],
    });
    const bundleOf = new Map(
      Object.entries(built.metafile.outputs).map(([file, { entryPoint }]) => [entryPoint, path.resolve(root, file)]),
    );
    const bundle = (file) => bundleOf.get(path.relative(root, file).split(path.sep).join('/'));
    const alone = entryPoints.filter((file) => long.includes(file)).map(bundle);
    const together = entryPoints.filter((file) => !long.includes(file)).map(bundle);
    return await runBundles([...alone, ...shared(together, outdir)], outdir, options);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

/**
 * As many modules as there are processors, each of which runs the next file that none has taken, and waits for its end,
 * until none is left: a process for every file would spend most of its time with being started and warming up.
 */
function shared(files, outdir) {
  if (files.length < 2) return files;
  const taken = path.join(outdir, 'taken');
  mkdirSync(taken);
  const text = [
    "import { mkdirSync } from 'node:fs';",
    "import { test } from 'node:test';",
    `for (const [index, file] of ${JSON.stringify(files)}.entries()) {`,
    '  try {',
    `    mkdirSync(${JSON.stringify(taken + path.sep)} + index);`,
    '  } catch {',
    '    continue;',
    '  }',
    '  try {',
    '    await import(file);',
    // Tests run in the order in which they are written down: when this one is over, so are those of the file.
    '    await test(file, () => {});',
    '  } catch (error) {',
    '    await test(file, () => {',
    '      throw error;',
    '    });',
    '  }',
    '}',
  ].join('\n');
  return Array.from({ length: Math.min(files.length, availableParallelism()) }, (_, index) => {
    const file = path.join(outdir, `shared-${index}.test.mjs`);
    writeFileSync(file, text);
    return file;
  });
}

async function runBundles(bundles, outdir, options) {
  const countFile = path.join(outdir, 'count.json');
  const reporter = new URL('./lib/count-reporter.mjs', import.meta.url).href;
  const watched = ['SIGINT', 'SIGTERM'];
  const child = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      '--test',
      `--test-concurrency=${availableParallelism()}`,
      `--test-reporter=${process.stdout.isTTY ? 'spec' : new URL('./lib/failures-reporter.mjs', import.meta.url).href}`,
      '--test-reporter-destination=stdout',
      `--test-reporter=${reporter}`,
      `--test-reporter-destination=${countFile}`,
      ...options,
      ...bundles,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const forward = (signal) => child.kill(signal);
  for (const signal of watched) process.on(signal, forward);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  for (const signal of watched) process.off(signal, forward);
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = JSON.parse(readFileSync(countFile, 'utf8'));
  } catch {
    // The runner died before it could report: that is a failure, whatever had passed before.
    counts.failed = 1;
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

if (isMain(import.meta.url)) {
  const given = process.argv.slice(2);
  const files = given.filter((argument) => !argument.startsWith('-'));
  const fast = given.includes('--fast');
  const options = given.filter((argument) => argument.startsWith('-') && argument !== '--fast');
  const { passed, failed, skipped } = await runTests(files, options, { fast });
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
