// What is left of a policy once it is exported, by us and by rulesync, as the tools' own evaluators see it.
//
//   node bench/export.mjs [--verbose]
//
// The same policies are written twice: as a role of ours, and in rulesync's own words. Both are exported, and what comes
// out is put to Codex's binary, to the Pi permission system (opencode's rules) and to Gemini CLI's policy engine. What is
// meant is what the role decides, on commands about the edges of its patterns; what comes of it is no reading of ours.
// The evaluators are those of test/oracles; rulesync and the Node that it needs are installed into out/bench.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installOracles } from '../scripts/lib/oracles.mjs';
import { installed, loadCore, machine, work } from './core.mjs';

const { values: options } = parseArgs({ options: { verbose: { type: 'boolean', default: false } } });
const RULESYNC = '17.0.0';
const NOW = Date.parse('2026-11-24T09:00:00Z');

/** `bash` in rulesync's words, and the same in ours, where `**` is any words and `*` is one. */
const POLICIES = [
  {
    name: 'git without push',
    bash: { '*': 'ask', 'git *': 'allow', 'git push *': 'deny' },
    role: { allow: ['git **'], ask: ['**', '!git **'], deny: ['git push **'] },
  },
  {
    name: 'npm without publish',
    bash: { 'npm *': 'allow', 'npm publish *': 'deny', 'npx *': 'ask', 'curl *': 'deny' },
    role: { allow: ['npm **'], ask: ['npx **'], deny: ['npm publish **', 'curl **'] },
  },
  {
    name: 'looking only',
    bash: { 'ls *': 'allow', 'cat *': 'allow', 'git status': 'allow', 'git log *': 'allow', 'rm *': 'deny' },
    role: { allow: ['ls **', 'cat **', 'git status', 'git log **'], deny: ['rm **'] },
  },
  {
    name: 'infrastructure',
    bash: {
      'terraform plan *': 'allow',
      'terraform apply *': 'ask',
      'terraform destroy *': 'deny',
      'kubectl get *': 'allow',
      'kubectl delete *': 'deny',
    },
    role: {
      allow: ['terraform plan **', 'kubectl get **'],
      ask: ['terraform apply **'],
      deny: ['terraform destroy **', 'kubectl delete **'],
    },
  },
  {
    name: 'a flag',
    bash: { 'git *': 'allow', 'git * --force': 'deny', 'git reset --hard *': 'deny' },
    role: { allow: ['git **'], deny: ['git ** --force', 'git reset --hard **'] },
  },
];

const missing = await installOracles();
if (missing) throw new Error(missing);
const core = await loadCore(
  'export',
  `export { createHost } from './server/src/core/workspace/host.ts';
   export { decide } from './server/src/core/decide/decide.ts';
   export { freshRun } from './server/src/core/decide/run-state.ts';
   export { edgeActions, RANK } from './server/src/core/export/compare.ts';
   export { exportRole } from './server/src/core/export/export-role.ts';
   export { TARGETS } from './server/src/core/export/targets.ts';
   export { plainWords } from './server/src/core/scope/command-pattern.ts';
   export { CodexChecker, codex } from './test/oracles/codex-binary.ts';
   export { gemini, geminiEngine } from './test/oracles/gemini-engine.ts';
   export { loadPi, pi } from './test/oracles/pi-evaluator.ts';
   export { loadBashGrammar } from './test/oracles/bash-grammar.ts';`,
);
const codex = new core.CodexChecker();
const pi = core.pi.skip ? undefined : await core.loadPi();
const parse = core.pi.skip ? undefined : await core.loadBashGrammar();
/** What a tool does about a command that no rule of its file is about: nothing, and something else has the word. */
const OPEN = 'open';

/** What each tool does about a command line, by the files that were written for it. */
const TOOLS = [
  {
    target: 'codex',
    skip: core.codex.skip,
    title: 'Codex 0.169, `execpolicy check`',
    rulesync: 'codexcli',
    async judge(files) {
      const rules = textOf(files, (name) => name.endsWith('.rules'));
      return async (line) => {
        const { decision, error } = await codex.check(rules, core.plainWords(line));
        if (error !== undefined) throw new Error(error);
        // Without a rule the command runs in the sandbox, or is asked about, as the configuration says.
        return { allow: 'allow', prompt: 'ask', forbidden: 'deny' }[decision] ?? OPEN;
      };
    },
  },
  {
    target: 'opencode',
    skip: core.pi.skip,
    title: 'opencode, by the Pi permission system 20.7',
    rulesync: 'opencode',
    async judge(files) {
      const { permission } = JSON.parse(textOf(files, (name) => /opencode\.jsonc?$/.test(name)));
      const rules = pi.normalizeFlatConfig(permission);
      return async (line) =>
        pi
          .collectCommands(parse(line))
          .map(({ text }) => pi.evaluate('bash', text, rules, { matchOptions: undefined }).action)
          .reduce((a, b) => (core.RANK[b] < core.RANK[a] ? b : a), 'allow');
    },
  },
  {
    target: 'gemini',
    skip: core.gemini.skip,
    title: 'Gemini CLI 0.61, its policy engine',
    rulesync: undefined,
    async judge(files) {
      const { engine, errors } = await core.geminiEngine({
        'policy.toml': textOf(files, (name) => name.endsWith('.toml')),
      });
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      return async (command) => {
        const { decision } = await engine.check({ name: 'run_shell_command', args: { command } }, undefined);
        return decision === 'ask_user' ? 'ask' : decision;
      };
    },
  },
];

