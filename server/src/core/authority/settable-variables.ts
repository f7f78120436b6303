import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { filled, fitted, lineOf, patternAlternatives, plantedEnd, quoted, SHOWN } from '../analysis/command-line.ts';
import { commonWord, sampleWord } from '../analysis/command-template.ts';
import { entriesOf } from '../analysis/data/commands/index.ts';
import { LOADING_VARIABLES, type LoadingVariable } from '../analysis/data/loading-variables.ts';
import { plantablePaths } from '../analysis/plantable.ts';
import type { Pattern, Rule } from '../model/manifest.ts';

/** A variable whose value a grant leaves open, with a command that then runs what it says. */
export interface SettableVariable {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly variable: string;
  /** Allowed with nobody asked. */
  readonly line: string;
  /** The file that has to be written first, which the role may do. */
  readonly plants?: string;
  readonly achieves: string;
  readonly needs?: string;
}

const memo = new WeakMap<RoleContext, readonly SettableVariable[]>();

/**
 * Variables by which a program loads what the role wrote, where a pattern leaves the value open: before the command
 * (`PATH=* npm test`), or for the commands behind it (`export GIT_EXTERNAL_DIFF=*`). One for each pattern.
 */
export function settableVariables(context: RoleContext): readonly SettableVariable[] {
  let known = memo.get(context);
  if (!known) {
    known = find(context);
    memo.set(context, known);
  }
  return known;
}

interface Setting {
  readonly variable: string;
  readonly line: string;
  readonly plants?: string;
  readonly achieves: string;
  readonly needs?: string;
}

function find(context: RoleContext): SettableVariable[] {
  const found: SettableVariable[] = [];
  for (const rule of context.inForce) {
    if (rule.verb !== 'run' || rule.effect !== 'allow') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated || !mayAssign(pattern.text)) continue;
      for (const setting of settings(pattern, context)) {
        if (!context.allows({ verb: 'run', value: setting.line })) continue;
        found.push({ rule, pattern, ...setting });
        break;
      }
    }
  }
  return found;
}

/** Most patterns have nothing of the kind in them. */
function mayAssign(text: string): boolean {
  return /^(\{[^}]*|\S*=|(export|declare|typeset)\s)/.test(text) && text.includes('*');
}

function* settings(pattern: Pattern, context: RoleContext): Iterable<Setting> {
  for (const words of patternAlternatives(pattern.text)) {
    const first = words.findIndex((word) => !/^[\w*]+=/.test(word));
    if (first > 0) yield* before(words.slice(0, first), words.slice(first), context);
    else if (first < 0) yield* forLater('', words, context);
    else if (words[0] === 'export') yield* forLater('export ', words.slice(1), context);
    else if (/^(declare|typeset)$/.test(words[0] ?? '') && words[1] === '-x')
      yield* forLater(`${words[0]} -x `, words.slice(2), context);
  }
}

/** `PATH=* npm test` */
function* before(assignments: readonly string[], words: readonly string[], context: RoleContext): Iterable<Setting> {
  const command = sampleOf(words);
  for (const { variable, value, plants } of loading(programOf(command), context)) {
    const fitting = assigning(assignments, variable.name, value);
    if (fitting) yield { ...about(variable), plants, line: `${fitting} ${command}` };
  }
}

/** `export PATH=*`, and what else the role may run on the same line. A variable that is not exported is the shell's own, but for those that it has already. */
function* forLater(lead: string, assignments: readonly string[], context: RoleContext): Iterable<Setting> {
  for (const words of otherCommands(context)) {
    const command = sampleOf(words);
    for (const { variable, value, plants } of loading(programOf(command), context)) {
      if (lead === '' && variable.name !== 'PATH') continue;
      const fitting = assigning(assignments, variable.name, value);
      if (fitting) yield { ...about(variable), plants, line: `${lead}${fitting}; ${command}` };
    }
    if (lead === '') continue;
    for (const entry of entriesOf(words[0]!)) {
      if (entry.assigns === undefined || entry.effect !== 'exec' || entry.needs || plantedEnd(entry) !== undefined)
        continue;
      const [assigned] = filled([entry.assigns], SHOWN);
      const equals = assigned!.indexOf('=');
      const variable = assigned!.slice(0, equals);
      const fitting = assigning(assignments, variable, assigned!.slice(equals + 1));
      const line = fitting && fitted(words, entry, SHOWN);
      if (line) yield { variable, achieves: entry.achieves, line: `${lead}${fitting}; ${line}` };
    }
  }
}

function about({ name, achieves, needs }: LoadingVariable): Pick<Setting, 'variable' | 'achieves' | 'needs'> {
  return { variable: name, achieves, ...(needs === undefined ? {} : { needs }) };
}

/** The assignments with this one among them; undefined where none of them leaves room for it. */
function assigning(words: readonly string[], name: string, value: string): string | undefined {
  const wanted = `${name}=${value}`;
  const at = words.findIndex((word) => word === '**' || (word.includes('*') && commonWord(word, wanted) !== undefined));
  if (at < 0) return undefined;
  return words
    .flatMap((word, index) =>
      index === at ? [quoted(wanted)] : word === '**' ? [] : [quoted(word.replaceAll(/\*+/g, '1'))],
    )
    .join(' ');
}

/** What a program would load, once the role has written it. */
function* loading(
  program: string,
  context: RoleContext,
): Iterable<{ readonly variable: LoadingVariable; readonly value: string; readonly plants: string }> {
  const directories = directoriesOf(context);
  for (const variable of LOADING_VARIABLES) {
    if (variable.of && !variable.of.has(program.slice(program.lastIndexOf('/') + 1))) continue;
    // A program that is named by its path is not looked for.
    if (variable.name === 'PATH' && program.includes('/')) continue;
    for (const directory of directories) {
      const plants = `${directory}${variable.file.replace('{program}', program)}`;
      if (!context.allows({ verb: 'write', value: plants })) continue;
      const value = variable.says === 'file' ? `./${plants}` : directory === '' ? '.' : directory.slice(0, -1);
      yield { variable, value, plants };
      break;
    }
  }
}

/** Where the role may write: with a slash at the end, empty for the workspace itself. */
function directoriesOf(context: RoleContext): readonly string[] {
  const paths = plantablePaths(context, '').filter((path) => !/^[~/]/.test(path));
  return [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))];
}

/** The patterns that begin with a program, as words. */
function otherCommands(context: RoleContext): readonly (readonly string[])[] {
  return context.inForce.flatMap((rule) =>
    rule.verb === 'run' && rule.effect === 'allow'
      ? rule.patterns
          .filter(({ negated }) => !negated)
          .flatMap(({ text }) => patternAlternatives(text))
          .filter(([program = '*']) => !/[*=]/.test(program) && !/^(export|declare|typeset|cd)$/.test(program))
      : [],
  );
}

function sampleOf(words: readonly string[]): string {
  const [program = '', ...rest] = words;
  return lineOf([
    /^\*+$/.test(program) ? 'ls' : sampleWord(program),
    ...rest.filter((word) => word !== '**').map(sampleWord),
  ]);
}

function programOf(command: string): string {
  return command.split(' ')[0]!;
}
