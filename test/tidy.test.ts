import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';

/** What git knows or would add: not what happens to lie about. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));

const textOf = (file: string): string => readFileSync(file, 'utf8');
const isText = (file: string): boolean => !/\.(png|ico|gif|woff2?)$/.test(file);
const isSource = (file: string): boolean => /\.(ts|mjs)$/.test(file);

/** Lines that match, as `file:line`. */
function linesWith(pattern: RegExp, among: readonly string[]): string[] {
  return among.filter(isText).flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

test('nothing names a place on the machine that it was written on', () => {
  // Spelled so that this file does not name one either.
  const places = ['work', 'root', 'home/[a-z]+', 'Users/[a-z]+'].join('|');
  const own = files.filter((file) => !/^(examples|test|docs|bench)\//.test(file) && !file.endsWith('.md'));
  assert.deepEqual(linesWith(new RegExp(`(?<![\\w.~$}*])/(${places})/(?!agents?/)[\\w.-]`), own), []);
});

test('the lock files and the settings of npm name no registry', () => {
  const npm = files.filter((file) => /(^|\/)(package-lock\.json|\.npmrc)$/.test(file));
  assert.deepEqual(linesWith(/"resolved": "https?:|^\s*(@[\w-]+:)?registry\s*=/, npm), []);
});

/** Directories by layer, and what each may import of the others. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'server/src/core': [],
  'server/src/protocol': ['server/src/core'],
  'server/src/lsp': ['server/src/core', 'server/src/protocol'],
  'server/src/cli': ['server/src/core'],
  'client/src': ['server/src/protocol'],
  'viewer/src': ['server/src/protocol'],
};

const layerOf = (file: string): string | undefined => Object.keys(LAYERS).find((layer) => file.startsWith(`${layer}/`));

/** The modules that a file imports, as they are written. */
function importsOf(file: string): string[] {
  const pattern = /(?:^|\s)(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  return [...textOf(file).matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

test('layers import only what lies below them', () => {
  const wrong = files.filter(isSource).flatMap((file) => {
    const layer = layerOf(file);
    if (layer === undefined) return [];
    return importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => layerOf(relative('.', join(file, '..', name))))
      .filter((other) => other !== layer && (other === undefined ? false : !LAYERS[layer]?.includes(other)))
      .map((other) => `${file} imports from ${other}`);
  });
  assert.deepEqual(wrong, []);
});

test('the core is pure: no editor, no Node, no protocol, and only the packages that it may use', () => {
  const allowed = new Set(['yaml', 'unbash', 'refa', 'jsonc-parser', 'smol-toml', '@eslint-community/regexpp']);
  const wrong = files
    .filter((file) => isSource(file) && file.startsWith('server/src/core/'))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => !name.startsWith('.') && !allowed.has(name))
        .map((name) => `${file} imports ${name}`),
    );
  assert.deepEqual(wrong, []);
});

test('only the client knows the editor', () => {
  const wrong = files
    .filter((file) => isSource(file) && !/^(client|test\/host)\//.test(file))
    .filter((file) => importsOf(file).includes('vscode'));
  assert.deepEqual(wrong, []);
});

/** Tables of data are as long as there is data. */
test('files are short enough to be read', () => {
  const long = files
    .filter((file) => isSource(file) && !/\/(generated|data)\//.test(file))
    .map((file) => [file, textOf(file).split('\n').length] as const)
    .filter(([, lines]) => lines > 500)
    .map(([file, lines]) => `${file}: ${lines} lines`);
  assert.deepEqual(long, []);
});

test('only what is named goes into the packed extension', () => {
  // What is in it, and how much it weighs, is checked where it is packed.
  const [first, ...others] = textOf('.vscodeignore').trim().split('\n');
  assert.equal(first, '**/*');
  assert.deepEqual(
    others.filter((line) => !line.startsWith('!')),
    [],
  );
});

interface Contributions {
  readonly commands: readonly { command: string }[];
  readonly menus: Readonly<Record<string, readonly { command: string }[]>>;
  readonly languages: readonly { configuration: string; icon: { light: string; dark: string } }[];
  readonly grammars: readonly { path: string }[];
  readonly snippets: readonly { path: string }[];
  readonly walkthroughs: readonly { steps: readonly { media: { markdown: string } }[] }[];
  readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  readonly keybindings?: unknown;
}

test('what package.json contributes is there', () => {
  const manifest: { icon: string; main: string; browser: string; contributes: Contributions } = JSON.parse(
    textOf('package.json'),
  );
  const { contributes } = manifest;
  const named = [
    manifest.icon,
    ...contributes.languages.flatMap(({ configuration, icon }) => [configuration, icon.light, icon.dark]),
    ...[...contributes.grammars, ...contributes.snippets].map(({ path }) => path),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];
  assert.deepEqual(
    named.filter((file) => !existsSync(file)),
    [],
  );
  const registered = textOf('client/src/commands.ts');
  const known = new Set(contributes.commands.map(({ command }) => command));
  for (const command of known) assert.ok(registered.includes(`'${command}'`), `${command} is registered`);
  for (const { command } of Object.values(contributes.menus).flat()) assert.ok(known.has(command), command);
  assert.equal(contributes.keybindings, undefined, 'keys are for the person to bind');
});

test('settings have in package.json the defaults that they have in the code', async () => {
  const { DEFAULT_SETTINGS } = await import('../server/src/protocol/settings.ts');
  const { properties } = (JSON.parse(textOf('package.json')) as { contributes: Contributions }).contributes
    .configuration;
  const valueAt = (path: readonly string[]): unknown =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], DEFAULT_SETTINGS);
  for (const [name, { default: value }] of Object.entries(properties)) {
    if (name === 'bailiwick.trace.server') continue;
    assert.deepEqual(valueAt(name.split('.').slice(1)), value, name);
  }
});
