import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import * as vscode from 'vscode';

interface Result {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly error?: string;
}

/** Results are told one by one below. */
class Silent {}

/** Begins every line that the embedded VS Code passes on to the terminal. */
const TO_TERMINAL = '\u2063';

/**
 * What VS Code calls. The suite has two parts: the first ends by reloading the window, which ends this very process,
 * and the second finds in a file that it is the second.
 */
export async function run(): Promise<void> {
  const resultFile = process.env.BAILIWICK_HOST_RESULTS;
  if (!resultFile) throw new Error('BAILIWICK_HOST_RESULTS names no file.');
  const before = read(resultFile);
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: Silent as unknown as Mocha.ReporterConstructor });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  const facts: string[] = [];
  if (before) (await import('./reload.ts')).afterReload();
  else (await import('./suite.ts')).beforeReload(facts);
  const tests = [...(before?.tests ?? []), ...(await runMocha(mocha))];
  writeFileSync(resultFile, JSON.stringify({ tests, facts: [...(before?.facts ?? []), ...facts] }));
  if (!before) return reload();
  const failed = tests.filter((test) => test.state === 'failed');
  if (failed.length > 0) throw new Error(`${failed.length} tests failed`);
}

function read(file: string): { tests: Result[]; facts: string[] } | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function runMocha(mocha: Mocha): Promise<Result[]> {
  const results: Result[] = [];
  const add = (test: Mocha.Runnable, state: Result['state'], error?: Error) => {
    const milliseconds = test.duration ?? 0;
    results.push({
      title: test.fullTitle(),
      state,
      milliseconds,
      ...(error ? { error: error.stack ?? `${error}` } : {}),
    });
    const log = process.env.BAILIWICK_HOST_LOG;
    if (log) appendFileSync(log, `${state} ${test.fullTitle()}\n`);
    console.log(`${TO_TERMINAL}  ${state} ${test.fullTitle()}`);
  };
  return new Promise((resolve) => {
    mocha
      .run(() => resolve(results))
      .on('pass', (test) => add(test, 'passed'))
      .on('pending', (test) => add(test, 'skipped'))
      .on('fail', (test, error) => add(test, 'failed', error));
  });
}

/** Does not resolve: the window, and this process with it, goes away. */
function reload(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('The window was not reloaded.')), 60_000);
    void vscode.commands.executeCommand('workbench.action.reloadWindow');
  });
}
