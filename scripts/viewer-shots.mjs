// Renders the trace viewer in a headless browser, with the colours of VS Code's own themes, and takes pictures.
//
//   node scripts/viewer-shots.mjs [NAME…]     → out/shots/viewer-*.png, and how long things took
//
// Needs an installed Chrome or Chromium (or its path in CHROME_PATH), or the one that the tests have set up.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { root } from './lib/paths.mjs';

const SHOTS = [
  { name: 'dark', theme: 'dark', width: 1320, height: 820, keys: ['n'] },
  { name: 'light', theme: 'light', width: 1320, height: 820, keys: ['n'] },
  { name: 'hc-dark', theme: 'hc-dark', width: 1320, height: 820, keys: ['n'] },
  { name: 'hc-light', theme: 'hc-light', width: 1320, height: 820, keys: ['n'] },
  { name: 'narrow', theme: 'dark', width: 720, height: 820, keys: ['n'] },
  { name: 'very-narrow', theme: 'light', width: 420, height: 760, keys: ['n', 'ArrowDown'] },
  {
    name: 'failed',
    theme: 'light',
    width: 1320,
    height: 820,
    keys: ['End', 'p', 'p', 'p'].concat(Array(9).fill('ArrowUp')),
  },
  { name: 'ask', theme: 'dark', width: 1100, height: 820, keys: ['Home', ...Array(7).fill('ArrowDown')] },
  { name: 'changed', theme: 'dark', width: 1320, height: 820, post: 'changed', keys: ['c'] },
  { name: 'stale', theme: 'light', width: 1000, height: 600, post: 'stale', keys: [] },
  { name: 'several', theme: 'dark', width: 1320, height: 820, post: 'several', keys: [] },
  { name: 'failure', theme: 'dark', width: 900, height: 500, post: 'failure', keys: [] },
  { name: 'empty', theme: 'light', width: 900, height: 500, post: 'empty', keys: [] },
  { name: 'long', theme: 'dark', width: 1320, height: 820, post: 'long', keys: ['End', 'p'], measure: true },
];

const CLASSES = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light vscode-high-contrast',
};

const out = path.join(root, 'out', 'shots');
mkdirSync(out, { recursive: true });
const built = path.join(root, 'out', 'viewer-shots');
await build({
  entryPoints: { viewer: path.join(root, 'viewer/src/main.ts'), samples: path.join(root, 'test/viewer/shots-page.ts') },
  outdir: built,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  logLevel: 'error',
  alias: { 'node:assert/strict': path.join(root, 'test/viewer/no-assert.ts') },
});
const themes = JSON.parse(readFileSync(path.join(root, 'test/viewer/themes.json'), 'utf8'));
const asked = new Set(process.argv.slice(2));
const { executablePath, env } = await findBrowser();
const browser = await chromium.launch({
  executablePath,
  env: { ...process.env, ...env },
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});
try {
  for (const shot of SHOTS) {
    if (asked.size > 0 && !asked.has(shot.name)) continue;
    await take(shot);
  }
} finally {
  await browser.close();
}

async function take({ name, theme, width, height, post = 'run', keys, measure }) {
  const page = await browser.newPage({ viewport: { width, height } });
  page.on('pageerror', (error) => console.log(`${name}: ${error.stack}`));
  page.on('console', (message) => message.type() === 'error' && console.log(`${name}: ${message.text()}`));
  await page.route('http://viewer.test/**', (route) => answer(route, theme));
  await page.goto('http://viewer.test/');
  const began = Date.now();
  await page.evaluate((which) => {
    for (const message of globalThis.messages[which]()) window.postMessage(message, '*');
  }, post);
  await page.waitForTimeout(50);
  await page.waitForFunction(() => document.querySelector('.scroller .row, .empty h2'));
  if (measure) console.log(`${name}: made, posted and shown in ${Date.now() - began} ms`);
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForTimeout(50);
  await page.screenshot({ path: path.join(out, `viewer-${name}.png`) });
  if (measure) await measured(page, name);
  for (const words of await faint(page)) console.log(`${name}: contrast ${words}`);
  await page.close();
}

