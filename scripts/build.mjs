// Bundles everything that is shipped into dist/.
//
//   node scripts/build.mjs [--production] [--watch]
//
// `--production` minifies and leaves source maps out; `--watch` builds again after every change until it is stopped.

import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMain, root } from './lib/paths.mjs';

/** What an esbuild run makes: the output's name, and the sources it begins at. */
function bundles() {
  const node = { platform: 'node', format: 'cjs', target: 'node20', outExtension: { '.js': '.cjs' } };
  // The extension and the server are each one bundle that runs in Node and in a web worker alike: most of either is
  // the same in both, and the packed extension holds it once.
  const anywhere = { ...node, conditions: ['node', 'browser', 'module'] };
  return [
    {
      ...anywhere,
      name: 'extension',
      sources: { node: 'client/src/extension.ts', worker: 'client/src/extension.web.ts' },
      external: ['vscode'],
    },
    {
      ...anywhere,
      name: 'server',
      sources: { node: 'server/src/lsp/main.node.ts', worker: 'server/src/lsp/main.web.ts' },
    },
    { ...node, name: 'cli', sources: { node: 'server/src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
    { platform: 'browser', format: 'esm', target: 'es2022', name: 'viewer', sources: { page: 'viewer/src/main.ts' } },
  ];
}

/** A module that goes one way in Node and another in a worker; each side is only evaluated where it is for. */
function entry({ node, worker, page }) {
  if (!worker) return `import './${node ?? page}';`;
  return `module.exports = globalThis.process?.versions?.node ? require('./${node}') : require('./${worker}');`;
}

/** The bundles whose sources are there; says which are not. */
function present() {
  return bundles().filter(({ sources }) =>
    Object.values(sources).every((file) => existsSync(path.join(root, file)) || console.log(`missing: ${file}`)),
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

function options({ name, sources, ...rest }, production, logLevel = 'warning') {
  return {
    ...rest,
    stdin: { contents: entry(sources), resolveDir: root, sourcefile: `${name}.js` },
    absWorkingDir: root,
    outfile: path.join(root, 'dist', `${name}${rest.outExtension?.['.js'] ?? '.js'}`),
    outExtension: undefined,
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    metafile: true,
    logLevel,
    // The packages' ES modules, where they have them: what is not used falls away.
    mainFields: ['module', 'main'],
    alias: { yaml: path.join(root, 'node_modules', 'yaml', 'browser', 'index.js') },
    loader: { '.md': 'text' },
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
