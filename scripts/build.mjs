// Bundles everything that is shipped into dist/.
//
//   node scripts/build.mjs [--production] [--watch]
//
// `--production` minifies and leaves source maps out; `--watch` builds again after every change until it is stopped.

import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMain, root } from './lib/paths.mjs';

/** What an esbuild run makes. An entry is an output's name without its ending, and the source it begins at. */
function bundles() {
  const node = { platform: 'node', format: 'cjs', target: 'node20', outExtension: { '.js': '.cjs' } };
  const page = { platform: 'browser', format: 'esm', target: 'es2022' };
  // On vscode.dev the extension runs in a web worker as CommonJS, and starts the server as a worker of its own.
  const worker = { platform: 'browser', target: 'es2022', define: { global: 'globalThis' } };
  return [
    { ...node, entries: { extension: 'client/src/extension.ts' }, external: ['vscode'] },
    { ...node, entries: { server: 'server/src/lsp/main.node.ts' } },
    { ...node, entries: { cli: 'server/src/cli/main.ts' }, executable: true },
    { ...page, entries: { viewer: 'viewer/src/main.ts' } },
    { ...worker, format: 'cjs', entries: { 'web/extension': 'client/src/extension.web.ts' }, external: ['vscode'] },
    { ...worker, format: 'iife', entries: { 'web/server': 'server/src/lsp/main.web.ts' } },
  ];
}

/** The bundles whose sources are there; says which are not. */
function present() {
  return bundles().filter(({ entries }) =>
    Object.values(entries).every((file) => existsSync(path.join(root, file)) || console.log(`missing: ${file}`)),
  );
}

/** Builds once; returns the sizes of what was written, in bytes, by path. */
export async function build({ production = false } = {}) {
  const esbuild = await import('esbuild');
  const dist = path.join(root, 'dist');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const results = await Promise.all(present().map((bundle) => esbuild.build(options(bundle, production))));
  finish();
  const sizes = {};
  for (const result of results) {
    for (const [file, output] of Object.entries(result.metafile.outputs)) {
      if (!file.endsWith('.map')) sizes[file] = output.bytes;
    }
  }
  return sizes;
}

async function watch() {
  const esbuild = await import('esbuild');
  await build();
  const contexts = await Promise.all(present().map((bundle) => esbuild.context(options(bundle, false, 'info'))));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('Watching. Ctrl-C ends it.');
}

function options({ entries, executable, ...rest }, production, logLevel = 'warning') {
  return {
    ...rest,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(root, file)])),
    absWorkingDir: root,
    outdir: path.join(root, 'dist'),
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    metafile: true,
    logLevel,
    // The packages' ES modules, where they have them: what is not used falls away.
    mainFields: rest.platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    loader: { '.md': 'text' },
    ...(executable ? { banner: { js: '#!/usr/bin/env node' } } : {}),
  };
}

/** The executables. The language server for other editors is the same bundle, told to speak over standard streams. */
function finish() {
  const languageServer = path.join(root, 'dist', 'language-server.cjs');
  const speaks =
    "['--stdio', '--node-ipc'].some((o) => process.argv.includes(o)) || process.argv.some((a) => /^--(socket|pipe)/.test(a))";
  writeFileSync(
    languageServer,
    `#!/usr/bin/env node\nif (!(${speaks})) process.argv.push('--stdio');\nrequire('./server.cjs');\n`,
  );
  chmodSync(languageServer, 0o755);
  const cli = path.join(root, 'dist', 'cli.cjs');
  if (existsSync(cli)) chmodSync(cli, 0o755);
}

if (isMain(import.meta.url)) {
  if (process.argv.includes('--watch')) {
    await watch();
  } else {
    const sizes = await build({ production: process.argv.includes('--production') });
    for (const [file, bytes] of Object.entries(sizes)) console.log(`${file.padEnd(28)}${kilobytes(bytes)}`);
  }
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1).padStart(8)} KB`;
}
