// Takes the pictures of docs/images in the embedded VS Code, on a copy of examples/ with a change under git.
//
//   node scripts/screenshots.mjs [NAME…]

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { workspaceUnderGit } from './host.mjs';
import { root } from './lib/paths.mjs';
import { pack, vsixFile } from './package.mjs';
import { openBrowser } from './vscode/page.mjs';
import { installExtension, startCodeServer, workbenchUrl } from './vscode/server.mjs';

const images = path.join(root, 'docs', 'images');
const DANGEROUS = 'agents/roles/nightly-fixer.agent-role.yaml';
const SCENARIO = 'agents/scenarios/review-pull-request.scenario.yaml';

/** What a project may have for Claude Code. */
const SETTINGS = `${JSON.stringify(
  {
    permissions: {
      allow: ['Bash(npm run test *)', 'Bash(git *)', 'Edit(/src/**)', 'Glob(src/**)'],
      ask: ['Bash(git push *)'],
      deny: ['Read(//**/.env)', 'Bash(curl *)'],
    },
  },
  undefined,
  2,
)}\n`;

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
};

/** Each picture: the theme, the file it begins with, and what is done before it is taken. */
const PICTURES = [
  {
    name: 'findings',
    theme: 'dark',
    file: DANGEROUS,
    async arrange(page) {
      await problems(page);
    },
  },
  { name: 'hover', theme: 'light', file: DANGEROUS, arrange: (page) => hover(page, 'git **') },
  { name: 'agents', theme: 'dark', file: DANGEROUS, arrange: agents },
  { name: 'diff-hover', theme: 'dark', file: 'agents/roles/pr-reviewer.agent-role.yaml', arrange: diffHover },
  { name: 'export', theme: 'light', file: 'agents/roles/test-runner.agent-role.yaml', arrange: exportPreview },
  {
    name: 'import',
    theme: 'dark',
    file: '.claude/settings.json',
    texts: { '.claude/settings.json': SETTINGS },
    arrange: importRole,
  },
  ...Object.keys(THEMES).map((theme) => ({ name: `simulate-${theme}`, theme, file: SCENARIO, arrange: trace })),
];

const wanted = process.argv.slice(2);
const home = mkdtempSync(path.join(tmpdir(), 'bailiwick-pictures-'));
let browser;
try {
  await build({ production: true });
  await pack();
  mkdirSync(images, { recursive: true });
  browser = await openBrowser();
  for (const picture of PICTURES) {
    if (wanted.length === 0 || wanted.includes(picture.name)) await take(picture);
  }
} finally {
  await browser?.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}

async function take({ name, theme, file, texts = {}, arrange }) {
  const data = path.join(home, name);
  const folder = await workspaceUnderGit(path.join(home, `${name}-folder`, 'payments-api'));
  for (const [place, text] of Object.entries(texts)) {
    mkdirSync(path.dirname(path.join(folder, place)), { recursive: true });
    writeFileSync(path.join(folder, place), text);
  }
  await installExtension(data, vsixFile);
  const settings = {
    'workbench.colorTheme': THEMES[theme],
    'editor.minimap.enabled': false,
    'editor.fontSize': 13,
    'window.commandCenter': false,
    'workbench.layoutControl.enabled': false,
  };
  const server = await startCodeServer({ data, settings });
  const context = await browser.newContext({ viewport: { width: 1360, height: 820 } });
  try {
    const page = await context.newPage();
    await page.goto(workbenchUrl(server, folder, { file }));
    await page.locator('.tab.active', { hasText: path.basename(file) }).waitFor({ timeout: 60_000 });
    await page
      .locator('.monaco-editor .view-line', { hasText: /kind|permissions/ })
      .first()
      .waitFor();
    // The language status is there when the server is.
    await arrange(page).catch(async (error) => {
      await page.screenshot({ path: path.join(tmpdir(), 'bailiwick-picture-failed.png') });
      throw error;
    });
    await page.screenshot({ path: path.join(images, `${name}.png`) });
    console.log(`docs/images/${name}.png`);
  } finally {
    await context.close();
    await server.stop();
  }
}

