// Everything that is tested, from a fresh clone on: `npm test`.
//
//   node scripts/test.mjs           all stages
//   node scripts/test.mjs --fast    without the long tests, other tools' evaluators, packing and VS Code
//
// Uses nothing but Node until the packages are there. A stage that could not run has failed; only tests against another
// tool's evaluator are skipped where that evaluator cannot be installed, and say so.

import path from 'node:path';
import { installPackages } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { CannotError, run } from './lib/processes.mjs';

const fast = process.argv.includes('--fast');
const bin = (name, ...at) => path.join(root, 'node_modules', ...(at.length > 0 ? at : ['.bin', name]));
const node = (...args) => check(process.execPath, args);

const STAGES = [
  {
    name: 'format and lint',
    run: () =>
      node(
        bin('', '@biomejs', 'biome', 'bin', 'biome'),
        'ci',
        '--error-on-warnings',
        ...(process.stdout.isTTY ? [] : ['--colors=off']),
        '.',
      ),
  },
  { name: 'types', run: () => node(bin('', 'typescript', 'bin', 'tsc'), '-b') },
  { name: 'generated files', run: () => node(path.join(root, 'scripts', 'generate.mjs'), '--check') },
  { name: 'build', run: build },
  { name: 'tests', run: tests, needs: 'build' },
  { name: 'oracles', run: oracles, needs: 'build', slow: true },
  { name: 'package', run: pack, needs: 'build', slow: true },
  { name: 'in VS Code', run: host, needs: 'package', slow: true },
];

try {
  await installPackages();
  process.exitCode = await runStages(STAGES.filter((stage) => !(fast && stage.slow)));
} catch (error) {
  console.error(`\n${said(error)}`);
  process.exitCode = 1;
}

async function runStages(stages) {
  const done = [];
  for (const stage of stages) {
    console.log(`\n── ${stage.name} ${'─'.repeat(Math.max(0, 60 - stage.name.length))}`);
    const began = performance.now();
    const result = await runStage(stage, done);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    done.push({ ...result, name: stage.name, seconds });
    console.log(`${line(result)}  (${seconds} s)`);
  }
  return summarize(done);
}

async function runStage(stage, done) {
  const needed = done.find((other) => other.name === stage.needs);
  if (needed && needed.failed > 0) {
    const note = `did not run, because “${needed.name}” failed`;
    return { passed: 0, failed: 1, skipped: 0, note };
  }
  try {
    const result = await stage.run();
    // A stage that ran and counted nothing has tested nothing.
    return result.passed + result.failed + result.skipped > 0
      ? result
      : { ...result, failed: 1, note: 'counted nothing' };
  } catch (error) {
    console.error(said(error));
    return { passed: 0, failed: 1, skipped: 0, note: 'could not run' };
  }
}

function summarize(done) {
  const width = Math.max(...done.map((stage) => stage.name.length));
  console.log('\n── summary ────────────────────────────────────────────────────');
  for (const stage of done) {
    console.log(`${sign(stage)} ${stage.name.padEnd(width)}  ${stage.seconds.padStart(6)} s  ${line(stage)}`);
  }
  if (fast) console.log('  without the long tests, other tools’ evaluators, packing and VS Code (--fast)');
  const sum = (key) => done.reduce((total, stage) => total + stage[key], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  console.log(`\n${line(total)}`);
  return total.failed > 0 ? 1 : 0;
}

function sign({ passed, failed }) {
  if (failed > 0) return '✖';
  return passed > 0 ? '✔' : '-';
}

function line({ passed, failed, skipped, note }) {
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return note ? `${counts}: ${note}` : counts;
}

function said(error) {
  return error instanceof CannotError ? error.message : (error?.stack ?? String(error));
}

/** A command that prints by itself; it counts as one check. */
async function check(command, args) {
  const { code } = await run(command, args, { cwd: root, inherit: true });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

async function tests() {
  const { runTests } = await import('./run-tests.mjs');
  return runTests([], [], { fast });
}

/** Our readings of other tools' formats against those tools' own evaluators. */
async function oracles() {
  const { oracleFiles, runTests } = await import('./run-tests.mjs');
  return runTests(oracleFiles());
}

async function build() {
  const { build } = await import('./build.mjs');
  const sizes = await build({ production: true });
  for (const [file, bytes] of Object.entries(sizes))
    console.log(`${file.padEnd(28)}${(bytes / 1024).toFixed(0).padStart(6)} KB`);
  return { passed: 1, failed: 0, skipped: 0 };
}

async function pack() {
  const { pack } = await import('./package.mjs');
  console.log(`out/bailiwick.vsix: ${((await pack()) / 1024).toFixed(0)} KB`);
  return { passed: 1, failed: 0, skipped: 0 };
}

async function host() {
  if (process.env.BAILIWICK_SKIP_HOST) {
    if (!process.env.CI) return { passed: 0, failed: 0, skipped: 1, note: 'skipped, as BAILIWICK_SKIP_HOST asks' };
    console.error('BAILIWICK_SKIP_HOST is not heeded where CI is set.');
  }
  const { printTests, runHostSuite } = await import('./host.mjs');
  const result = await runHostSuite();
  printTests(result);
  return result;
}
