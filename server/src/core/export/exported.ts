import type { Layer } from '../dialects/dialect.ts';
import type { Effect, Pattern, Rule, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';

/**
 * What becomes of a rule in another tool's words. `exact`: the same actions. `narrower`: the agent may do less. `wider`:
 * it may do more, or a deny holds less. `prompt-only`: a person is asked where the role denies, or asks for less.
 * `dropped`: nothing is written.
 */
export type Fidelity = 'exact' | 'narrower' | 'wider' | 'prompt-only' | 'dropped';

/** One line of the loss report. */
export interface ExportRow {
  /** By which the row is accepted: `allow run git **`, `default read`, `condition limit`. */
  readonly name: string;
  readonly fidelity: Fidelity;
  /** Half a sentence; empty where there is nothing to say. */
  readonly why: string;
  /** What stands in the target for it. */
  readonly written: readonly string[];
  readonly rule?: Rule;
  readonly pattern?: Pattern;
  /** The row is a wider allow or a lost deny, and nobody has accepted it. */
  readonly fails: boolean;
}

export interface ExportedFile {
  /** Relative to the directory that is exported to, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Where the tool reads it, when that is not where it is written. */
  readonly reads?: { readonly path: string; readonly layer: Layer };
}

export interface Exported {
  readonly target: string;
  /** The policy that stands for the role where it is read back; the first one where this is absent. */
  readonly principal?: string;
  readonly files: readonly ExportedFile[];
  readonly rows: readonly ExportRow[];
  /** What a person has to know beside the rows, one sentence each. */
  readonly notes: readonly string[];
}

export interface ExportOptions {
  readonly now: number;
  /** Names of rows whose loss is accepted: what is wider is then written. */
  readonly accept: ReadonlySet<string>;
}

/** A tool that a role can be written for. */
export interface Target {
  readonly id: string;
  readonly title: string;
  export(role: ResolvedRole, options: ExportOptions): Exported;
}

/** How a text of the target relates to the pattern that it stands for. */
export interface Approximation<T> {
  readonly entry: T;
  /** `closer`: whatever its effect, it permits no more than the rule, and sometimes less. */
  readonly covers: 'exact' | 'more' | 'less' | 'closer';
  readonly why?: string;
}

export type Written<T> = { readonly approximations: readonly Approximation<T>[] } | { readonly unwritable: string };

/** What a target has to say about its own words; the weighing of losses is the same for all. */
export interface Writer<T> {
  /** The target's words for one positive or negated pattern of a rule, at the given effect. */
  write(verb: Verb, pattern: string, effect: Effect, rule: Rule): Written<T>;
  /** What the target does where nothing matches. */
  fallback(verb: Verb): { readonly effect: Effect; readonly why: string };
  /** Effects that the target knows. One that it lacks is left to the fallback. */
  readonly effects: ReadonlySet<Effect>;
  /** True where a deny stops the agent; false where it only makes the tool ask. */
  readonly denies: boolean;
  /** True where the target can test arguments of calls. */
  readonly conditions: boolean;
  /** True where an entry takes exceptions with it; otherwise they become denies, where they can. */
  readonly exceptions?: boolean;
  readonly text: (entry: T) => string;
}

/** An entry that is to be written, in the list of its effect. */
export interface Placed<T> {
  readonly effect: Effect;
  readonly verb: Verb;
  readonly entry: T;
}

/** A pattern that the target says as it is meant. */
export function one<T>(entry: T): Written<T> {
  return { approximations: [{ entry, covers: 'exact' }] };
}

export function mapped<T, U>(written: Written<T>, to: (entry: T) => U): Written<U> {
  if ('unwritable' in written) return written;
  return { approximations: written.approximations.map((each) => ({ ...each, entry: to(each.entry) })) };
}
