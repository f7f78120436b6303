import type { Reached } from '../analysis/catalogue-rule.ts';
import { fitted, patternWords, SHOWN } from '../analysis/command-line.ts';
import type { WitnessStep } from '../finding.ts';
import type { Derivation } from './derivation.ts';

/** A command line in which a program of one's choice can stand. */
export interface Carrier {
  readonly reached: Reached;
}

/** The steps of a way to run any program, with this program in it where there is room for one. */
export function carried(way: Derivation, program: string, achieves: string): readonly WitnessStep[] {
  const last = way.steps.at(-1)!;
  const line = way.carrier && lineWith(way.carrier.reached, program);
  const action = line === undefined ? last.action : { ...last.action, value: line };
  return [...way.steps.slice(0, -1), { ...last, action, achieves }];
}

/** Only where the pattern begins with the program itself: assignments before it would have to be kept. */
function lineWith({ pattern, entry, plants }: Reached, program: string): string | undefined {
  const words = patternWords(pattern.text);
  if (words[0] !== entry.program || !/\{(cmd|argv)\}/.test(`${entry.words.join(' ')} ${entry.stdin ?? ''}`))
    return undefined;
  return plants === undefined ? fitted(words, entry, { ...SHOWN, cmd: program }) : undefined;
}
