import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { patternWords, SHOWN } from '../analysis/command-line.ts';
import type { CommandEntry } from '../analysis/data/commands/index.ts';
import { LOADERS } from '../analysis/data/sensitive-paths.ts';
import type { Action } from '../decide/action.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { commandReach } from './command-reach.ts';

/** How a file comes to say what the role wants: a write, or a command that writes it. */
export interface Planting {
  readonly action: Action;
  readonly rule: Rule;
  readonly pattern?: Pattern | undefined;
}

/** A file that the role may write and a command that it may run, which runs what the file says. */
export interface WriteThenRun {
  readonly file: string;
  readonly exists: boolean;
  readonly plant: Planting;
  readonly command: string;
  readonly run: Rule;
  /** False for tests and sources, which everybody knows to be programs. */
  readonly surprising: boolean;
}

const memo = new WeakMap<RoleContext, readonly WriteThenRun[]>();

/** Pairs of an allowed write and an allowed command that come to running any program; the surprising ones first. */
export function writeThenRuns(role: ResolvedRole, context: RoleContext): readonly WriteThenRun[] {
  let known = memo.get(context);
  if (!known) {
    known = find(role, context);
    memo.set(context, known);
  }
  return known;
}

function find(role: ResolvedRole, context: RoleContext): WriteThenRun[] {
  const allows = (verb: string) => context.inForce.some((rule) => rule.effect === 'allow' && rule.verb === verb);
  if (!allows('run')) return [];
  const plants = plantingIn(role, context);
  if (!plants) return [];
  const found = [...loaded(role, context, plants), ...scripts(role, context, plants)];
  return found.sort((a, b) => Number(b.surprising) - Number(a.surprising) || Number(b.exists) - Number(a.exists));
}

/** Writes a file whose content is the caller's: with no input file that would have to say it first. */
function plantsContent({ effect, content, needs, words }: CommandEntry): boolean {
  return effect === 'write' && content && needs === undefined && !words.includes('f') && !words.includes('if=f');
}

/** How the role puts a program into a file with nobody asked; undefined where it has no way at all. */
function plantingIn(role: ResolvedRole, context: RoleContext): ((file: string) => Planting | undefined) | undefined {
  const writes = context.inForce.some(({ effect, verb }) => effect === 'allow' && verb === 'write');
  // Whether some command writes any file at all is asked once, and not for every file that another one loads.
  const commands = role.role.sandbox?.write === undefined && commandReach(role, context, plantsContent, ANYWHERE);
  if (!writes && !commands) return undefined;
  return (file) => {
    const action: Action = { verb: 'write', value: file };
    const rule = writes ? ruleFor(context, 'write', file) : undefined;
    if (rule) return { action, rule, pattern: context.patternFor(rule, action) };
    const reach = commands ? commandReach(role, context, plantsContent, [{ ...SHOWN, out: file }]) : undefined;
    if (!reach?.grant || !reach.action.value.includes(file)) return undefined;
    return { action: reach.action, ...reach.grant };
  };
}

const ANYWHERE = ['x', 'Makefile'].map((out) => ({ ...SHOWN, out }));

type PlantIn = (file: string) => Planting | undefined;

/** Configuration that a command loads. */
function loaded(role: ResolvedRole, context: RoleContext, plantIn: PlantIn): WriteThenRun[] {
  const programs = programsOf(context);
  const literal = literalCommands(context);
  return LOADERS.flatMap((loader): WriteThenRun[] => {
    const command = [...literal, ...loader.commands].find(
      (each) =>
        (loader.commands.some((known) => each === known || each.startsWith(`${known} `)) ||
          loader.begins?.some((beginning) => each.startsWith(beginning))) &&
        programs.some((program) => program.includes('*') || each.startsWith(program)) &&
        context.allows({ verb: 'run', value: each }),
    );
    if (command === undefined) return [];
    const run = ruleFor(context, 'run', command);
    const { like } = loader;
    const here = like ? role.facts.files.paths.filter((path) => like.test(path)).slice(0, 20) : [];
    for (const file of [...here, loader.file]) {
      const plant = run && plantIn(file);
      if (plant)
        return [{ file, exists: role.facts.files.has(file), plant, command, run, surprising: loader.surprising }];
    }
    return [];
  });
}

/** Scripts that stand in a granted command's words, or behind the npm script that it starts. */
function scripts(role: ResolvedRole, context: RoleContext, plantIn: PlantIn): WriteThenRun[] {
  const found: WriteThenRun[] = [];
  const add = (command: string, words: readonly string[]) => {
    const run = ruleFor(context, 'run', command);
    if (!run) return;
    for (const word of words) {
      const file = word.replace(/^\.\//, '');
      if (!/^[\w@.-]+(\/[\w@.-]+)*\.(sh|bash|py|js|mjs|cjs|ts|mts|rb|pl|php|ps1|mk)$/.test(file)) continue;
      const plant = plantIn(file);
      if (plant) found.push({ file, exists: role.facts.files.has(file), plant, command, run, surprising: true });
    }
  };
  for (const command of literalCommands(context)) add(command, patternWords(command));
  const { commands } = role.facts;
  commands.forEach(({ command, path }, index) => {
    const script = commands[index + 1];
    if (!command.startsWith('npm ') || !path.endsWith('package.json') || script?.path !== path) return;
    add(command, patternWords(script.command));
  });
  return found;
}

function ruleFor(context: RoleContext, verb: 'write' | 'run', value: string): Rule | undefined {
  const decision = context.decide({ verb, value });
  return decision.decision === 'allow' ? decision.rules.find((rule) => rule.verb === verb) : undefined;
}

/** Granted commands that are spelled out. */
function literalCommands(context: RoleContext): readonly string[] {
  return runPatterns(context).filter((text) => !text.includes('*'));
}

function programsOf(context: RoleContext): readonly string[] {
  return runPatterns(context).map((text) => patternWords(text).find((word) => !/^\w+=/.test(word)) ?? '');
}

function runPatterns(context: RoleContext): readonly string[] {
  return context.inForce.flatMap((rule) =>
    rule.verb === 'run' && rule.effect === 'allow'
      ? rule.patterns.flatMap(({ text, negated }) => (negated ? [] : [text]))
      : [],
  );
}
