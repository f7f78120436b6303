// Our language server beside yaml-language-server, on the same manifests and the same schema, in turns in one run.
//
//   node bench/language-server.mjs [--rounds 3] [--keys 20] [--lines 100,1000,5000,20000] [--json FILE]
//
// yaml-language-server is installed into out/bench, with a Node of its own where it needs a newer one. Absolute numbers
// are those of this machine at this moment; what can be compared is the ratio of two numbers of the same run.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { pause, startServer } from './language-server-client.mjs';
import { manyRoles, oneRole, typingPlace } from './language-server-files.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const WORK = path.join(ROOT, 'out', 'bench');
const SCHEMA = pathToFileURL(path.join(ROOT, 'schemas', 'agent-role.schema.json')).href;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    keys: { type: 'string', default: '20' },
    lines: { type: 'string', default: '100,1000,5000,20000' },
    json: { type: 'string' },
    dist: { type: 'string', default: 'dist' },
    'only-ours': { type: 'boolean', default: false },
  },
});

/** The peer: the newest version on the newest Node that can be had, else the last one for the Node that runs this. */
function installPeer() {
  const tries = [
    { packages: ['yaml-language-server@2.0.0', `node-${process.platform}-${process.arch}@24`], version: '2.0.0' },
    { packages: ['yaml-language-server@1.25.0'], version: '1.25.0' },
  ];
  for (const { packages, version } of tries) {
    const directory = path.join(WORK, `peer-${version}`);
    const entry = path.join(directory, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');
    const ownNode = path.join(directory, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
    try {
      if (!existsSync(entry)) {
        mkdirSync(directory, { recursive: true });
        writeFileSync(path.join(directory, 'package.json'), '{"private":true}\n');
        console.error(`installing ${packages.join(' and ')} into ${path.relative(ROOT, directory)} …`);
        execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
          cwd: directory,
          stdio: 'ignore',
        });
      }
      return { name: `yaml-language-server ${version}`, node: existsSync(ownNode) ? ownNode : process.execPath, entry };
    } catch {
      console.error(`yaml-language-server ${version} cannot be installed here`);
    }
  }
  throw new Error('no yaml-language-server can be installed: is there a package registry?');
}

function serversToMeasure() {
  const ours = path.resolve(ROOT, options.dist, 'language-server.cjs');
  if (!existsSync(ours)) throw new Error('there is no dist/: run `npm run build -- --production` first');
  // Both on the same Node, or the newer one alone would be a difference.
  const peer = options['only-ours'] ? undefined : installPeer();
  const node = peer?.node ?? process.execPath;
  const servers = [
    { name: 'bailiwick', command: node, args: [ours, '--stdio'], pulls: true },
    { name: 'bailiwick, pushed', command: node, args: [ours, '--stdio'], pulls: false },
  ];
  if (peer) servers.push({ name: peer.name, command: node, args: [peer.entry, '--stdio'], pulls: true });
  return { servers, node };
}

/** What a client tells either server: the schema for the peer, every rule on for us. */
const SETTINGS = {
  bailiwick: { audience: 'audit' },
  yaml: {
    schemas: { [SCHEMA]: '*.agent-role.yaml' },
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
    keyOrdering: false,
  },
  http: { proxyStrictSSL: false },
};

