// Exact questions about scopes: how long they take, beside refa where that can answer them too.
//
//   node bench/scope.mjs

import { performance } from 'node:perf_hooks';
import { DFA, isDisjointWith, JS, NFA } from 'refa';
import { loadCore, machine, ms, quantile } from './core.mjs';

/** Milliseconds of the middle run, after some that do not count. */
function median(run, { warm = 20, count = 60 } = {}) {
  for (let index = 0; index < warm; index++) run();
  const times = [];
  for (let index = 0; index < count; index++) {
    const started = performance.now();
    run();
    times.push(performance.now() - started);
  }
  return quantile(times, 0.5);
}

const scope = (patterns) => patterns.map((text) => ({ text, negated: false }));

// The same dialect as regular expressions, for refa: plain globs in the workspace.
function sourceOf(pattern) {
  const segments = pattern.split('/');
  return segments
    .map((segment, index) => {
      const last = index === segments.length - 1;
      if (segment === '**') return last ? '[^/]+(?:/[^/]+)*' : '(?:[^/]+/)*';
      const name = segment.replaceAll(/\{[^}]*\}|\[[^\]]*\]|[*?.]/g, (sign) => {
        if (sign === '*') return '[^/]*';
        if (sign === '?') return '[^/]';
        if (sign === '.') return '\\.';
        return sign[0] === '{' ? `(?:${sign.slice(1, -1).replaceAll('.', '\\.').replaceAll(',', '|')})` : sign;
      });
      return segment === '*' ? `[^/]+${last ? '' : '/'}` : `${name}${last ? '' : '/'}`;
    })
    .join('');
}

function nfaOf(source) {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags: 'su' }).parse();
  return NFA.fromRegex(expression, { maxCharacter }, {}, new NFA.LimitedNodeFactory(100_000));
}

const SEGMENT = '(?:[^./][^/]*|\\.[^./][^/]*|\\.\\.[^/]+)';
const NORMAL = `${SEGMENT}(?:/${SEGMENT})*`;

function isContainedByRefa(inner, outer) {
  const union = (patterns) => nfaOf(patterns.map((each) => `(?:${sourceOf(each)})`).join('|'));
  const outside = DFA.fromFA(union(outer), new DFA.LimitedNodeFactory(100_000));
  outside.complement();
  return isDisjointWith(NFA.fromIntersection(union(inner), nfaOf(NORMAL)), outside);
}

const TOP = ['src', 'docs', 'test', 'lib', 'config', 'scripts', 'infra', 'packages/*/src', '.github', 'services/*'];
const FIFTY = [
  ...TOP.map((top) => `${top}/**`),
  ...TOP.flatMap((top) => [`${top}/**/*.{ts,tsx}`, `${top}/*.json`]),
  '**/.env*',
  '**/*.pem',
  '**/*.key',
  '**/id_rsa*',
  '*.md',
  'package.json',
  'Makefile',
  '**/Dockerfile',
  '**/*.tf',
  '**/node_modules/**',
  '.git/**',
  '**/secrets/**',
  '**/*.sql',
  '**/migrations/*.py',
  '**/*_test.go',
  'a/*/b/**/c*',
  '**/__pycache__/**',
  '**/dist/**',
  '**/*.[jt]s',
  '**/*.snap',
];

const INCLUSIONS = [
  ['`src/**` in `**/*` and `*`', ['src/**'], ['**/*', '*']],
  ['`src/**/*.ts` in `src/**`', ['src/**/*.ts'], ['src/**']],
  ['`src/**` in `src/**/*.ts`', ['src/**'], ['src/**/*.ts']],
  ['`src/**/*.{ts,tsx,js}` in `**/*.{ts,tsx,js,jsx}`', ['src/**/*.{ts,tsx,js}'], ['**/*.{ts,tsx,js,jsx}']],
  ['`**/.env*` in `.env*` and `*/.env*`', ['**/.env*'], ['.env*', '*/.env*']],
  ['`a/**` in `a/*` and `a/*/**`', ['a/**'], ['a/*', 'a/*/**']],
  ['one pattern in 50', ['services/*/test/**/*.tsx'], FIFTY],
  ['50 patterns in 49 of them', FIFTY, FIFTY.filter((each) => each !== '**/*.pem')],
  ['20 patterns in 20 others', FIFTY.slice(0, 20), FIFTY.slice(15, 35)],
];

function inclusions({ pathWitness }) {
  console.log('\n| question | answer | here, ms | refa, ms | times faster |\n|---|---|---|---|---|');
  for (const [name, inner, outer] of INCLUSIONS) {
    const ask = () => pathWitness({ all: [scope(inner)], none: [scope(outer)] });
    const answer = ask();
    const mine = median(ask);
    let theirs;
    let agrees = '';
    try {
      const started = performance.now();
      const contained = isContainedByRefa(inner, outer);
      const first = performance.now() - started;
      if (contained !== (answer.kind === 'empty')) agrees = ' **(refa differs)**';
      theirs = first > 500 ? first : median(() => isContainedByRefa(inner, outer), { warm: 5, count: 20 });
    } catch (error) {
      theirs = `gives up: ${error.message.split('\n')[0].slice(0, 60)}`;
    }
    const shown =
      answer.kind === 'witness' ? `\`${answer.value}\`` : answer.kind === 'empty' ? 'contained' : answer.why;
    const numeric = typeof theirs === 'number';
    console.log(
      `| ${name} | ${shown}${agrees} | ${ms(mine)} | ${numeric ? ms(theirs) : theirs} | ${numeric ? Math.round(theirs / mine) : ''} |`,
    );
  }
}

