import { entriesOf } from './index.ts';
import { node } from './node.ts';
import { python } from './python.ts';

/** What a runner of programs is to run, as words of its own. */
export interface InnerCommand {
  readonly before: readonly string[];
  readonly words: readonly string[];
  readonly program: string;
  /** How many of the words stand in a script, and so not in the command line. */
  readonly hidden: number;
}

const MANAGERS = new Set('npm npx pnpm pnpx yarn yarnpkg bunx corepack nvm fnm volta n'.split(' '));
/** The programs that a runner finds among the packages of its language; made when first asked for. */
const PACKAGED = {
  node: once(() =>
    node()
      .filter(({ program }) => !MANAGERS.has(program))
      .map(({ program }) => program),
  ),
  python: once(() => [...python().map(({ program }) => program), 'ansible', 'jupyter', 'ipython']),
};

function once(programs: () => readonly string[]): () => ReadonlySet<string> {
  let made: ReadonlySet<string> | undefined;
  return () => {
    made ??= new Set(programs());
    return made;
  };
}

const SHELL_WORDS: ReadonlySet<string> = new Set('test [ set export source . eval exec command env time'.split(' '));

type Programs = keyof typeof PACKAGED | 'any';

/**
 * Words behind which another program's command line begins, and which programs that may be. Sources: npm, pnpm, yarn and
 * bun (`npx`, `npm exec`, `pnpm exec`, `yarn run`, `bunx`), Python's `-m`, uv, pipx, Poetry, PDM, Hatch, Pipenv, Bundler,
 * mise and direnv, each in its own command reference.
 */
const RUNNERS: readonly (readonly [lines: string, programs: Programs])[] = [
  [
    'npx|npx --no-install|npx --no|npx --yes|npx -y|npx --|npx --no-install --|bunx|bunx --bun|bun x|bun run|bun run --bun|npm exec|npm exec --|npm x --|pnpm exec|pnpm|pnpm run|pnpm dlx|pnpx|yarn|yarn run|yarn exec|yarn dlx|deno run -A',
    'node',
  ],
  ['python -m|python3 -m|py -m|uvx|uv tool run|pipx run|python3.11 -m|python3.12 -m|python3.13 -m', 'python'],
  [
    'uv run|uv run --|poetry run|pipenv run|pdm run|hatch run|rye run|pixi run|conda run|bundle exec|mise exec --|mise x --|direnv exec .|nix develop -c|nix develop --command|dotenv --|dotenvx run --|doppler run --|op run --|infisical run --|composer exec|opam exec --|stack exec --|cabal exec --|corepack|cross-env|busybox|toybox',
    'any',
  ],
];

const BY_FIRST = new Map<string, { readonly words: readonly string[]; readonly programs: Programs }[]>();
for (const [lines, programs] of RUNNERS) {
  for (const line of lines.split('|')) {
    const words = line.split(' ');
    BY_FIRST.set(words[0]!, [...(BY_FIRST.get(words[0]!) ?? []), { words, programs }]);
  }
}

/**
 * The commands that these words of a pattern run by way of a runner (`npx eslint **`) or of a script that the workspace
 * defines and that hands its arguments on (`npm run lint -- **`).
 */
export function innerCommands(
  words: readonly string[],
  scriptOf: (manager: string, name: string) => readonly string[] | undefined,
): readonly InnerCommand[] {
  const found: InnerCommand[] = [];
  for (const runner of BY_FIRST.get(words[0]!) ?? []) {
    if (!runner.words.every((word, index) => words[index] === word)) continue;
    let at = runner.words.length;
    while (words[0] === 'cross-env' && /^\w+=/.test(words[at] ?? '')) at++;
    const program = words[at];
    if (program === undefined || program.includes('*') || entriesOf(program).length === 0) continue;
    if (runner.programs === 'any' ? SHELL_WORDS.has(program) : !PACKAGED[runner.programs]().has(program)) continue;
    found.push({ before: words.slice(0, at), words: words.slice(at), program, hidden: 0 });
  }
  const script = passedOn(words, scriptOf);
  return script ? [...found, script] : found;
}

/** `npm test -- ARGS`, `yarn lint ARGS`: arguments that go to the last program of a script. */
function passedOn(
  words: readonly string[],
  scriptOf: (manager: string, name: string) => readonly string[] | undefined,
): InnerCommand | undefined {
  const [manager] = words;
  if (manager !== 'npm' && manager !== 'pnpm' && manager !== 'yarn' && manager !== 'bun') return undefined;
  const runs = words[1] === 'run' || words[1] === 'run-script';
  const name = words[runs ? 2 : 1];
  const script = name === undefined || name.includes('*') ? undefined : scriptOf(manager, name);
  if (!script) return undefined;
  let at = runs ? 3 : 2;
  if (words[at] === '--') at++;
  else if (manager === 'npm') return undefined;
  const program = script[0];
  if (program === undefined || entriesOf(program).length === 0) return undefined;
  return { before: words.slice(0, at), words: [...script, ...words.slice(at)], program, hidden: script.length };
}
