#!/usr/bin/env node
// An executable that takes VS Code's own flags and drives the embedded VS Code with them: what `runTests` of
// @vscode/test-electron starts where there is no desktop VS Code.
//
//   embedded-code.mjs --extensionDevelopmentPath=… --extensionTestsPath=… [--user-data-dir=…] FOLDER
//
// Ends with 0 when the suite's `run()` resolves, with 1 when it rejects.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CannotError } from '../lib/processes.mjs';
import { openBrowser } from './page.mjs';
import { startCodeServer, workbenchUrl } from './server.mjs';

const SUITE_TIMEOUT = 5 * 60_000;

/** Begins every line that the suite's reporter prints. */
const SUITE_PREFIX = '\u2063';

const flags = process.argv.slice(2);
const value = (name) => flags.find((flag) => flag.startsWith(`--${name}=`))?.slice(name.length + 3);
const folder = flags.findLast((flag) => !flag.startsWith('-')) ?? process.cwd();
const given = value('user-data-dir');
const data = given ?? mkdtempSync(path.join(tmpdir(), 'bailiwick-code-'));

try {
  process.exitCode = await runSuite();
} catch (error) {
  console.error(error instanceof CannotError ? error.message : error);
  process.exitCode = 1;
} finally {
  if (!given) rmSync(data, { recursive: true, force: true });
}

async function runSuite() {
  const server = await startCodeServer({ data, automation: true });
  const browser = await openBrowser().catch(async (error) => {
    await server.stop();
    throw error;
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const ended = new Promise((resolve, reject) => {
      setTimeout(
        () => reject(new Error(`The suite did not end within ${SUITE_TIMEOUT / 60_000} minutes.`)),
        SUITE_TIMEOUT,
      ).unref();
      void page.exposeFunction('codeAutomationLog', (type, args) => print(type, args));
      void page.exposeFunction('codeAutomationExit', (code) => resolve(code));
      page.on('crash', () => reject(new Error('The page crashed.')));
      browser.on('disconnected', () => reject(new Error('The browser ended by itself.')));
    });
    const extension = value('extensionDevelopmentPath');
    await page.goto(workbenchUrl(server, folder, { extension, tests: value('extensionTestsPath') }));
    return await ended;
  } catch (error) {
    if (process.env.BAILIWICK_VERBOSE) console.error(server.log());
    throw error;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** What the suite prints arrives here as console calls of the page. The workbench's own chatter is left out, unless asked for. */
function print(type, args) {
  const text = args.map(String).join(' ');
  if (text.startsWith(SUITE_PREFIX)) console.log(text.slice(SUITE_PREFIX.length));
  else if (process.env.BAILIWICK_VERBOSE) console.log(`[${type}] ${text}`);
}