/** A role of so many rules, of all verbs, as large roles are: many alike, some covered by others. */
function manifestOf(count, seed) {
  let state = seed;
  const below = (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
  const pick = (of) => of[below(of.length)];
  const programs = ['git', 'npm', 'cargo', 'docker', 'kubectl', 'make', 'go', 'pytest'];
  const hosts = ['api.github.com', '*.example.com', '**.internal.example', 'packages.example.com', 'pypi.org'];
  const lists = { allow: [], ask: [], deny: [] };
  for (let index = 0; index < count; index++) {
    const list = lists[pick(['allow', 'allow', 'allow', 'ask', 'deny'])];
    const kind = below(10);
    if (kind < 5)
      list.push(
        `${pick(['read', 'read', 'write', 'delete'])}: ["${pick(FIFTY)}", "${pick(TOP)}/${pick(['a', 'b', 'core', 'api'])}/**"]`,
      );
    else if (kind < 8)
      list.push(
        `run: ["${pick(programs)} ${pick(['**', '* **', 'test', 'status **', 'build --release', 'run *', 'push **'])}"]`,
      );
    else if (kind < 9)
      list.push(
        `fetch: ["https://${pick(hosts)}/${pick(['**', 'repos/acme/**', 'v1/*'])}"]\n    methods: [${pick(['GET', 'GET, HEAD', 'GET, POST', 'POST'])}]`,
      );
    else
      list.push(
        `call: ["${pick(['github', 'jira', 'slack'])}/${pick(['*', 'get_*', 'create_review', 'list_*'])}"]\n    where: { repo: { ${pick(['in: [a, b]', 'is: a', 'matches: "pay-*"', 'matches: "*"'])} } }`,
      );
  }
  const sections = Object.entries(lists).map(
    ([effect, rules]) => `${effect}:\n${rules.map((rule) => `  - ${rule}`).join('\n')}`,
  );
  return `kind: AgentRole\nversion: 1\nname: role${seed}\n${sections.join('\n')}\n`;
}

const NOW = Date.parse('2026-11-24T09:00:00Z');

function roleOf({ createHost, factsOf }, text) {
  const host = createHost();
  host.set({ uri: 'file:///w/role.agent-role.yaml', text });
  host.setFacts(factsOf([]));
  const snapshot = host.snapshot(NOW);
  const { manifest } = snapshot.sources[0];
  return snapshot.resolve(manifest);
}

/** The manifest after somebody has typed into one of its rules: another name in one of its patterns. */
function edited(text, rule) {
  const lines = text.split('\n');
  const at = lines.flatMap((line, index) => (line.startsWith('  - ') ? [index] : []))[rule];
  lines[at] = lines[at].replace(/\["([^"]*)/, (whole) => `${whole}x`);
  return lines.join('\n');
}

function policies(core) {
  console.log(
    '\n| role | patterns | effective | dead | redundant | unknown | first pass, ms | after a key, p50, ms | p95, ms | longest, ms | processor, ms |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|');
  // Code that has not run yet is slow, and that is not what is measured.
  core.standings(roleOf(core, manifestOf(100, 99)), NOW);
  for (const count of [30, 100, 300]) {
    const seeds = count === 300 ? [1] : [1, 2, 3];
    for (const seed of seeds) {
      const text = manifestOf(count, seed);
      const role = roleOf(core, text);
      const started = performance.now();
      const found = core.standings(role, NOW);
      const first = performance.now() - started;
      const kinds = { effective: 0, dead: 0, redundant: 0, unknown: 0, empty: 0 };
      for (const { kind } of found.values()) kinds[kind]++;
      const times = [];
      const before = process.cpuUsage().user;
      for (let rule = 0; rule < count; rule++) {
        const after = roleOf(core, edited(text, rule));
        const begun = performance.now();
        core.standings(after, NOW);
        times.push(performance.now() - begun);
      }
      const processor = (process.cpuUsage().user - before) / 1000 / count;
      console.log(
        `| ${count} rules, seed ${seed} | ${found.size} | ${kinds.effective} | ${kinds.dead} | ${kinds.redundant} | ${kinds.unknown} | ${ms(first)} | ${ms(quantile(times, 0.5))} | ${ms(quantile(times, 0.95))} | ${ms(Math.max(...times))} | ${ms(processor)} |`,
      );
    }
  }
}

function membership({ matchesPath }) {
  const patterns = scope(FIFTY);
  const paths = Array.from(
    { length: 20_000 },
    (_, index) => `${TOP[index % 7]}/m${index % 97}/file${index}.${['ts', 'md', 'py'][index % 3]}`,
  );
  const time = median(() => paths.filter((each) => matchesPath(patterns, each)).length, { warm: 3, count: 9 });
  console.log(`\n20,000 paths put to 50 patterns: ${ms(time)} ms`);
}

const core = await loadCore(
  'scope',
  `export { pathWitness, matchesPath } from './server/src/core/scope/path.ts';
   export { standings, standingOfPattern } from './server/src/core/authority/standing.ts';
   export { createHost, factsOf } from './server/src/core/workspace/host.ts';`,
);
console.log(machine());
inclusions(core);
policies(core);
membership(core);
