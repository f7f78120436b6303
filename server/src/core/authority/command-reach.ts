import type { RoleContext } from '../analysis/catalogue-rule.ts';
import {
  entryLine,
  entryPatterns,
  fitted,
  globalOptions,
  lineOf,
  type Payload,
  patternAlternatives,
  patternWords,
  plantedEnd,
  SHOWN,
} from '../analysis/command-line.ts';
import { type CommandEntry, commandEntries, entriesOf } from '../analysis/data/commands/index.ts';
import { LOADERS } from '../analysis/data/sensitive-paths.ts';
import type { Action } from '../decide/action.ts';
import { effectsOf } from '../decide/command-effects.ts';
import { SHELLS } from '../decide/wrappers.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import { COMMANDS as COMMANDS_SET } from '../scope/command.ts';
import { underAssignments } from '../scope/command-pattern.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { decided, type Grant, type Reach, reachOfGrant } from './reach.ts';

/** A command with the effect of an entry, which the role may run with nobody asked. */
export interface CommandReach {
  readonly entry: CommandEntry;
  readonly payload: Payload;
  readonly action: Action;
  readonly grant?: Grant | undefined;
}

/** One way of writing a `run` grant's pattern, as words, with the assignments before its program apart. */
interface Written {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly before: string;
  readonly words: readonly string[];
  /** The program's name, or undefined where the pattern leaves it open. */
  readonly program: string | undefined;
}

const grants = new WeakMap<RoleContext, readonly Written[]>();

function writtenOf(context: RoleContext): readonly Written[] {
  let written = grants.get(context);
  if (!written) {
    written = readGrants(context);
    grants.set(context, written);
  }
  return written;
}

function readGrants(context: RoleContext): readonly Written[] {
  return context.inForce.flatMap((rule) => {
    if (rule.verb !== 'run' || rule.effect !== 'allow') return [];
    return rule.patterns.flatMap((pattern) =>
      pattern.negated ? [] : patternAlternatives(pattern.text).flatMap((words) => asWritten(rule, pattern, words)),
    );
  });
}

