import { CannotError } from '../lib/processes.mjs';
import { browser } from './embedded.mjs';

/** Opens a browser without a window. The caller closes it. */
export async function openBrowser() {
  const { executablePath, args, env } = await browser();
  const { chromium } = await import('playwright-core');
  try {
    return await chromium.launch({ executablePath, args, env, headless: true });
  } catch (error) {
    throw new CannotError(
      `The browser ${executablePath} does not start.`,
      String(error.message).split('\n').slice(0, 6).join('\n              '),
      'Install Chrome or Chromium, or set BAILIWICK_BROWSER to its executable (or to `package` for a packaged one).',
    );
  }
}
