import type { WitnessStep } from '../finding.ts';
import type { Pattern, Rule } from '../model/manifest.ts';
import type { Carrier } from './carrier.ts';

/**
 * What a role can do once its grants are used together. `run`: any program. `read`: private data. `send`: to somebody
 * outside. `write`: any file. `authority`: change what it may do itself. `untrusted`: take in what strangers write.
 * `outside`: private data leaves. `credential`: act elsewhere with a credential. `memory`: what strangers write in one run
 * steers a later one.
 */
export type Capability =
  | 'run'
  | 'read'
  | 'send'
  | 'write'
  | 'authority'
  | 'untrusted'
  | 'outside'
  | 'credential'
  | 'memory';

/** How a capability comes about: a run of one to five steps, each allowed with nobody asked. */
export interface Derivation {
  readonly capability: Capability;
  readonly steps: readonly WitnessStep[];
  /** The grants that it needs, the decisive one last. */
  readonly grants: readonly { readonly rule: Rule; readonly pattern?: Pattern | undefined }[];
  /** Half a sentence: "`git **` runs any program". */
  readonly words: string;
  /** True where it follows from another capability. */
  readonly derived: boolean;
  /** For `run`: the line that runs a program of one's choice. */
  readonly carrier?: Carrier;
  /** The role that does some of it, where work is handed to another one. */
  readonly by?: string;
}

/** Longer runs are too far from anything that somebody would believe. */
export const MOST_STEPS = 5;

/** The ways to each capability that have been found so far. */
export type Known = ReadonlyMap<Capability, readonly Derivation[]>;

/** Fewer steps first, and a role's own before what others do for it. */
export function byPlainness(a: Derivation, b: Derivation): number {
  return Number(a.by !== undefined) - Number(b.by !== undefined) || a.steps.length - b.steps.length;
}
