// Mutation testing of the decision core: are there tests that notice when it decides otherwise?
//
//   node scripts/mutate.mjs                              a sample of 150 mutants of decide/ and scope/
//   node scripts/mutate.mjs --count 50 --seed 7          fewer, and others
//   node scripts/mutate.mjs --only scope/path.ts         of one file
//
// A mutant is one operator, literal or condition of the sources changed. It is killed when a test fails, or does not end.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { glob } from './lib/files.mjs';
import { root } from './lib/paths.mjs';

/** The quick tests first; only what survives them is put to the long ones. */
const STAGES = [
  [
    'test/decide/tables.test.ts',
    'test/scope/patterns.test.ts',
    'test/scope/long-patterns.test.ts',
    'test/scope/argument-values.test.ts',
  ],
  ['test/scope/path-sets.test.ts', 'test/scope/other-sets.test.ts', 'test/decide/properties.test.ts'],
];
/** Longer than the tests take on a busy machine: a loop without an end is a mutant that was noticed. */
const PATIENCE = 90_000;

const options = process.argv.slice(2);
const optionOf = (name, otherwise) => (options.includes(name) ? options[options.indexOf(name) + 1] : otherwise);
const count = Number(optionOf('--count', 150));
const only = optionOf('--only', '');
let state = Number(optionOf('--seed', 1));
const below = (limit) => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
};

/** What is changed, in code without its texts and comments; each gives what stands there instead. */
const OPERATORS = [
  [/ (===|!==|<|<=|>|>=|&&|\|\||\?\?|\+|-) /g, (sign) => SIGNS[sign]],
  [/(?<![\w.])(true|false)(?![\w])/g, (word) => (word === 'true' ? 'false' : 'true')],
  [/(?<=[\s([{,&|?:=!])(!)(?=[\w([])(?!=)/g, () => ' '],
  [/(?<=\bif \()([^()]*(?:\([^()]*\)[^()]*)*)(?=\)(?:\s|$))/gm, () => 'false'],
  [/(?<=[\s([,=-])(\d{1,2})(?=[\s)\],;])/g, (digits) => String(Number(digits) + 1)],
  [/(?<=\.)(some|every|startsWith|endsWith)(?=\()/g, (name) => METHODS[name]],
];
const SIGNS = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '+': '-',
  '-': '+',
};
const METHODS = { some: 'every', every: 'some', startsWith: 'endsWith', endsWith: 'startsWith' };

/** The text with comments, texts, regular expressions, types and imports blanked out: the offsets stay. */
function codeOf(text) {
  const blank = (part) => part.replace(/[^\n]/g, '#');
  return text
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, blank)
    .replace(/(?<=[(=,:!&|?\s])\/(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\n\\[])+\/[a-z]*(?=[.,;)\s])/g, blank)
    .replace(/'(?:\\.|[^'\n\\])*'|"(?:\\.|[^"\n\\])*"|`(?:\\.|[^`\\])*`/g, blank)
    .replace(/^(?:import|export (?:type|interface)|type|interface)\b[^\n]*(?:\n(?!\n|[a-z/])[^\n]*)*/gm, blank);
}

/** Every change of a source that there is. */
function mutantsOf(file, text) {
  const code = codeOf(text);
  return OPERATORS.flatMap(([pattern, instead]) =>
    [...code.matchAll(pattern)].flatMap((match) => {
      const start = match.index + match[0].indexOf(match[1]);
      const given = text.slice(start, start + match[1].length);
      return given.trim() === '' ? [] : [{ file, start, end: start + given.length, instead: instead(given) }];
    }),
  );
}

const outdir = path.join(root, 'out', 'mutate', String(process.pid));
mkdirSync(outdir, { recursive: true });
process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));

/** `node:test` without its reports: one test after the other, and the end at the first that fails. */
const SHIM = `
const run = [];
const test = (name, given, body = given) => { if (typeof body === 'function' && !given.skip) run.push(body); };
const suite = (name, given, body = given) => { if (typeof body === 'function') body(); };
const nothing = () => {};
export { test, test as it, suite, suite as describe, nothing as before, nothing as after };
export default Object.assign(test, { test, suite, describe: suite });
setTimeout(async () => { for (const body of run) await body({ diagnostic: nothing }); process.exit(0); });
process.on('uncaughtException', () => process.exit(1));
process.on('unhandledRejection', () => process.exit(1));
`;

async function bundle(tests, mutant) {
  const outfile = path.join(outdir, 'tests.mjs');
  const entry = tests.map((file) => `import ${JSON.stringify(path.join(root, file))};`).join('\n');
  await build({
    stdin: { contents: entry, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
    loader: { '.md': 'text' },
    inject: [path.join(root, 'test', 'support', 'seed.ts')],
    plugins: [
      {
        name: 'mutant',
        setup(hooks) {
          hooks.onResolve({ filter: /^node:test$/ }, () => ({ path: 'shim', namespace: 'shim' }));
          hooks.onLoad({ filter: /.*/, namespace: 'shim' }, () => ({ contents: SHIM }));
          hooks.onLoad({ filter: /server.src.core.(decide|scope).*\.ts$/ }, ({ path: file }) => {
            const text = readFileSync(file, 'utf8');
            if (mutant?.file !== file) return { contents: text, loader: 'ts' };
            return { contents: text.slice(0, mutant.start) + mutant.instead + text.slice(mutant.end), loader: 'ts' };
          });
        },
      },
    ],
  });
  return outfile;
}

/** `killed`, `survived` or `timeout`; `invalid` where it is no program. */
async function outcomeOf(mutant) {
  for (const tests of STAGES) {
    const outfile = await bundle(tests, mutant).catch(() => undefined);
    if (outfile === undefined) return 'invalid';
    const outcome = await run(outfile);
    if (outcome !== 'survived') return outcome;
  }
  return 'survived';
}

function run(outfile) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [outfile], { cwd: root, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve(signal ? 'timeout' : code === 0 ? 'survived' : 'killed');
    });
  });
}