function textOf(files, isIt) {
  const found = files.filter(({ path }) => isIt(path));
  if (found.length === 0) throw new Error(`nothing was written: ${files.map(({ path }) => path).join(', ')}`);
  return found.map(({ text }) => text).join('\n');
}

function roleOf({ role }) {
  const lists = Object.entries(role).map(([effect, run]) => `${effect}:\n  - run: ${JSON.stringify(run)}\n`);
  const host = core.createHost();
  const head = 'kind: AgentRole\nversion: 1\nname: exported\npurpose: is exported\nowner: team\n';
  host.set({ uri: 'file:///w/exported.agent-role.yaml', text: head + lists.join('') });
  return host.snapshot(NOW).role('exported');
}

function byUs(policy, { target }) {
  const to = core.TARGETS.find(({ id }) => id === target);
  const { files, rows } = core.exportRole(roleOf(policy), to, { now: NOW, accept: new Set() });
  return { files, refused: rows.filter(({ fails }) => fails).map(({ name }) => name) };
}

function byRulesync({ bash }, { rulesync }) {
  const packages = [`rulesync@${RULESYNC}`, `node-${process.platform}-${process.arch}@24`];
  installed('rulesync', packages);
  const modules = path.join(work, 'rulesync', 'node_modules');
  const node = path.join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
  const cwd = path.join(work, 'rulesync', 'policy');
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(path.join(cwd, '.rulesync'), { recursive: true });
  writeFileSync(path.join(cwd, '.rulesync', 'permissions.jsonc'), JSON.stringify({ permission: { bash } }));
  const program = path.join(modules, 'rulesync', 'dist', 'cli', 'index.js');
  const args = [program, 'generate', '--targets', rulesync, '--features', 'permissions'];
  execFileSync(existsSync(node) ? node : process.execPath, args, { cwd, stdio: 'ignore' });
  const files = readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('.rulesync'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return { files: files.map((file) => ({ path: file, text: readFileSync(file, 'utf8') })), refused: [] };
}

/**
 * Single commands of plain words, which every one of the three judges as they stand, with what is meant, and whether it is
 * a deny of the policy, and not its silence, that a command is not permitted by.
 */
function questionsFor(policy) {
  const role = roleOf(policy);
  const denies = roleOf({ role: { allow: ['**'], deny: policy.role.deny } });
  const decide = (by, action) => core.decide(by, action, core.freshRun(NOW)).decision;
  return core
    .edgeActions(role)
    .filter(({ verb, value }) => verb === 'run' && isPlain(value))
    .map((action) => ({
      line: action.value,
      meant: decide(role, action),
      isNamed: decide(denies, action) === 'deny',
    }));
}

function isPlain(line) {
  const words = core.plainWords(line);
  return words !== undefined && /^[a-z]+( |$)/.test(line) && !/[\n"'\\]/.test(line);
}

async function count(questions, tool, { files }) {
  const judge = await tool.judge(files);
  const counts = { denied: 0, asked: 0, open: 0, lost: 0, unallowed: 0, wider: 0, allowed: 0, kept: 0, examples: [] };
  for (const { line, meant, isNamed } of questions) {
    const does = await judge(line);
    if (meant === 'deny' && isNamed) {
      counts.denied++;
      if (does === 'ask') counts.asked++;
      if (does === OPEN) counts.open++;
      if (does === 'allow') counts.lost++;
    } else if (meant === 'allow') {
      counts.allowed++;
      if (does === 'allow') counts.kept++;
    } else {
      counts.unallowed++;
      if (does === 'allow') counts.wider++;
    }
    if (does !== meant && (does === OPEN || core.RANK[does] > core.RANK[meant]))
      counts.examples.push(`${line}: ${meant} became ${does}`);
  }
  return counts;
}

console.log(`Measured with ${machine()}, rulesync ${RULESYNC}:\n`);
console.log(
  '| policy | judged by | written by | denied by a rule | asked instead | left open instead | allowed instead | asked about or not granted | allowed instead | granted | allowed |',
);
console.log('|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|');
const SUMMED = ['denied', 'asked', 'open', 'lost', 'unallowed', 'wider', 'allowed', 'kept'];
const sums = new Map();
const policies = POLICIES.map((policy) => ({ ...policy, questions: questionsFor(policy) }));
for (const tool of TOOLS.filter(({ skip }) => !skip)) {
  for (const policy of policies) {
    for (const [author, write] of [
      ['bailiwick', byUs],
      ['rulesync', tool.rulesync && byRulesync],
    ]) {
      if (!write) continue;
      const written = write(policy, tool);
      const counts = await count(policy.questions, tool, written);
      const key = `| all | ${tool.title} | ${author} |`;
      const sum = sums.get(key) ?? SUMMED.map(() => 0);
      sums.set(
        key,
        sum.map((each, at) => each + counts[SUMMED[at]]),
      );
      const refused = written.refused.length > 0 ? `, which fails and names ${written.refused.length}` : '';
      console.log(
        `| ${policy.name} | ${tool.title} | ${author}${refused} | ${cells(SUMMED.map((each) => counts[each]))} |`,
      );
      if (options.verbose) for (const each of counts.examples) console.error(`    ${each}`);
    }
  }
}
for (const [key, sum] of sums) console.log(`${key} ${cells(sum)} |`);
codex.close();

function cells(numbers) {
  return numbers.join(' | ');
}
