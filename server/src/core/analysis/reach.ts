import type { Rule } from '../model/manifest.ts';
import { remembered } from '../scope/memo.ts';
import type { Reached, RoleContext } from './catalogue-rule.ts';
import {
  entryLine,
  fittedAssignment,
  fittedWords,
  HARMLESS,
  lineOf,
  type Payload,
  patternAlternatives,
  plantedEnd,
  SHOWN,
  stdinOf,
} from './command-line.ts';
import { commonWord, sampleWord } from './command-template.ts';
import { type CommandEntry, entriesOf, knownPrograms } from './data/commands/index.ts';
import { innerCommands } from './data/commands/runners.ts';
import { plantablePaths } from './plantable.ts';

/** Places where a file that is written does most, and one that nobody denies. */
const OUTS = ['.git/hooks/post-checkout', 'src/app.ts', 'x'];

/** A shell expands `~` only where a word begins with it. */
const OUTS_AS_WORD = [SHOWN.out, ...OUTS];

/** What a deny of reading may have forgotten. */
const SECRETS = [SHOWN.secret, '/proc/self/environ', 'README.md'];

/** More programs than this are not gone through for one pattern that leaves its name open. */
const MOST_PROGRAMS = 60;

/** A command that a pattern stands for, the assignments before it apart. */
interface Written {
  /** `CI=*` */
  readonly assignments: readonly string[];
  /** What stands before the words that are judged: `npx`. */
  readonly before: readonly string[];
  readonly words: readonly string[];
  readonly program: string;
  /** How many of the words stand in a script and not in the line. */
  readonly hidden: number;
}

/** An entry as lines that a pattern is likely to match, the one that does most first; where it needs a file, later. */
interface Proposal {
  readonly entry: CommandEntry;
  readonly written: Written;
  readonly lines: readonly string[] | undefined;
}

/** What the patterns of a `run` grant allow that they do not say, by command knowledge. Every line is allowed. */
export function reachedBy(rule: Rule, context: RoleContext): Reached[] {
  if (rule.verb !== 'run' || rule.effect !== 'allow') return [];
  const plants = context.inForce.some(({ verb, effect }) => verb === 'write' && effect === 'allow');
  return rule.patterns.flatMap((pattern) => {
    if (pattern.negated) return [];
    const known = new Set<string>();
    const found: Reached[] = [];
    for (const { entry, written, lines } of [
      ...proposalsFor(pattern.text),
      ...scriptProposals(pattern.text, context),
    ]) {
      if (known.has(entry.id) || (lines === undefined && !plants)) continue;
      const way = lines === undefined ? planted(written, entry, context) : firstAllowed(lines, context);
      if (!way) continue;
      known.add(entry.id);
      found.push({ rule, pattern, entry, harmless: entry.trial?.line ?? entryLine(entry, HARMLESS), ...way });
    }
    return found;
  });
}

function firstAllowed(lines: readonly string[], context: RoleContext): Pick<Reached, 'line'> | undefined {
  const line = lines.find((value) => context.allows({ verb: 'run', value }));
  return line === undefined ? undefined : { line };
}

/** They depend on the pattern's text alone, and many roles grant the same. */
const proposalsFor = remembered((text: string): readonly Proposal[] =>
  writtenIn(text, () => undefined).flatMap(proposed),
);

/** What a script of the workspace hands on: only where the pattern begins as one that starts a script. */
function scriptProposals(text: string, context: RoleContext): readonly Proposal[] {
  if (!/^(npm|pnpm|yarn|bun)\s/.test(text)) return [];
  return writtenIn(text, context.scriptOf)
    .filter(({ hidden }) => hidden > 0)
    .flatMap(proposed);
}

function proposed(written: Written): readonly Proposal[] {
  return entriesOf(written.program).flatMap((entry): Proposal[] => {
    if (plantedEnd(entry) !== undefined) return [{ entry, written, lines: undefined }];
    const lines = payloadsOf(entry).flatMap((payload) => linesOf(written, entry, payload));
    return lines.length === 0 ? [] : [{ entry, written, lines }];
  });
}

/** The commands that a pattern may have been written for: of known programs, and what a runner of programs is to run. */
function writtenIn(text: string, scriptOf: RoleContext['scriptOf']): readonly Written[] {
  return patternAlternatives(text).flatMap((all) => {
    const assigned = all.findIndex((word) => !/^\w+=/.test(word));
    if (assigned < 0) return [];
    const assignments = all.slice(0, assigned);
    const words = all.slice(assigned);
    const plain = programsOf(words[0]!).map((program) => ({ assignments, before: [], words, program, hidden: 0 }));
    return [...plain, ...innerCommands(words, scriptOf).map((inner) => ({ assignments, ...inner }))];
  });
}

function programsOf(word: string): readonly string[] {
  const name = word.slice(word.lastIndexOf('/') + 1);
  if (!name.includes('*'))
    return [[word, name, name.replace(/-?\d+(\.\d+)*$/, '')].find((each) => entriesOf(each).length > 0) ?? name];
  // A name that is nothing but open is any program, and reported as that.
  if (/^\*+$/.test(name)) return [];
  return knownPrograms()
    .filter((program) => commonWord(name, program) !== undefined)
    .slice(0, MOST_PROGRAMS);
}

/** The lines of an entry that fit, in each of its spellings. */
function linesOf(
  { assignments, before, words, program, hidden }: Written,
  entry: CommandEntry,
  payload: Payload,
): readonly string[] {
  if (entry.blockedBy.some((each) => assignments.includes(each))) return [];
  const assignment = entry.assigns === undefined ? undefined : fittedAssignment(assignments, entry, payload);
  if (entry.assigns !== undefined && assignment === undefined) return [];
  const prefix = assignment ?? assignments.map(sampleAssignment).join(' ');
  return fittedWords(words, entry, payload).map(([, ...rest]) => {
    const spelled = [words[0]!.includes('*') ? program : words[0]!, ...rest];
    const line = lineOf([...before.map(sampleWord), ...spelled.slice(hidden)], stdinOf(entry, payload));
    return prefix === '' ? line : `${prefix} ${line}`;
  });
}

/** The first line that is allowed once a file is written, which is allowed as well. */
function planted(
  written: Written,
  entry: CommandEntry,
  context: RoleContext,
): Pick<Reached, 'line' | 'plants'> | undefined {
  for (const file of plantablePaths(context, plantedEnd(entry) ?? '', written.words)) {
    const way = firstAllowed(linesOf(written, entry, { ...SHOWN, file }), context);
    if (way) return { ...way, plants: file };
  }
  return undefined;
}

function sampleAssignment(word: string): string {
  return word.replaceAll(/\*+/g, '1');
}

function payloadsOf(entry: CommandEntry): readonly Payload[] {
  const text = `${entry.words.join(' ')} ${entry.stdin ?? ''}`;
  if (text.includes('{out}')) {
    if (entry.tree) return OUTS.filter((out) => !out.startsWith('.git/')).map((out) => ({ ...SHOWN, out }));
    const begins = entry.words.some((word) => word.startsWith('{out}'));
    return (begins ? OUTS_AS_WORD : OUTS).map((out) => ({ ...SHOWN, out }));
  }
  if (text.includes('{secret}')) return SECRETS.map((secret) => ({ ...SHOWN, secret }));
  return [SHOWN];
}
