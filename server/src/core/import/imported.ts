import type { ForeignRule } from '../dialects/dialect.ts';
import type { Comparison } from '../export/compare.ts';
import type { Fidelity } from '../export/exported.ts';
import type { Effect, Verb } from '../model/manifest.ts';

/** One line of the report: what became of a rule of the other tool, or of what it does where no rule matches. */
export interface ImportRow {
  /** `deny Bash(rm *)`, `default read`, `server github`. */
  readonly name: string;
  /** As in export. What is imported is never `wider`. */
  readonly fidelity: Exclude<Fidelity, 'wider' | 'prompt-only'>;
  /** Half a sentence; empty where there is nothing to say. */
  readonly why: string;
  /** What stands in the manifest for it. */
  readonly written: readonly string[];
  readonly rule?: ForeignRule;
}

/** One principal of another tool as manifests of ours. */
export interface Imported {
  /** Of the manifest: `claude-code`. */
  readonly name: string;
  /** As the tool's reading calls it: `Claude Code`. Absent where a file only lists servers. */
  readonly principal?: string;
  /** A file name that fits, without a directory. */
  readonly fileName: string;
  /** One or more manifests, ending in a newline. */
  readonly text: string;
  readonly rows: readonly ImportRow[];
  /** What a person has to know beside the rows, one sentence each. */
  readonly notes: readonly string[];
  /** Undefined where there are no decisions to compare: a list of servers. */
  readonly comparison: Comparison | undefined;
}

/** A rule in the making: one pattern, or the few that stand for one, of one rule of the other tool. */
export interface Draft {
  readonly verb: Verb;
  /** The rule that it stands for; undefined for what the tool does where no rule matches. */
  readonly from: ForeignRule | undefined;
  readonly effect: Effect;
  readonly patterns: readonly string[];
  /** What later or more specific rules of the other tool take out. */
  readonly exceptions: readonly string[];
  /** Empty: any. */
  readonly methods: readonly string[];
  /** Why it is not what the other tool says, where it is not. */
  readonly why?: string;
}
