// Runs the suite of test/host inside a real VS Code, on the packed extension and a copy of examples/ under git.
//
//   node scripts/host.mjs [--keep]     needs out/bailiwick.vsix (scripts/package.mjs)

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMain, root } from './lib/paths.mjs';
import { CannotError, run } from './lib/processes.mjs';
import { vsixFile } from './package.mjs';
import { checkStart } from './vscode/check-start.mjs';
import { desktopCode } from './vscode/desktop.mjs';
import { browser, embeddedCode } from './vscode/embedded.mjs';
import { installExtension } from './vscode/server.mjs';

/**
 * Runs the suite; resolves to what was counted and which VS Code it was. Throws where it could not be run at all.
 */
export async function runHostSuite({ keep = false } = {}) {
  if (!existsSync(vsixFile))
    throw new CannotError('There is no packed extension.', 'It has not been built.', 'node scripts/package.mjs');
  const home = mkdtempSync(path.join(tmpdir(), 'bailiwick-host-'));
  try {
    return await runIn(home);
  } finally {
    if (keep) console.log(`kept: ${home}`);
    else rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runIn(home) {
  const suite = await bundleSuite();
  const folder = await workspaceUnderGit(path.join(home, 'payments-api'));
  const data = path.join(home, 'data');
  const results = path.join(home, 'results.json');
  const desktop = await desktopCode();
  let executable = desktop?.executable;
  if (desktop) {
    await desktop.install(vsixFile, data);
  } else {
    // Both are set up here, where progress can be seen, before the clock of the suite starts.
    await embeddedCode();
    await browser();
    await installExtension(data, vsixFile);
    const launcher = process.platform === 'win32' ? 'embedded-code.cmd' : 'embedded-code.mjs';
    executable = path.join(root, 'scripts', 'vscode', launcher);
  }
  const { runTests } = await import('@vscode/test-electron');
  let error;
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: path.dirname(suite),
      extensionTestsPath: suite,
      launchArgs: [folder, `--user-data-dir=${data}`, `--extensions-dir=${path.join(data, 'extensions')}`],
      extensionTestsEnv: { BAILIWICK_HOST_RESULTS: results },
    });
  } catch (caught) {
    error = caught;
  }
  if (!existsSync(results)) {
    throw new CannotError('The suite did not run.', 'VS Code ended before it; what was said is above.', 'See above.');
  }
  const { tests, ...facts } = JSON.parse(readFileSync(results, 'utf8'));
  if (!desktop) tests.push(await checkStart());
  const counted = (state) => tests.filter((test) => test.state === state).length;
  const counts = { passed: counted('passed'), failed: counted('failed'), skipped: counted('skipped') };
  if (error && counts.failed === 0) counts.failed = 1;
  return { ...counts, ...facts, tests, desktop: desktop !== undefined };
}

/** The suite is an extension of its own, so that the packed one is tested as a user gets it. */
async function bundleSuite() {
  const { build } = await import('esbuild');
  const directory = path.join(root, 'out', 'host');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await build({
    entryPoints: [path.join(root, 'test', 'host', 'index.ts')],
    outfile: path.join(directory, 'index.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const manifest = {
    name: 'bailiwick-host-tests',
    publisher: 'bailiwick',
    version: '0.0.0',
    engines: { vscode: '^1.101.0' },
  };
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify(manifest));
  return path.join(directory, 'index.cjs');
}

/** A copy of the examples with a last commit and a change that is not committed yet. */
export async function workspaceUnderGit(folder) {
  cpSync(path.join(root, 'examples'), folder, { recursive: true });
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '.'],
    [...identity, 'commit', '-q', '-m', 'The agents as reviewed'],
  ]) {
    const { code, output } = await run('git', args, { cwd: folder }).catch(() => ({
      code: 1,
      output: 'There is no git.',
    }));
    if (code !== 0) throw new CannotError('The example repository could not be made.', output, 'Install git.');
  }
  const role = path.join(folder, 'agents', 'roles', 'pr-reviewer.agent-role.yaml');
  const text = readFileSync(role, 'utf8');
  const widened = text.replace('"git log --oneline -20"', '"git log **"');
  if (widened === text) throw new Error(`${role} has no longer what the suite changes in it.`);
  writeFileSync(role, widened);
  return folder;
}

export function printTests({ tests, facts }) {
  for (const test of tests) {
    const sign = { passed: '✔', failed: '✖', skipped: '-' }[test.state];
    console.log(`  ${sign} ${test.title} (${test.milliseconds} ms)`);
    if (test.error) console.log(`      ${test.error.replaceAll('\n', '\n      ')}`);
  }
  for (const fact of facts ?? []) console.log(`  ${fact}`);
}

if (isMain(import.meta.url)) {
  try {
    const result = await runHostSuite({ keep: process.argv.includes('--keep') });
    printTests(result);
    console.log(`${result.passed} passed, ${result.failed} failed`);
    process.exitCode = result.failed > 0 || result.passed === 0 ? 1 : 0;
  } catch (error) {
    console.error(error instanceof CannotError ? error.message : error);
    process.exitCode = 1;
  }
}
