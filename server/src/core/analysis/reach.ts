import type { Rule } from '../model/manifest.ts';
import { remembered } from '../scope/memo.ts';
import type { Reached, RoleContext } from './catalogue-rule.ts';
import { entryLine, fitted, HARMLESS, type Payload, patternAlternatives, SHOWN } from './command-line.ts';
import { type CommandEntry, entriesOf } from './data/commands/index.ts';

/** Places where a file that is written does most, and one that nobody denies. */
const OUTS = ['.git/hooks/post-checkout', 'src/app.ts', 'x'];

/** A shell expands `~` only where a word begins with it. */
const OUTS_AS_WORD = [SHOWN.out, ...OUTS];

/** Words by which a program only shows what it would do. */
const REHEARSALS = ['--dry-run', '--dryrun', '--dry-run=client', '--dry-run=server'];

/** What the patterns of a `run` grant allow that they do not say, by command knowledge. Every line is allowed. */
export function reachedBy(rule: Rule, context: RoleContext): Reached[] {
  if (rule.verb !== 'run' || rule.effect !== 'allow') return [];
  const reached: Reached[] = [];
  for (const pattern of rule.patterns) {
    if (pattern.negated) continue;
    const known = new Set<string>();
    for (const { entry, lines, harmless } of proposalsFor(pattern.text)) {
      if (known.has(entry.id)) continue;
      const line = lines.find((value) => context.allows({ verb: 'run', value }));
      if (line === undefined) continue;
      known.add(entry.id);
      reached.push({ rule, pattern, entry, line, harmless });
    }
  }
  return reached;
}

/** An entry as lines that a pattern is likely to match, the one that does most first. */
interface Proposal {
  readonly entry: CommandEntry;
  readonly lines: readonly string[];
  readonly harmless: string;
}

/** They depend on the pattern's text alone, and many roles grant the same. */
const proposalsFor = remembered((text: string): readonly Proposal[] =>
  patternAlternatives(text).flatMap((words) => {
    const assigned = words.findIndex((word) => !/^\w+=/.test(word));
    if (assigned < 0) return [];
    const command = words.slice(assigned);
    const program = command[0]!;
    if (program.includes('*')) return [];
    const prefix = words.slice(0, assigned).map((word) => word.replaceAll('*', '1'));
    const before = prefix.length > 0 ? `${prefix.join(' ')} ` : '';
    return entriesOf(program.slice(program.lastIndexOf('/') + 1)).flatMap((entry): Proposal[] => {
      const lines = linesOf(command, entry, before);
      if (lines.length === 0) return [];
      return [{ entry, lines, harmless: entry.trial?.line ?? entryLine(entry, HARMLESS) }];
    });
  }),
);

function linesOf(pattern: readonly string[], entry: CommandEntry, before: string): readonly string[] {
  const lines: string[] = [];
  for (const payload of payloadsOf(entry)) {
    const line = fitted([entry.program, ...pattern.slice(1)], entry, payload);
    if (line === undefined || rehearsed(entry, line)) break;
    lines.push(before + pattern[0]! + line.slice(entry.program.length));
  }
  return lines;
}

function payloadsOf(entry: CommandEntry): readonly Payload[] {
  if (entry.words.some((word) => word.startsWith('{out}'))) return OUTS_AS_WORD.map((out) => ({ ...SHOWN, out }));
  if (entry.words.some((word) => word.includes('{out}'))) return OUTS.map((out) => ({ ...SHOWN, out }));
  return [SHOWN];
}

function rehearsed({ effect }: CommandEntry, line: string): boolean {
  return (effect === 'publish' || effect === 'destroy') && line.split(' ').some((word) => REHEARSALS.includes(word));
}