async function measure(server, directory, text, keys) {
  const uri = pathToFileURL(path.join(directory, 'bench.agent-role.yaml')).href;
  const client = await startServer({
    ...server,
    root: directory,
    settings: SETTINGS,
    initializationOptions: { settings: SETTINGS.bailiwick },
  });
  try {
    const result = { initialize: client.initialized, key: [], completion: [], hover: [], symbols: [] };
    let version = 1;
    await pause(50);
    let began = performance.now();
    await client.diagnosticsAfter(uri, () =>
      client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text } }),
    );
    result.open = performance.now() - began;
    result.all = (await client.settled(uri)) - began;
    const place = typingPlace(text);
    const type = () =>
      client.notify('textDocument/didChange', {
        textDocument: { uri, version: ++version },
        contentChanges: [{ range: { start: place, end: place }, text: 'x' }],
      });
    // A server that has just read a file is not what somebody types into.
    for (let key = 0; key < 3; key++) await client.diagnosticsAfter(uri, type);
    await client.settled(uri);
    const cpu = client.cpu();
    for (let key = 0; key < keys; key++) {
      began = performance.now();
      result.findings = (await client.diagnosticsAfter(uri, type)).length;
      result.key.push(performance.now() - began);
    }
    result.cpu = (client.cpu() - cpu) / keys;
    for (let key = 0; key < Math.ceil(keys / 2); key++) {
      await client.diagnosticsAfter(uri, type);
      const line = { line: place.line + 1, character: 0 };
      await client.diagnosticsAfter(uri, () =>
        client.notify('textDocument/didChange', {
          textDocument: { uri, version: ++version },
          contentChanges: [{ range: { start: line, end: line }, text: '    \n' }],
        }),
      );
      type();
      began = performance.now();
      await client.request('textDocument/completion', {
        textDocument: { uri },
        position: { line: place.line + 1, character: 4 },
      });
      result.completion.push(performance.now() - began);
      began = performance.now();
      await client.request('textDocument/hover', {
        textDocument: { uri },
        position: { line: place.line, character: 6 },
      });
      result.hover.push(performance.now() - began);
    }
    result.memory = client.memory();
    return result;
  } finally {
    await client.stop();
  }
}

function median(numbers) {
  const sorted = [...numbers].filter((each) => each !== undefined).sort((a, b) => a - b);
  return sorted.length === 0 ? undefined : sorted[Math.floor(sorted.length / 2)];
}

function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function summary(results) {
  const all = (key) => results.flatMap((each) => each[key]);
  return {
    findings: results[0].findings,
    initialize: median(all('initialize')),
    open: median(all('open')),
    all: median(all('all')),
    key: median(all('key')),
    keyP95: percentile(all('key'), 0.95),
    cpu: median(all('cpu')),
    completion: median(all('completion')),
    hover: median(all('hover')),
    memory: median(all('memory')),
  };
}

const COLUMNS = [
  ['findings', 'findings'],
  ['initialize', 'initialize'],
  ['open', 'open → diagnostics'],
  ['all', 'open → all of them'],
  ['key', 'key → diagnostics'],
  ['keyP95', 'p95'],
  ['cpu', 'CPU per key'],
  ['completion', 'completion after a key'],
  ['hover', 'hover'],
  ['memory', 'memory, MB'],
];

function shown(value) {
  if (value === undefined) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function table(rows) {
  const lines = [`| file | server | ${COLUMNS.map(([, title]) => title).join(' | ')} |`];
  lines.push(`|---|---|${COLUMNS.map(() => '---:').join('|')}|`);
  for (const { file, servers } of rows) {
    for (const [name, values] of servers) {
      lines.push(
        `| ${file} | ${name} | ${COLUMNS.map(([key]) => (key === 'findings' ? values[key] : shown(values[key]))).join(' | ')} |`,
      );
    }
    const [, ours] = servers[0];
    const peer = servers.find(([name]) => name.startsWith('yaml'));
    if (peer) {
      const ratio = ([key]) => (key === 'findings' || !ours[key] ? '' : `${(peer[1][key] / ours[key]).toFixed(1)}×`);
      lines.push(`| ${file} | *peer : ours* | ${COLUMNS.map(ratio).join(' | ')} |`);
    }
  }
  return lines.join('\n');
}

const { servers, node } = serversToMeasure();
const directory = path.join(WORK, 'workspace');
mkdirSync(directory, { recursive: true });
const sizes = options.lines.split(',').map(Number);
const shapes = [
  ...sizes.map((lines) => ({ file: `${lines} lines`, text: manyRoles(lines) })),
  ...sizes
    .filter((lines) => lines > 100 && lines <= 5_000)
    .map((lines) => ({ file: `${lines} lines, one role`, text: oneRole(lines) })),
];
const rows = [];
for (const { file, text } of shapes) {
  const results = new Map(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const server of servers) {
      results.get(server.name).push(await measure(server, directory, text, Number(options.keys)));
    }
  }
  rows.push({ file, servers: [...results].map(([name, measured]) => [name, summary(measured)]) });
  console.error(`${file}: done, load ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`);
}
console.log(
  `Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}, ${options.rounds} rounds of ${options.keys} keys; milliseconds.\n`,
);
console.log(table(rows));
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 1)}\n`);
