// Files of a megabyte that have ended or held up other readers: how long each holds ours.
//
//   node bench/bad-input.mjs [--bytes 1000000] [--only PART]
//
// Each is read and analysed, with every rule on, in a process of its own, on this Node and on Node 24 (which the script
// installs into out/bench). A second of processor time is the most that any may take.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installed, loadCore, machine, ms, work } from './core.mjs';

const { values: options } = parseArgs({
  options: { bytes: { type: 'string', default: '1000000' }, only: { type: 'string' }, run: { type: 'string' } },
});
const BYTES = Number(options.bytes);
const ROLE = 'a.agent-role.yaml';
const HEAD = 'kind: AgentRole\nversion: 1\nname: tester\npurpose: Tests.\nowner: team\n';

/** A line again and again until the file is long enough; `#` is its number. */
const lines = (line, head = '', tail = '') => {
  const parts = [head];
  for (let size = head.length, number = 0; size < BYTES; number++) {
    const next = line.replaceAll('#', String(number));
    parts.push(next);
    size += next.length;
  }
  return parts.join('') + tail;
};
const BOMB = Array.from({ length: 40 }, (_, index) => {
  const before = index === 0 ? 'a' : `b${index - 1}`;
  return `b${index}: &b${index} [*${before}, *${before}, *${before}]`;
}).join('\n');

const CASES = {
  'deep flow nesting': [ROLE, lines('[', `${HEAD}allow: `)],
  'deep block nesting': [
    ROLE,
    `${HEAD}allow:\n${Array.from({ length: Math.sqrt(BYTES * 2) }, (_, n) => `${' '.repeat(n + 1)}a:`).join('\n')}`,
  ],
  'an alias bomb': [ROLE, lines('c#: *b39\n', `${HEAD}a: &a [x, x]\n${BOMB}\n`)],
  'thousands of anchors': [ROLE, lines('k#: &a# x\n', HEAD)],
  'thousands of equal keys': [ROLE, lines('owner: a\n', HEAD)],
  'thousands of merge keys': [ROLE, lines('<<: *a\n', `${HEAD}x: &a { b: c }\n`)],
  'unclosed quotes': [ROLE, lines("purpose: '\n", `${HEAD}owner: "\n`)],
  tabs: [ROLE, lines('\t- read: x\n', `${HEAD}allow:\n`)],
  'conflict markers': [ROLE, lines('<<<<<<< ours\nowner: a\n=======\nowner: b\n>>>>>>> theirs\n', HEAD)],
  'a byte order mark, CRLF': [ROLE, `\ufeff${lines('owner: a\r\n', HEAD)}`],
  NUL: [ROLE, lines('\0', `${HEAD}owner: "`)],
  'replacement characters': [ROLE, lines('\ufffd', `${HEAD}owner: "`)],
  'one line': [ROLE, lines('x ', `${HEAD}purpose: `)],
  'versions that are not known': [ROLE, lines('kind: AgentRole\nversion: 9#\nname: a#\n---\n')],
  'kinds from the future': [ROLE, lines('kind: AgentSwarm\nversion: 1\nname: a#\n---\n')],
  'roles that extend each other': [ROLE, lines('kind: AgentRole\nversion: 1\nname: a#\nextends: [a0, a1, a#]\n---\n')],
  'roles of one name': [ROLE, lines(`${HEAD}allow:\n  - read: ["src/**"]\n---\n`)],
  'roles that delegate to each other': [
    ROLE,
    lines(`kind: AgentRole\nversion: 1\nname: a#\nallow:\n  - delegate: [a0, a1, a#]\n---\n`),
  ],
  'a glob of braces': [ROLE, lines('{a,b}', `${HEAD}allow:\n  - read: ["`, '"]\n')],
  'a glob of stars': [ROLE, lines('**/*a', `${HEAD}allow:\n  - read: ["`, '"]\n')],
  'a command of parts': [ROLE, lines('a && ', `${HEAD}allow:\n  - run: ["`, 'b"]\n')],
  'a command of parentheses': [ROLE, lines('$(', `${HEAD}allow:\n  - run: ["`, '"]\n')],
  'an absurd regex': [
    ROLE,
    lines('(a+)+', `${HEAD}allow:\n  - call: tool\n    where: { args.x: { matches: "`, '" } }\n'),
  ],
  'one role of rules': [ROLE, lines('  - read: ["src/part-#/**"]\n', `${HEAD}allow:\n`)],
  'one rule of patterns': [ROLE, lines('"src/part-#/**", ', `${HEAD}allow:\n  - read: [`, ']\n')],
  suppressions: [ROLE, lines('# bailiwick: ignore wide-read -- because #\n', HEAD)],
  'no manifest': [ROLE, lines('%PDF-1.4\n\x01\x02')],
  'JSON, nested': ['a.agent-role.json', lines('{"a":', '')],
  'a scenario of steps': [
    'a.scenario.yaml',
    lines('  - do: { read: a# }\n', 'kind: Scenario\nversion: 1\nname: s\nrole: tester\nsteps:\n'),
  ],
  'Claude Code: rules': [
    '.claude/settings.json',
    lines('"Bash(npm run a#:*)",', '{"permissions":{"allow":[', '"Read(a)"],"deny":["Read(./.env)"]}}'),
  ],
  'Claude Code: nested': ['.claude/settings.json', lines('{"permissions":', '')],
  'Claude Code: one rule': ['.claude/settings.json', lines('a*', '{"permissions":{"deny":["Bash(', ')"]}}')],
  'Codex: rules': ['.codex/rules/default.rules', lines('prefix_rule(pattern=["git", "a#"], decision="allow")\n')],
  'Codex: nested': ['.codex/rules/default.rules', lines('[', 'prefix_rule(pattern=')],
  'Codex: configuration': ['.codex/config.toml', lines('[profiles.a#]\nmodel = "x"\n')],
  'opencode: rules': ['opencode.json', lines('"git a# *":"allow",', '{"permission":{"bash":{', '"*":"ask"}}}')],
  'Cursor: rules': [
    '.cursor/cli.json',
    lines('"Shell(a#)",', '{"permissions":{"allow":[', '"Read(a)"],"deny":["Read(.env)"]}}'),
  ],
  'Cursor: one rule': ['.cursor/cli.json', lines('a*', '{"permissions":{"deny":["Shell(', ')"]}}')],
  'gh-aw: rules': [
    '.github/workflows/a.md',
    lines('      - "a# *"\n', '---\non: push\ntools:\n  bash:\n', '---\n# a\n'),
  ],
  'MCP servers': [
    '.mcp.json',
    lines('"s#":{"command":"npx","args":["-y","a#"]},', '{"mcpServers":{', '"z":{"command":"x"}}}'),
  ],
};

