import type { Action } from '../decide/action.ts';
import type { Witness, WitnessStep } from '../finding.ts';
import type { Effect, Pattern, Rule } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Reached, RoleContext } from './catalogue-rule.ts';
import type { Candidate } from './data/sensitive-paths.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A length of time as people say it: "2 years", "90 days", "6 hours". */
export function durationWords(milliseconds: number): string {
  for (const [length, word] of [
    [730 * DAY, 'year'],
    [DAY, 'day'],
    [HOUR, 'hour'],
    [MINUTE, 'minute'],
  ] as const) {
    if (milliseconds < length) continue;
    const count = milliseconds / (word === 'year' ? 365 * DAY : length);
    return `${Number(count.toFixed(1))} ${word}${count === 1 ? '' : 's'}`;
  }
  return `${milliseconds / 1000} seconds`;
}

/** What a role is called in a sentence. */
export function nameIn(role: ResolvedRole): string {
  return role.name === '' ? 'this role' : role.name;
}

/** A pattern as its author wrote it: in another tool's file the rule's own words. */
export function quoted(rule: Rule, pattern: Pattern): string {
  return `\`${rule.foreign?.text ?? pattern.text}\``;
}

/** A path with what it is and whether it is there: "`.env` (environment variables with credentials; it exists)". */
export function pathWords({ path, what, exists }: Candidate): string {
  return `\`${path}\`, ${what}${exists ? '; the file is there' : ''}`;
}

export function step(action: Action, achieves?: string, expect: Effect = 'allow'): WitnessStep {
  return { action, expect, ...(achieves === undefined ? {} : { achieves }) };
}

/** What a grant reaches, as a run: the file that it needs is written first. */
export function stepsOf({ line, plants, entry }: Pick<Reached, 'line' | 'plants' | 'entry'>): readonly WitnessStep[] {
  const run = step({ verb: 'run', value: line }, entry.achieves);
  return plants === undefined ? [run] : [step({ verb: 'write', value: plants }, 'plants what is run'), run];
}

/** The command in a sentence: "`node x.js`", "`node x.js`, once it has written `x.js`". */
export function lineWords({ line, plants }: Pick<Reached, 'line' | 'plants'>): string {
  return plants === undefined ? `\`${line}\`` : `\`${line}\`, once it has written \`${plants}\``;
}

/** What has to be there besides: ", given root". */
export function givenWords({ entry }: Pick<Reached, 'entry'>): string {
  return entry.needs === undefined ? '' : `, given ${entry.needs}`;
}

export function witnessOf(role: ResolvedRole, steps: readonly WitnessStep[], harmless?: string): Witness {
  return { role: role.name, steps, ...(harmless === undefined ? {} : { harmless }) };
}

/** Half a sentence on what holds a command's effects. */
export function holdWords(context: RoleContext): string {
  return context.held ? 'only the sandbox holds what that program does' : 'no sandbox holds what that program does';
}

/** `a`, `b` and `c`; of more than four, the first three and how many more. */
export function listWords(items: readonly string[]): string {
  if (items.length > 4) return `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`;
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
