import { builds } from './builds.ts';
import { cloud } from './cloud.ts';
import { containers } from './containers.ts';
import type { CommandEffect, CommandEntry } from './entry.ts';
import { environment } from './environment.ts';
import { files } from './files.ts';
import { host } from './host.ts';
import { interpreters } from './interpreters.ts';
import { network } from './network.ts';
import { node } from './node.ts';
import { python } from './python.ts';
import { text } from './text.ts';
import { versionControl } from './version-control.ts';

export type { CommandEffect, CommandEntry, Trial } from './entry.ts';

interface Knowledge {
  readonly all: readonly CommandEntry[];
  readonly byProgram: ReadonlyMap<string, readonly CommandEntry[]>;
}

let knowledge: Knowledge | undefined;

/** Made when first asked for, because thousands of entries take longer than a language server needs for all else. */
function known(): Knowledge {
  if (knowledge) return knowledge;
  const all = [
    ...versionControl(),
    ...interpreters(),
    ...node(),
    ...python(),
    ...builds(),
    ...files(),
    ...text(),
    ...network(),
    ...containers(),
    ...cloud(),
    ...host(),
    ...environment(),
  ];
  const byProgram = new Map<string, CommandEntry[]>();
  for (const entry of all) {
    const entries = byProgram.get(entry.program);
    if (entries) entries.push(entry);
    else byProgram.set(entry.program, [entry]);
  }
  knowledge = { all, byProgram };
  return knowledge;
}

/**
 * What programs that developers really grant can do beyond what the grant says. Written from the programs' own
 * documentation; entries with a trial are executed by a test wherever the program is installed.
 */
export function commandEntries(): readonly CommandEntry[] {
  return known().all;
}

export function entriesOf(program: string): readonly CommandEntry[] {
  return known().byProgram.get(program) ?? [];
}

export function knownPrograms(): readonly string[] {
  return [...known().byProgram.keys()];
}

export function entriesWith(effect: CommandEffect): readonly CommandEntry[] {
  return known().all.filter((entry) => entry.effect === effect);
}