if (options.run !== undefined) {
  const [uri, text] = CASES[options.run];
  const { createRequire } = await import('node:module');
  const { analyzeFile, createHost, isForeignPath } = createRequire(import.meta.url)(path.join(work, 'bad-input.cjs'));
  // A first small file, because starting is not what is measured.
  const warm = createHost();
  warm.set({ uri: 'file:///w/b.agent-role.yaml', text: HEAD });
  analyzeFile(warm.snapshot(0), 'file:///w/b.agent-role.yaml', { audience: 'audit', rules: {} });
  const before = process.cpuUsage();
  const host = createHost();
  if (isForeignPath(uri)) host.setForeign({ uri: `file:///w/${uri}`, text }, uri);
  else host.set({ uri: `file:///w/${uri}`, text });
  const snapshot = host.snapshot(Date.parse('2026-11-24T09:00:00Z'));
  const read = process.cpuUsage(before);
  const { findings, hidden } = analyzeFile(snapshot, `file:///w/${uri}`, { audience: 'audit', rules: {} });
  const all = process.cpuUsage(before);
  const milliseconds = ({ user, system }) => (user + system) / 1000;
  console.log(JSON.stringify({ findings: findings.length, hidden, read: milliseconds(read), all: milliseconds(all) }));
} else {
  await loadCore(
    'bad-input',
    `export { analyzeFile } from './server/src/core/analysis/analyze.ts';
     export { isForeignPath } from './server/src/core/dialects/index.ts';
     export { createHost } from './server/src/core/workspace/host.ts';`,
  );
  const nodes = [process.execPath];
  try {
    installed('node-24', [`node-${process.platform}-${process.arch}@24`]);
    const newer = path.join(work, 'node-24', 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
    if (existsSync(newer)) nodes.push(newer);
  } catch {
    console.error('Node 24 cannot be installed here: only this one is measured');
  }
  const versions = nodes.map((node) => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim());
  console.log(`${machine()}\n`);
  const columns = versions.flatMap((version) => [`reading, ms (${version})`, 'with all rules, ms']);
  console.log(`| ${['a megabyte of', 'findings', 'not shown', ...columns].join(' | ')} |`);
  console.log(`|---|${'---|'.repeat(2 + columns.length)}`);
  for (const name of Object.keys(CASES).filter((each) => each.includes(options.only ?? ''))) {
    const cells = [];
    let counts = ['', ''];
    for (const node of nodes) {
      try {
        const printed = execFileSync(node, [fileURLToPath(import.meta.url), '--run', name, '--bytes', String(BYTES)], {
          encoding: 'utf8',
          timeout: 60_000,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const { findings, hidden, read, all } = JSON.parse(printed);
        counts = [findings, hidden];
        cells.push(ms(read), ms(all));
      } catch (error) {
        cells.push(
          '',
          error.code === 'ETIMEDOUT'
            ? 'over a minute'
            : `ends: ${
                String(error.stderr)
                  .trim()
                  .split('\n')
                  .find((line) => /Error/.test(line)) ?? error.message
              }`,
        );
      }
    }
    console.log(`| ${[name, ...counts, ...cells].join(' | ')} |`);
  }
}