async function command(page, title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill(`>${title}`);
  const row = page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first();
  await row.waitFor();
  await row.click();
}

/** By the keyboard alone: the command, the tool, and the preview is there. */
async function exportPreview(page) {
  await page.keyboard.press('F1');
  await page.keyboard.type('Bailiwick: Export Role');
  await page.locator('.quick-input-list .monaco-list-row[aria-label^="Bailiwick: Export Role"]').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-list .monaco-list-row[aria-label^="Claude Code"]').first().waitFor();
  await page.keyboard.type('Claude');
  await page.keyboard.press('Enter');
  const inner = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await inner.locator('h1', { hasText: 'test-runner' }).waitFor({ timeout: 60_000 });
  await settled(page);
}

async function importRole(page) {
  await squiggles(page);
  await page.keyboard.press('F1');
  await page.keyboard.type('Bailiwick: Write This as an Agent Role');
  await page.locator('.quick-input-list .monaco-list-row[aria-label^="Bailiwick: Write This"]').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: 'claude-code' }).waitFor({ timeout: 60_000 });
  await page.locator('.notification-toast', { hasText: 'nothing is wider' }).waitFor({ timeout: 20_000 });
  await settled(page);
}

async function squiggles(page) {
  await page
    .locator('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning')
    .first()
    .waitFor({ timeout: 60_000 });
}

async function problems(page) {
  await squiggles(page);
  await command(page, 'View: Toggle Problems');
  await page.locator('.markers-panel .monaco-list-row').first().waitFor();
  await page.mouse.move(700, 10);
  await settled(page);
}

async function hover(page, text) {
  await squiggles(page);
  await page.locator('.view-line span', { hasText: text }).last().hover();
  await page.locator('.monaco-hover:visible', { hasText: 'may' }).first().waitFor({ timeout: 20_000 });
  await settled(page);
}

async function agents(page) {
  await squiggles(page);
  await command(page, 'Explorer: Focus on Agents Here View');
  const rows = page.locator('.pane', { hasText: 'Agents Here' }).locator('.monaco-list-row');
  await rows.filter({ hasText: 'nightly-fixer' }).first().waitFor({ timeout: 30_000 });
  await rows.filter({ hasText: 'nightly-fixer' }).first().click();
  await rows.filter({ hasText: 'runs' }).first().waitFor();
  await page.mouse.move(700, 10);
  await settled(page);
}

async function diffHover(page) {
  // Once git has looked, the tab is marked as modified.
  await page
    .locator('.tab.active .label-name[class*="deco"], .tab.active .monaco-icon-label[class*="deco"]')
    .first()
    .waitFor({ timeout: 30_000 });
  await command(page, 'Git: Open Changes');
  await page.locator('.monaco-diff-editor').waitFor({ timeout: 20_000 });
  const changed = page.locator('.editor.modified .view-line span', { hasText: 'git log **' }).last();
  await changed.waitFor();
  await changed.hover();
  await page.locator('.monaco-hover:visible', { hasText: 'since' }).first().waitFor({ timeout: 20_000 });
  await settled(page);
}

async function trace(page) {
  await page.locator('.editor-actions a[aria-label^="Run Scenario"]').click({ timeout: 60_000 });
  const inner = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await inner.locator('[role=row]').nth(3).waitFor({ timeout: 30_000 });
  await command(page, 'View: Close Primary Side Bar').catch(() => {});
  await inner.locator('[role=row]', { hasText: 'curl' }).first().click();
  await page.mouse.move(700, 5);
  await settled(page);
}

/** Waits until two pictures in a row are the same. */
async function settled(page) {
  let before = Buffer.alloc(0);
  for (let i = 0; i < 20; i++) {
    const now = await page.screenshot();
    if (now.equals(before)) return;
    before = now;
    await page.waitForTimeout(400);
  }
}