/** The page as the host makes it: the same policy, so that what the policy forbids fails here as well. */
function answer(route, theme) {
  const { pathname } = new URL(route.request().url());
  const files = { '/viewer.js': 'text/javascript', '/samples.js': 'text/javascript', '/viewer.css': 'text/css' };
  if (files[pathname]) {
    return route.fulfill({ contentType: files[pathname], body: readFileSync(path.join(built, pathname.slice(1))) });
  }
  if (pathname === '/theme.css') {
    const values = Object.entries({
      ...themes[theme],
      '--vscode-font-family': 'system-ui, "DejaVu Sans", sans-serif',
      '--vscode-font-size': '13px',
      '--vscode-editor-font-family': '"DejaVu Sans Mono", monospace',
    });
    return route.fulfill({
      contentType: 'text/css',
      body: `html{${values.map(([key, value]) => `${key}:${value};`).join('')}}`,
    });
  }
  if (pathname !== '/') return route.fulfill({ status: 404, body: '' });
  const nonce = 'shots';
  return route.fulfill({
    contentType: 'text/html',
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src http://viewer.test; script-src 'nonce-${nonce}'">
<link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/viewer.css"></head>
<body class="${CLASSES[theme]}">
<script nonce="${nonce}">
  globalThis.posted = [];
  globalThis.acquireVsCodeApi = () => ({ postMessage: (m) => posted.push(m), getState: () => undefined, setState: (s) => { globalThis.kept = s; } });
</script>
<script type="module" nonce="${nonce}" src="/samples.js"></script>
<script type="module" nonce="${nonce}" src="/viewer.js"></script></body></html>`,
  });
}

/** Texts whose contrast with what is behind them is below the 4.5 that WCAG 2.2 asks for (1.4.3). */
function faint(page) {
  return page.evaluate(() => {
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
      willReadFrequently: true,
    });
    const painted = (...colors) => {
      context.clearRect(0, 0, 1, 1);
      for (const color of colors) {
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
      }
      return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((each) =>
        each / 255 <= 0.04045 ? each / 3294.6 : ((each / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || element.closest('script') || element.getClientRects().length === 0)
        continue;
      const behind = [];
      for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
      const background = luminance(painted('#fff', ...behind));
      const text = luminance(painted('#fff', ...behind, getComputedStyle(element).color));
      const ratio = (Math.max(text, background) + 0.05) / (Math.min(text, background) + 0.05);
      if (ratio < 4.5) found.set(`${element.tagName.toLowerCase()}.${element.className}`, ratio);
    }
    return [...found].map(([what, ratio]) => `${ratio.toFixed(2)} ${what}`);
  });
}

async function measured(page, name) {
  const result = await page.evaluate(async () => {
    const scroller = document.querySelector('.scroller');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const scroll = async (next) => {
      const frames = [];
      for (let i = 0, last = performance.now(); i < 120; i++) {
        scroller.scrollTop = next(i);
        await frame();
        const now = performance.now();
        frames.push(now - last);
        last = now;
      }
      frames.sort((x, y) => x - y);
      return `p50 ${frames[60].toFixed(1)} p95 ${frames[114].toFixed(1)} ms`;
    };
    const still = await scroll(() => scroller.scrollTop);
    const wheel = await scroll((i) => i * 90);
    const jump = await scroll((i) => (i * 977 * 26) % scroller.scrollHeight);
    const input = document.querySelector('.filter');
    const filters = {};
    for (const text of ['evil', 'decision:deny', 'tool:github', 'rule:reviewer -decision:allow', '']) {
      input.value = text;
      const began = performance.now();
      input.dispatchEvent(new Event('input'));
      filters[text] = Math.round(performance.now() - began);
    }
    return {
      still,
      wheel,
      jump,
      filters,
      nodes: document.querySelectorAll('*').length,
    };
  });
  console.log(`${name}: ${JSON.stringify(result)}`);
}

async function findBrowser() {
  const installed = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/usr/bin/chromium-browser',
  ];
  const found = installed.find((file) => file && existsSync(file));
  if (found) return { executablePath: found, env: {} };
  writeFileSync(path.join(out, 'README.txt'), 'No browser was found: install Chromium, or set CHROME_PATH.\n');
  console.error('There is no browser: install Chrome or Chromium, or set CHROME_PATH to one.');
  process.exit(2);
}
