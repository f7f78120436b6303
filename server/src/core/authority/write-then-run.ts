import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { patternWords } from '../analysis/command-line.ts';
import { LOADERS } from '../analysis/data/sensitive-paths.ts';
import type { Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/** A file that the role may write and a command that it may run, which runs what the file says. */
export interface WriteThenRun {
  readonly file: string;
  readonly exists: boolean;
  readonly write: Rule;
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
  if (!allows('write') || !allows('run')) return [];
  const found = [...loaded(role, context), ...scripts(role, context)];
  return found.sort((a, b) => Number(b.surprising) - Number(a.surprising) || Number(b.exists) - Number(a.exists));
}

/** Configuration that a command loads. */
function loaded(role: ResolvedRole, context: RoleContext): WriteThenRun[] {
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
      const write = ruleFor(context, 'write', file);
      if (write && run)
        return [{ file, exists: role.facts.files.has(file), write, command, run, surprising: loader.surprising }];
    }
    return [];
  });
}

/** Scripts that stand in a granted command's words, or behind the npm script that it starts. */
function scripts(role: ResolvedRole, context: RoleContext): WriteThenRun[] {
  const found: WriteThenRun[] = [];
  const add = (command: string, words: readonly string[]) => {
    const run = ruleFor(context, 'run', command);
    if (!run) return;
    for (const word of words) {
      const file = word.replace(/^\.\//, '');
      if (!/^[\w@.-]+(\/[\w@.-]+)*\.(sh|bash|py|js|mjs|cjs|ts|mts|rb|pl|php|ps1|mk)$/.test(file)) continue;
      const write = ruleFor(context, 'write', file);
      if (write) found.push({ file, exists: role.facts.files.has(file), write, command, run, surprising: true });
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
