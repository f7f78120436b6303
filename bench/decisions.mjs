// Decisions per second by a role of a hundred rules, beside Cedar and Casbin with the same rules.
//
//   node bench/decisions.mjs [--rounds 5]
//
// Every engine is asked the same questions and has to give the same answers. Cedar is called with its policies prepared
// (`statefulIsAuthorized`), Casbin without promises (`enforceSync`) and with its quickest matcher: what takes them least.

import { parseArgs } from 'node:util';
import { installed, loadCore, machine, quantile } from './core.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });

const PEERS = ['@cedar-policy/cedar-wasm@4.13.0', 'casbin@5.51.1'];
const PLACES = ['src', 'docs', 'test', 'lib', 'infra', 'config', 'scripts', 'web', 'services', 'packages'];
const VERBS = ['read', 'write', 'delete'];
const NOW = Date.parse('2026-11-24T09:00:00Z');

/** Everything under a directory, by verb. One rule in five denies a part of what another one allows. */
const RULES = Array.from({ length: 100 }, (_, index) => {
  const place = `${PLACES[index % 10]}/part-${Math.floor(index / 30)}`;
  const denies = index % 5 === 4;
  return { effect: denies ? 'deny' : 'allow', verb: VERBS[index % 3], directory: denies ? `${place}/private` : place };
});

const QUESTIONS = Array.from({ length: 1_000 }, (_, index) => {
  const below = ['app/main.ts', 'private/key.pem', 'deep/er/still/file.json', 'README.md'][index % 4];
  return {
    verb: VERBS[(index * 5) % 3],
    path: `${PLACES[(index * 7) % 10]}/part-${index % 5}/${below}-${index}`,
  };
});

const core = await loadCore(
  'decisions',
  `export { createHost } from './server/src/core/workspace/host.ts';
   export { decide } from './server/src/core/decide/decide.ts';
   export { freshRun } from './server/src/core/decide/run-state.ts';`,
);

/** An agent role with these rules, written as manifests are. */
function roleOf(rules) {
  const list = (effect) => {
    const own = rules.filter((rule) => rule.effect === effect);
    return own.length > 0 ? `${effect}:\n${own.map(({ text }) => `  - ${text}\n`).join('')}` : '';
  };
  const host = core.createHost();
  const text = `kind: AgentRole\nversion: 1\nname: worker\n${list('allow')}${list('deny')}`;
  host.set({ uri: 'file:///w/worker.agent-role.yaml', text });
  return host.snapshot(NOW).role('worker');
}

/** Asks our engine about an action that is made of a question. */
function asker(rules, actionOf) {
  const role = roleOf(rules);
  const state = core.freshRun(NOW);
  return (question, index) => core.decide(role, actionOf(question, index), state).decision === 'allow';
}

const ours = () =>
  asker(
    RULES.map(({ effect, verb, directory }) => ({ effect, text: `${verb}: ["${directory}/**"]` })),
    ({ verb, path }) => ({ verb, value: path }),
  );

function cedar() {
  const engine = installed('peers-decisions', PEERS)('@cedar-policy/cedar-wasm/nodejs');
  const policies = RULES.map(
    ({ effect, verb, directory }) =>
      `${effect === 'allow' ? 'permit' : 'forbid'}(principal == Agent::"worker", action == Action::"${verb}", resource) when { resource.path like "${directory}/*" };`,
  );
  const prepared = engine.preparsePolicySet('rules', { staticPolicies: policies.join('\n') });
  if (prepared.type !== 'success') throw new Error(JSON.stringify(prepared));
  return ({ verb, path }) => {
    const answer = engine.statefulIsAuthorized({
      principal: { type: 'Agent', id: 'worker' },
      action: { type: 'Action', id: verb },
      resource: { type: 'File', id: 'file' },
      context: {},
      preparsedPolicySetId: 'rules',
      validateRequest: false,
      entities: [{ uid: { type: 'File', id: 'file' }, attrs: { path }, parents: [] }],
    });
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer));
    return answer.response.decision === 'allow';
  };
}