function asWritten(rule: Rule, pattern: Pattern, all: readonly string[]): readonly Written[] {
  const assigned = all.findIndex((word) => !/^\w+=/.test(word));
  if (assigned < 0) return [];
  const words = all.slice(assigned);
  const first = words[0]!;
  const before = all
    .slice(0, assigned)
    .map((word) => `${word.replaceAll('*', '1')} `)
    .join('');
  const program = /[*?[{]/.test(first) ? undefined : first.slice(first.lastIndexOf('/') + 1);
  return [{ rule, pattern, before, words, program }];
}

/**
 * The first of these entries whose effect the role has with one of the payloads. Each entry is a fixed set of commands, so
 * that the answer is one about what is allowed and not about how it is written.
 */
export function commandReach(
  role: ResolvedRole,
  context: RoleContext,
  wanted: (entry: CommandEntry) => boolean,
  payloads: readonly Payload[] = [SHOWN],
): CommandReach | undefined {
  const written = writtenOf(context);
  const isOpen = written.some(({ program }) => program === undefined);
  const programs = new Set(written.flatMap(({ program }) => program ?? []));
  const { foreign } = role.role;
  const entries = isOpen || foreign ? commandEntries() : [...programs].flatMap(entriesOf);
  for (const entry of entries) {
    if (!wanted(entry)) continue;
    const own = (varies(entry) ? payloads : payloads.slice(0, 1)).filter(
      ({ out }) => !entry.tree || !/^(~|\/|\.git\/)/.test(out),
    );
    for (const each of written) {
      for (const payload of own) {
        const reach = entryReach(role, context, entry, payload, each);
        if (reach) return { entry, payload, ...reach };
      }
    }
    // Another tool may allow by default what no rule of its says.
    const [payload] = own;
    const reach = foreign && payload && decided(context, { verb: 'run', value: entryLine(entry, payload) });
    if (payload && reach?.kind === 'allowed') return { entry, payload, ...reach };
  }
  return undefined;
}

const varying = new WeakMap<CommandEntry, boolean>();

/** Whether an entry's line depends on the payload. */
function varies(entry: CommandEntry): boolean {
  let known = varying.get(entry);
  if (known === undefined) {
    known = /\{(out|secret|host)\}/.test(`${entry.words.join(' ')} ${entry.stdin ?? ''}`);
    varying.set(entry, known);
  }
  return known;
}

function entryReach(
  role: ResolvedRole,
  context: RoleContext,
  entry: CommandEntry,
  payload: Payload,
  { rule, pattern, before, words, program }: Written,
): { readonly action: Action; readonly grant?: Grant | undefined } | undefined {
  if (program !== undefined && program !== entry.program) return undefined;
  // What needs a variable or a file of the role's own making is no matter of the command alone.
  if (entry.assigns !== undefined || plantedEnd(entry) !== undefined) return undefined;
  const first = words[0]!;
  if (program === undefined && !COMMANDS_SET.has([{ text: first, negated: false }], entry.program)) return undefined;
  // An open first word that is any number of words stays, for what follows the program.
  const rest = first === '**' ? words : words.slice(1);
  const line = fitted([entry.program, ...rest], entry, payload);
  if (line === undefined) return undefined;
  const spelling = program === undefined ? entry.program : first;
  const action: Action = { verb: 'run', value: before + spelling + line.slice(entry.program.length) };
  if (context.allows(action)) return { action, grant: { rule, pattern } };
  // A rule about commands may deny that line and not another one with the same effect.
  if (!context.inForce.some((each) => each.verb === 'run' && each.effect !== 'allow')) return undefined;
  if (role.role.foreign) {
    // Its rules are only outlines here: what they hold back is asked of the tool, with each option before the rest.
    const value = globalOptions(entry, '.')
      .map((options) => `${before}${[spelling, ...options].join(' ')}${line.slice(entry.program.length)}`)
      .find((each) => context.allows({ verb: 'run', value: each }));
    return value === undefined ? undefined : { action: { verb: 'run', value }, grant: { rule, pattern } };
  }
  const target = entryPatterns(entry, payload, spelling).map((text) => ({
    text: underAssignments(text),
    negated: false,
  }));
  const reach = reachOfGrant(role, context, rule, pattern, target);
  if (reach.kind !== 'allowed') return undefined;
  if (entry.stdin === undefined) return { action: reach.action, grant: reach.grant };
  const fed = { ...reach.action, value: `${reach.action.value} ${lineOf([], entry.stdin).trim()}` };
  return context.allows(fed) ? { action: fed, grant: reach.grant } : undefined;
}

/** Commands that run what stands in the workspace's files: its tests, its scripts, its build. */
const CODE_LOADERS = LOADERS.filter(({ file }) => !file.startsWith('.git/'));
const RUNS_CODE = [...new Set(CODE_LOADERS.flatMap(({ commands }) => commands))];

/** What a role's commands come to where nothing worse is known of them. */
export interface PlainCommand {
  readonly action: Action;
  readonly grant?: Grant | undefined;
  /** `code`: runs the workspace's code. `known`: a program that does no more than it says. `unknown`: not in the tables. */
  readonly runs: 'code' | 'known' | 'unknown';
}

/** A command of each kind that the role may run with nobody asked, and what exact analysis could not tell. */
export function plainCommands(
  role: ResolvedRole,
  context: RoleContext,
): { readonly commands: readonly PlainCommand[]; readonly unknown: Reach[] } {
  const found = new Map<PlainCommand['runs'], PlainCommand>();
  const unknown: Reach[] = [];
  const add = (reach: Reach | undefined) => {
    if (reach?.kind === 'unknown') unknown.push(reach);
    if (reach?.kind !== 'allowed') return;
    const runs = kindOf(reach.action.value);
    if (!found.has(runs)) found.set(runs, { action: reach.action, grant: reach.grant, runs });
  };
  if (!context.inForce.some(({ verb, effect }) => verb === 'run' && effect === 'allow'))
    return { commands: [], unknown };
  const written = writtenOf(context);
  const begins = (line: string) =>
    role.role.foreign !== undefined ||
    written.some(({ program, words }) => program === undefined || line === words[0] || line.startsWith(`${words[0]} `));
  const lines = [...role.facts.commands.slice(0, 200).map(({ command }) => command), ...RUNS_CODE];
  for (const value of lines) if (!found.has('code') && begins(value)) add(decided(context, { verb: 'run', value }));
  for (const rule of context.inForce) {
    if (rule.verb !== 'run' || rule.effect !== 'allow') continue;
    for (const pattern of rule.patterns) {
      if (pattern.negated) continue;
      for (const words of patternAlternatives(pattern.text)) {
        const text = words.map((word) => (/[\s'"]/.test(word) ? `'${word}'` : word)).join(' ');
        const reach = reachOfGrant(role, context, rule, { ...pattern, text });
        add(reach.kind === 'none' ? reach : { ...reach, grant: { rule, pattern } });
      }
    }
  }
  return { commands: [...found.values()], unknown };
}

function kindOf(line: string): PlainCommand['runs'] {
  const begins = (known: string) => line === known || line.startsWith(`${known} `);
  if (RUNS_CODE.some(begins) || CODE_LOADERS.some((loader) => loader.begins?.some((each) => line.startsWith(each))))
    return 'code';
  const word = patternWords(line).find((each) => !/^\w+=/.test(each)) ?? '';
  const program = word.slice(word.lastIndexOf('/') + 1);
  if (SHELLS.has(program)) return 'code';
  return entriesOf(program).length > 0 || effectsOf(program).length > 0 || BUILTINS.has(program) ? 'known' : 'unknown';
}

/** Commands of the shell itself, and programs that only print. */
const BUILTINS: ReadonlySet<string> = new Set(
  'true false echo printf pwd cd test [ ls date whoami id uname hostname which type sleep seq basename dirname clear'.split(
    ' ',
  ),
);