const core = path.join(root, 'server', 'src', 'core');
const files = ['decide', 'scope'].flatMap((folder) => glob(path.join(core, folder), (file) => file.endsWith('.ts')));
const all = files
  .map((file) => path.normalize(file))
  .filter((file) => file.replaceAll(path.sep, '/').includes(only) && !file.endsWith('command-effects.ts'))
  .flatMap((file) => mutantsOf(file, readFileSync(file, 'utf8')));
const sample = [];
const left = [...all];
while (sample.length < count && left.length > 0) sample.push(...left.splice(below(left.length), 1));

if ((await outcomeOf(undefined)) !== 'survived') throw new Error('the tests fail on the sources as they are');
const outcomes = { killed: 0, timeout: 0, survived: 0, invalid: 0 };
const survivors = [];
for (const mutant of sample) {
  const outcome = await outcomeOf(mutant);
  outcomes[outcome]++;
  if (process.stdout.isTTY) process.stdout.write(`\r${outcomes.killed} killed, ${outcomes.survived} survived `);
  if (outcome !== 'survived') continue;
  const text = readFileSync(mutant.file, 'utf8');
  const line = text.slice(0, mutant.start).split('\n').length;
  const where = `${path.relative(core, mutant.file)}:${line}`;
  survivors.push(
    `${where}  \`${text.slice(mutant.start, mutant.end).slice(0, 60)}\` as \`${mutant.instead.slice(0, 40)}\``,
  );
  console.log(`survived  ${survivors.at(-1)}`);
}
const noticed = outcomes.killed + outcomes.timeout;
const tried = sample.length - outcomes.invalid;
console.log(
  `\n${noticed} of ${tried} noticed (${Math.round((100 * noticed) / tried)} %), ${outcomes.timeout} of them by not ending; ${all.length} mutants in all, seed ${optionOf('--seed', 1)}`,
);
