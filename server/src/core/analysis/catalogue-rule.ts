import type { Action } from '../decide/action.ts';
import type { Decision } from '../decide/decision.ts';
import type { Audience, Confidence, Finding, FindingParts, Reference, Severity } from '../finding.ts';
import type { Scenario, ToolScope } from '../model/manifest.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';

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
export type Reported = Omit<FindingParts, 'rule' | 'severity'> & { readonly severity?: Severity };
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
  readonly since: string;
  checkRole?(role: ResolvedRole, context: RoleContext, report: Report): void;
  checkTool?(tool: ToolScope, report: Report): void;
  checkScenario?(scenario: Scenario, snapshot: Snapshot, report: Report): void;
  checkWorkspace?(snapshot: Snapshot, report: Report): void;
}

/** What every rule asks about a role, computed once for all of them. */
export interface RoleContext {
  readonly now: number;
  /** The decision on an action at the start of a run. Memoised. */
  decide(action: Action): Decision;
}

/** The findings of one file, and how many are not shown at the configured audience. */
export interface Analysis {
  readonly findings: readonly Finding[];
  readonly hidden: number;
}
