import type { Standing } from '../authority/standing.ts';
import type { Action } from '../decide/action.ts';
import type { Decision } from '../decide/decision.ts';
import type { Audience, Confidence, Finding, FindingParts, Fix, Reference, Severity } from '../finding.ts';
import type { AgentRole, Effect, Pattern, Rule, Scenario, ToolScope, Verb } from '../model/manifest.ts';
import type { Place } from '../source.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import type { CommandEntry } from './data/commands/entry.ts';
import type { RuleOption, RuleOptions } from './rule-options.ts';
import type { Suppressed } from './suppressed.ts';

export type Family =
  | 'identity'
  | 'files'
  | 'shell'
  | 'network'
  | 'tools'
  | 'secrets'
  | 'flow'
  | 'delegation'
  | 'approval'
  | 'trace'
  | 'revocation'
  | 'budget'
  | 'memory'
  | 'rollout'
  | 'conflicts'
  | 'hygiene';

/** What a rule reports; id, severity, confidence, audience and references come from the rule unless said otherwise. */
export type Reported = Omit<FindingParts, 'rule' | 'severity' | 'fixes'> & {
  readonly severity?: Severity;
  /** Fixes, or how to find them where that asks the rest of the workspace: then nobody waits for it while typing. */
  readonly fixes?: readonly Fix[] | ((snapshot: Snapshot) => readonly Fix[]);
};
export type Report = (reported: Reported) => void;

/**
 * A rule of the catalogue: one file, and one page beside it (`<id>.md`) that is its test. It names what is wrong, never
 * the cure, and reads as "allow <id>".
 */
export interface CatalogueRule {
  readonly id: string;
  readonly family: Family;
  /** One sentence for tables, with a final full stop. */
  readonly summary: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly audience: Audience;
  readonly references: readonly Reference[];
  /** True where a finding claims that the role can do something: then it must carry a witness. */
  readonly risk: boolean;
  /**
   * True of a risk that shows only beside a restriction, such as a side door of a deny: a fix that narrows can bring it
   * up. Other risks are there because something is allowed, and narrowing brings up none of them.
   */
  readonly besideRestrictions?: boolean;
  readonly since: string;
  /**
   * True where the rule asks nothing but {@link RoleContext} and the outlines of rules, so that it holds for principals of
   * other tools' files too; for rules about tools, where it asks only what a list of servers says.
   */
  readonly foreign?: boolean;
  /** Rules whose findings at the same place, or inside it, are the same cause said less strongly: only this one is shown. */
  readonly covers?: readonly string[];
  /** Rules whose findings anywhere in the same manifest are the same cause said less strongly. */
  readonly coversInManifest?: readonly string[];
  /** Constants that a workspace may set otherwise. The page of the rule names each. */
  readonly options?: Readonly<Record<string, RuleOption>>;
  checkRole?(role: ResolvedRole, context: RoleContext, report: Report, options: RuleOptions): void;
  checkTool?(tool: ToolScope, report: Report, options: RuleOptions): void;
  checkScenario?(scenario: Scenario, snapshot: Snapshot, report: Report, options: RuleOptions): void;
  checkWorkspace?(snapshot: Snapshot, report: Report, options: RuleOptions): void;
}

/** A pattern of a grant together with what it reaches beyond its words. */
export interface Reached {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly entry: CommandEntry;
  /** The command that proves it; the decision engine allows it. */
  readonly line: string;
  /** A file that has to be written first, which the role may do. */
  readonly plants?: string;
  readonly harmless: string;
}

/** Who can put text in front of the role: what an attack needs first. */
export interface Exposure {
  /** `anyone`: strangers set it going. `outside`: it reads what strangers write. `inside`: neither is known. */
  readonly level: 'anyone' | 'outside' | 'inside';
  /** Half a sentence: "anyone who opens an issue sets it going". */
  readonly words: string;
  readonly place?: Place;
  /** The action by which it reads what a stranger wrote, where there is one. */
  readonly action?: Action;
}

/** What every rule asks about a role, computed once for all of them. */
export interface RoleContext {
  readonly now: number;
  /** The decision on an action at the start of a run. Memoised. */
  decide(action: Action): Decision;
  /** Is the action allowed without anybody being asked? */
  allows(action: Action): boolean;
  /** The path of the role's own file, relative to the workspace root; undefined where the workspace does not list it. */
  readonly path: string | undefined;
  /** The role's own rules that are in force: inherited ones are reported where they stand. */
  readonly own: readonly Rule[];
  /** Own and inherited rules that are in force. */
  readonly inForce: readonly Rule[];
  /** Own rules in force with one effect and verb. */
  grants(verb: Verb, effect?: Effect): readonly Rule[];
  /** What each positive pattern of the own rules comes to among all rules that are in force. */
  readonly standings: ReadonlyMap<Pattern, Standing>;
  /** What the role's own `run` grants reach, in order of the text, the plainest witness first. */
  readonly reached: readonly Reached[];
  /** The same for inherited grants. */
  readonly inherited: readonly Reached[];
  /** The last command of a script that the workspace defines, as words: that of `npm run lint` for `lint`. */
  scriptOf(manager: string, name: string): readonly string[] | undefined;
  /** True where a sandbox holds both what commands write and whom they reach. */
  readonly held: boolean;
  readonly exposure: Exposure;
  /** True where the role acts with nobody there: it says so, or its stage is autonomous. */
  readonly unattended: boolean;
  /** May it change anything at all: write, run, send, spend? */
  readonly acts: boolean;
  /** The place of a rule or pattern; for inherited ones, the name in `extends` that brings them. */
  placeOf(rule: Rule, pattern?: Pattern): Place;
  /** The pattern of a rule that an action comes in by. */
  patternFor(rule: Rule, action: Action): Pattern | undefined;
}

/** The findings of one file, those that a comment suppresses, and how many are not shown at the configured audience. */
export interface Analysis {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly hidden: number;
}

/** Where findings about a manifest as a whole are shown: its name, or its first line. */
export function headOf(manifest: Pick<AgentRole, 'source' | 'name' | 'span'>): Place {
  const { source, name, span } = manifest;
  if (name) return { source, span: name.span };
  const end = source.text.indexOf('\n', span.start);
  return { source, span: { start: span.start, end: end < 0 ? span.end : Math.min(end, span.end) } };
}
