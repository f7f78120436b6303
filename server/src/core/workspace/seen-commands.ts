import type { WorkspaceFacts } from './workspace.ts';

/** More than anybody's scripts, and an end for a file that is none. */
const MOST_COMMANDS = 500;

/** Whether the workspace's own commands stand in a file: npm scripts, Makefile recipes. */
export function isCommandFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'package.json' || name === 'Makefile' || name === 'makefile' || name === 'GNUmakefile';
}

/**
 * The commands that a file runs, and those by which people start them: `npm test` and `npm run lint` beside what the
 * scripts say, `make release` beside the recipe. Nothing is executed; text that cannot be read has no commands.
 */
export function commandsOf(path: string, text: string): WorkspaceFacts['commands'] {
  const commands = path.endsWith('package.json') ? npmCommands(text) : makeCommands(text);
  return [...new Set(commands)].slice(0, MOST_COMMANDS).map((command) => ({ command, path }));
}

/** https://docs.npmjs.com/cli/using-npm/scripts: these four have a short form. */
const SHORT_SCRIPTS = new Set(['test', 'start', 'stop', 'restart']);

function npmCommands(text: string): string[] {
  let scripts: unknown;
  try {
    scripts = (JSON.parse(text) as { scripts?: unknown } | null)?.scripts;
  } catch {
    return [];
  }
  if (typeof scripts !== 'object' || scripts === null) return [];
  return Object.entries(scripts).flatMap(([name, script]) => {
    if (typeof script !== 'string' || script.trim() === '') return [];
    return [SHORT_SCRIPTS.has(name) ? `npm ${name}` : `npm run ${name}`, script];
  });
}

function makeCommands(text: string): string[] {
  const commands: string[] = [];
  for (const line of text.replace(/ ?\\\r?\n\s*/g, ' ').split(/\r?\n/)) {
    const recipe = /^\t[@+-]*\s*(\S.*)$/.exec(line)?.[1];
    if (recipe !== undefined) {
      // A recipe with variables of make is no command that could be run as it stands.
      if (!recipe.startsWith('#') && !/\$[({@<^?*+|%]/.test(recipe)) commands.push(recipe.replaceAll('$$', '$').trim());
      continue;
    }
    const target = /^([A-Za-z0-9][\w./-]*)\s*:(?!=)/.exec(line)?.[1];
    if (target !== undefined) commands.push(`make ${target}`);
  }
  return commands;
}