async function casbin() {
  const { newEnforcer, newModel, StringAdapter } = installed('peers-decisions', PEERS)('casbin');
  const model = newModel(`
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.sub == p.sub && r.act == p.act && keyMatch(r.obj, p.obj)
`);
  const policy = RULES.map(({ effect, verb, directory }) => `p, worker, ${directory}/*, ${verb}, ${effect}`);
  const enforcer = await newEnforcer(model, new StringAdapter(policy.join('\n')));
  return ({ verb, path }) => enforcer.enforceSync('worker', path, verb);
}

/** Decisions in a second of the processor's time: what else the machine does then bears least on it. */
function speed(ask) {
  let asked = 0;
  const before = process.cpuUsage();
  let seconds = 0;
  while (seconds < 0.5) {
    for (let index = 0; index < 100; index++) ask(QUESTIONS[asked++ % QUESTIONS.length], asked);
    const { user, system } = process.cpuUsage(before);
    seconds = (user + system) / 1e6;
  }
  return asked / seconds;
}

/** The same engines in turns, so that what else the machine does bears on all of them. */
function measure(engines) {
  const speeds = engines.map(() => []);
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [index, { ask }] of engines.entries()) speeds[index].push(speed(ask));
  }
  return engines.map(({ name }, index) => ({ name, speed: quantile(speeds[index], 0.5) }));
}

const engines = [
  { name: 'bailiwick', ask: ours() },
  { name: '@cedar-policy/cedar-wasm 4.13.0, stateful', ask: cedar() },
  { name: 'casbin 5.51.1, enforceSync', ask: await casbin() },
];
const [mine, ...theirs] = engines.map(({ ask }) => QUESTIONS.map((question, index) => ask(question, index)));
for (const answers of theirs) {
  const differing = answers.findIndex((answer, index) => answer !== mine[index]);
  if (differing >= 0) throw new Error(`the engines differ about ${JSON.stringify(QUESTIONS[differing])}`);
}

console.log(`${machine()}\n`);
console.log(
  `${RULES.length} rules about paths, ${QUESTIONS.length} questions, ${mine.filter(Boolean).length} of them allowed by each engine.\n`,
);
console.log('| engine | decisions per second of processor time | times slower |\n|---|---:|---:|');
const measured = measure(engines);
for (const { name, speed } of measured) {
  console.log(`| ${name} | ${Math.round(speed).toLocaleString('en')} | ${(measured[0].speed / speed).toFixed(0)} |`);
}

// What the peers have no notion of, so that there is nothing to compare it with.
const grant = (text) => ({ effect: 'allow', text });
const hundred = (textOf) => Array.from({ length: 100 }, (_, index) => grant(textOf(index)));
const others = [
  {
    name: 'command lines of two commands',
    ask: asker(
      hundred((index) => `run: ["tool-${index} **"]`),
      ({ path }, index) => ({ verb: 'run', value: `tool-${index % 110} --in ${path} && tool-7 -q` }),
    ),
  },
  {
    name: 'addresses',
    ask: asker(
      hundred((index) => `fetch: ["https://h${index}.example.com/**"]`),
      ({ path }, index) => ({ verb: 'fetch', value: `https://h${index % 110}.example.com/${path}` }),
    ),
  },
  {
    name: 'operations of tools',
    ask: asker(
      hundred((index) => `call: ["tool-${index}/get_*"]`),
      (_, index) => ({ verb: 'call', value: `tool-${index % 110}/get_it` }),
    ),
  },
];
console.log('\n| by this engine alone, 100 rules about | decisions per second of processor time |\n|---|---:|');
for (const { name, speed } of measure(others)) console.log(`| ${name} | ${Math.round(speed).toLocaleString('en')} |`);
