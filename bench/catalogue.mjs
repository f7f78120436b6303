// All rules of the catalogue over many manifests: how long, and what it takes of memory.
//
//   node bench/catalogue.mjs [--manifests 1000] [--grants 20]

import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { loadCore, machine, ms, quantile } from './core.mjs';

const { values: options } = parseArgs({
  options: { manifests: { type: 'string', default: '1000' }, grants: { type: 'string', default: '20' } },
});

const PLACES = ['src', 'docs', 'test', 'lib', 'infra', 'config', 'scripts', 'packages/api', 'services/pay', 'web'];
const KINDS = ['**', '**/*.ts', '*.md', '**/*.{js,ts}', 'generated/**', '**/fixtures/*.json'];
const COMMANDS = [
  ...['npm test', 'npm run lint', 'npm run build -- *', 'npx eslint **', 'pnpm install', 'node scripts/check.mjs *'],
  ...['git status', 'git diff **', 'git log --oneline **', 'git push origin *', 'git **', 'gh pr view *'],
  ...['make plan', 'make **', 'cargo test **', 'go test ./...', 'pytest -q **', 'python tools/report.py *'],
  ...['docker build -t app .', 'docker run --rm app **', 'kubectl get pods **', 'terraform plan **', 'jq . *'],
  ...['grep -rn * src', 'rg ** src', 'find src -name *', 'sed -n * *', 'ls **', 'curl https://status.example.com/'],
];
const HOSTS = ['api.github.com/repos/acme/*', 'status.example.com', 'packages.example.com/*', 'docs.example.org'];
const TOOLS = ['github/get_*', 'github/create_review', 'tickets/search', 'tickets/*', 'chat/post_message'];

/** A role of so many grants, as teams write them: no two alike, some of them risky. */
function manifestOf(number, grants) {
  let state = number * 7919 + 17;
  const below = (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
  const pick = (of) => of[below(of.length)];
  const lists = { allow: [], ask: [] };
  for (let index = 0; index < grants; index++) {
    const rules = below(4) === 0 ? lists.ask : lists.allow;
    const kind = below(20);
    if (kind < 8) rules.push(`${pick(['read', 'read', 'write'])}: ["${pick(PLACES)}/${pick(KINDS)}"]`);
    else if (kind < 15) rules.push(`run: ["${pick(COMMANDS)}"]`);
    else if (kind < 17) rules.push(`fetch: ["https://${pick(HOSTS)}"]\n    methods: [${pick(['GET', 'GET, POST'])}]`);
    else rules.push(`call: ["${pick(TOOLS)}"]\n    limit: { calls: ${5 + below(40)}/run }`);
  }
  const list = (effect) =>
    lists[effect].length > 0
      ? `${effect}:\n${lists[effect].map((rule) => `  - ${rule}\n    because: step ${below(99)} needs it\n`).join('')}`
      : '';
  return `kind: AgentRole
version: 1
name: worker-${number}
purpose: Does what team ${number % 40} asks of it.
owner: team-${number % 40}
stage: ${pick(['observe', 'supervised', 'bounded', 'autonomous'])}
expires: 2027-02-28
identity: { account: sa-worker-${number}, credential: short-lived }
triggers: [{ on: pull_request, by: ${pick(['anyone', 'members', 'owners'])} }]
attended: ${pick(['yes', 'no'])}
${list('allow')}${list('ask')}deny:
  - read: ["**/.env*", "!**/.env.example", "**/*.pem"]
  - write: [".git/**", ".github/workflows/**"]
`;
}

const TOOL_SCOPES = {
  github: 'get_pull_request: { does: read, returns: [untrusted] }\n  create_review: { does: write, sends: [network] }',
  tickets: 'search: { does: read, returns: [untrusted, personal] }\n  close: { does: write, reversible: yes }',
  chat: 'post_message: { does: send, sends: [network], arguments: { channel: string, text: string } }',
};

const { analyzeFile, RULES, createHost, factsOf } = await loadCore(
  'catalogue',
  `export { analyzeFile } from './server/src/core/analysis/analyze.ts';
   export { RULES } from './server/src/core/analysis/rules/index.ts';
   export { createHost, factsOf } from './server/src/core/workspace/host.ts';`,
);
const NOW = Date.parse('2026-11-24T09:00:00Z');
const OPTIONS = { audience: 'audit', rules: {} };
const count = Number(options.manifests);

const host = createHost();
host.setFacts(factsOf(PLACES.flatMap((place) => [`${place}/a.ts`, `${place}/README.md`, `${place}/.env`])));
for (const [name, operations] of Object.entries(TOOL_SCOPES)) {
  const text = `kind: ToolScope\nversion: 1\nname: ${name}\noperations:\n  ${operations}\n`;
  host.set({ uri: `file:///w/${name}.tool-scope.yaml`, text });
}
const uris = [];
let lines = 0;
for (let number = 0; number < count; number++) {
  const uri = `file:///w/worker-${number}.agent-role.yaml`;
  const text = manifestOf(number, Number(options.grants));
  lines += text.split('\n').length;
  host.set({ uri, text });
  uris.push(uri);
}

const began = performance.now();
const processorBefore = process.cpuUsage();
const snapshot = host.snapshot(NOW);
const read = performance.now();
let findings = 0;
const times = [];
for (const uri of uris) {
  const started = performance.now();
  findings += analyzeFile(snapshot, uri, OPTIONS).findings.length;
  times.push(performance.now() - started);
}
const done = performance.now();
const { user, system } = process.cpuUsage(processorBefore);
const seconds = (time) => (time / 1000).toFixed(2);

console.log(`${machine()}\n`);
console.log(
  '| manifests | lines | rules | findings | reading, s | all rules, s | processor, s | a manifest, p50, ms | p95, ms | memory, MB |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
console.log(
  `| ${count} of ${options.grants} grants | ${lines} | ${RULES.length} | ${findings} | ${seconds(read - began)} | ${seconds(done - read)} | ${seconds((user + system) / 1000)} | ${ms(quantile(times, 0.5))} | ${ms(quantile(times, 0.95))} | ${(process.memoryUsage.rss() / 1e6).toFixed(0)} |`,
);
