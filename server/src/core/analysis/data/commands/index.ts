import { BUILDS } from './builds.ts';
import { CLOUD } from './cloud.ts';
import { CONTAINERS } from './containers.ts';
import type { CommandEffect, CommandEntry } from './entry.ts';
import { ENVIRONMENT } from './environment.ts';
import { FILES } from './files.ts';
import { HOST } from './host.ts';
import { INTERPRETERS } from './interpreters.ts';
import { NETWORK } from './network.ts';
import { NODE } from './node.ts';
import { PYTHON } from './python.ts';
import { TEXT } from './text.ts';
import { VERSION_CONTROL } from './version-control.ts';

export type { CommandEffect, CommandEntry, Trial } from './entry.ts';

/**
 * What programs that developers really grant can do beyond what the grant says. Written from the programs' own
 * documentation; entries with a trial are executed by a test wherever the program is installed.
 */
export const COMMANDS: readonly CommandEntry[] = [
  ...VERSION_CONTROL,
  ...INTERPRETERS,
  ...NODE,
  ...PYTHON,
  ...BUILDS,
  ...FILES,
  ...TEXT,
  ...NETWORK,
  ...CONTAINERS,
  ...CLOUD,
  ...HOST,
  ...ENVIRONMENT,
];

const byProgram = new Map<string, CommandEntry[]>();
for (const entry of COMMANDS) {
  const entries = byProgram.get(entry.program);
  if (entries) entries.push(entry);
  else byProgram.set(entry.program, [entry]);
}

export function entriesOf(program: string): readonly CommandEntry[] {
  return byProgram.get(program) ?? [];
}

export function knownPrograms(): readonly string[] {
  return [...byProgram.keys()];
}

export function entriesWith(effect: CommandEffect): readonly CommandEntry[] {
  return COMMANDS.filter((entry) => entry.effect === effect);
}
