import type { Json, Origin } from '../decide/action.ts';
import type { Instant } from '../decide/run-state.ts';
import type { ForeignPolicy, ForeignRule } from '../dialects/dialect.ts';
import type { AgentRoleManifest } from '../schema/generated/types.ts';
import type { Source } from '../source.ts';
import type { Located, Span } from '../span.ts';
import type { MapNode, Node } from '../syntax/node.ts';

/** What a rule says. What evaluation returns is called a decision and has the same three values. */
export type Effect = 'allow' | 'ask' | 'deny';

export const EFFECTS: readonly Effect[] = ['allow', 'ask', 'deny'];

export type Verb = 'read' | 'write' | 'delete' | 'run' | 'fetch' | 'call' | 'delegate' | 'use' | 'remember';

export const VERBS: readonly Verb[] = [
  'read',
  'write',
  'delete',
  'run',
  'fetch',
  'call',
  'delegate',
  'use',
  'remember',
];

/** The words of the published schema. */
export type Stage = NonNullable<AgentRoleManifest['stage']>;

export type Kind = 'AgentRole' | 'ToolScope' | 'Scenario' | 'Boundary';

interface ManifestBase {
  readonly source: Source;
  /** The whole manifest. */
  readonly span: Span;
  /** The top-level mapping, for features and fixes that have to find a place in the text. */
  readonly node: MapNode;
  /** Absent where the text has none (yet). */
  readonly name?: Located<string>;
  readonly purpose?: Located<string>;
  readonly owner?: Located<string>;
}

export interface AgentRole extends ManifestBase {
  readonly kind: 'AgentRole';
  readonly stage?: Located<Stage>;
  readonly expires?: Located<Instant>;
  readonly extends: readonly Located<string>[];
  readonly identity?: Identity;
  readonly triggers: readonly Trigger[];
  /** Is a person there to answer an ask? Absent: not said. */
  readonly attended?: Located<boolean>;
  readonly sandbox?: Sandbox;
  /** Every rule of the role itself, in the order of the text. Rules of extended roles are in {@link ResolvedRole}. */
  readonly rules: readonly Rule[];
  readonly trace?: Trace;
  readonly revoke?: Revoke;
  readonly budget?: Budget;
  readonly memory?: Memory;
  /** Set where this stands for a principal of another tool's files: then its decisions are that tool's own. */
  readonly foreign?: ForeignPolicy;
}

export interface Identity {
  readonly span: Span;
  readonly account?: Located<string>;
  /** `short-lived`, `static`, `personal`. */
  readonly credential?: Located<string>;
}

/** Something that sets the role going, and who can cause it: `anyone`, `members`, `owner`, `role`, `schedule`. */
export interface Trigger {
  readonly span: Span;
  readonly on?: Located<string>;
  readonly by?: Located<string>;
}

/** What the operating system holds, whatever a command does. An absent list means that this side is not held. */
export interface Sandbox {
  readonly span: Span;
  readonly read?: readonly Located<string>[];
  readonly write?: readonly Located<string>[];
  readonly network?: readonly Located<string>[];
}

export interface Rule {
  /** The role or boundary it stands in. */
  readonly owner: string;
  readonly source: Source;
  /** The list item. */
  readonly span: Span;
  readonly effect: Effect;
  readonly verb: Verb;
  readonly verbSpan: Span;
  readonly patterns: readonly Pattern[];
  readonly id?: Located<string>;
  readonly because?: Located<string>;
  readonly until?: Located<Instant>;
  readonly limit?: Limit;
  readonly approval?: Approval;
  /** HTTP methods of a `fetch`, upper case. Empty: any. */
  readonly methods: readonly Located<string>[];
  readonly where: readonly Condition[];
  /** Declared examples: actions that must be decided by this rule's effect, checked as you type. */
  readonly examples: readonly Located<string>[];
  readonly node: MapNode;
  /** The rule of another tool's file that this is an outline of: its patterns are then for finding candidates, and decide nothing. */
  readonly foreign?: ForeignRule;
}

export interface Pattern {
  /** As written, without a leading `!`. */
  readonly text: string;
  /** Written with a leading `!`: takes its matches out of its own list. */
  readonly negated: boolean;
  /** Of the text as written, with its `!` and without quotes. */
  readonly span: Span;
}

/** A condition on one argument of a call. All of a rule's conditions have to hold. */
export interface Condition {
  /** The argument's name, dotted for nested objects. */
  readonly argument: Located<string>;
  readonly tests: readonly ArgumentTest[];
}

export type ArgumentTest =
  | { readonly kind: 'is'; readonly value: Json; readonly span: Span }
  | { readonly kind: 'in'; readonly values: readonly Json[]; readonly span: Span }
  /** A glob in which `*` is any text without `/` and `**` any text. */
  | { readonly kind: 'matches'; readonly pattern: string; readonly span: Span }
  /** A regular expression that has to match the whole value. */
  | { readonly kind: 'pattern'; readonly regex: string; readonly span: Span }
  | { readonly kind: 'min' | 'max'; readonly value: number; readonly span: Span }
  /** Longest text or list. */
  | { readonly kind: 'max-length'; readonly value: number; readonly span: Span }
  | { readonly kind: 'from'; readonly origins: readonly Origin[]; readonly span: Span };

/** `20/run`, `5 USD/day`: how much, of what, in which window. */
export interface Quantity {
  readonly amount: number;
  readonly unit?: string;
  readonly per: 'run' | 'minute' | 'hour' | 'day';
}

export interface Limit {
  readonly span: Span;
  readonly calls?: Located<Quantity>;
}

export interface Approval {
  readonly span: Span;
  readonly from: readonly Located<string>[];
  readonly evidence: readonly Located<string>[];
  /** How long an answer may take, in milliseconds. */
  readonly within?: Located<number>;
  /** What happens when nobody answers: `deny` (the default) or `allow`, which is a finding. */
  readonly otherwise?: Located<string>;
  /** What the approval is bound to: `arguments`, `content`. Empty: nothing. */
  readonly binds: readonly Located<string>[];
  /** How many people have to agree; 1 when absent. */
  readonly count?: Located<number>;
}

export interface Trace {
  readonly span: Span;
  readonly record: readonly Located<string>[];
  readonly redact: readonly Located<string>[];
  /** In milliseconds. */
  readonly retain?: Located<number>;
  /** Where records go: a path or a URL. */
  readonly sink?: Located<string>;
}

export interface Revoke {
  readonly span: Span;
  readonly by: readonly Located<string>[];
  /** In milliseconds. */
  readonly within?: Located<number>;
  readonly how?: Located<string>;
}

export interface Budget {
  readonly span: Span;
  readonly calls?: Located<Quantity>;
  readonly spend?: Located<Quantity>;
  readonly tokens?: Located<Quantity>;
}

export interface Memory {
  readonly span: Span;
  readonly keeps: readonly Located<string>[];
  /** In milliseconds. */
  readonly for?: Located<number>;
  /** Who else reads it: names of roles. */
  readonly shared: readonly Located<string>[];
}

export type Does = 'read' | 'write' | 'destroy' | 'execute' | 'spend' | 'send';

export interface ToolScope extends ManifestBase {
  readonly kind: 'ToolScope';
  readonly server?: Server;
  readonly credentials: readonly Located<string>[];
  readonly log?: {
    readonly span: Span;
    readonly arguments?: Located<string>;
    readonly results?: Located<string>;
    readonly retain?: Located<number>;
  };
  readonly operations: readonly Operation[];
}

/** How the tool is started or reached. Never started by us. */
export interface Server {
  readonly span: Span;
  readonly command?: Located<string>;
  readonly args: readonly Located<string>[];
  readonly url?: Located<string>;
  readonly env: readonly { readonly key: Located<string>; readonly value: Located<string> }[];
}

export interface Operation {
  readonly name: Located<string>;
  readonly span: Span;
  readonly does: readonly Located<Does>[];
  readonly returns: readonly Located<string>[];
  readonly sends: readonly Located<string>[];
  readonly reversible?: Located<boolean>;
  /** The argument that holds the amount which a `spend` operation spends. */
  readonly spends?: Located<string>;
  readonly arguments: readonly Argument[];
  readonly description?: Located<string>;
}

export interface Argument {
  readonly name: Located<string>;
  /** JSON Schema of the argument: short forms such as `string` are written out. */
  readonly schema: { readonly [key: string]: Json };
  readonly required: boolean;
  readonly span: Span;
}

export interface Scenario extends ManifestBase {
  readonly kind: 'Scenario';
  readonly role?: Located<string>;
  readonly at?: Located<Instant>;
  readonly steps: readonly Step[];
}

export type Step = ActionStep | RevokeStep | WaitStep;

interface StepBase {
  readonly span: Span;
  readonly node: MapNode;
}

export interface ActionStep extends StepBase {
  readonly kind: 'action';
  readonly verb: Verb;
  readonly value: Located<string>;
  readonly method?: Located<string>;
  readonly with?: { readonly span: Span; readonly value: { readonly [key: string]: Json } };
  /** The role that acts, where a delegate does; the scenario's role when absent. */
  readonly as?: Located<string>;
  readonly approve?: Located<'granted' | 'refused' | 'none'>;
  readonly expect?: Located<Effect>;
  /** Expected reason code, for tests that are about why. */
  readonly because?: Located<string>;
  /** Labels of what this step returned, where the tool scope does not say: `untrusted`, `secret`, … */
  readonly returns: readonly Located<string>[];
  /** The text this step returned, where provenance of later values depends on it. */
  readonly result?: Located<string>;
  /** Declared origins of argument values. */
  readonly origins: readonly { readonly argument: Located<string>; readonly origins: readonly Origin[] }[];
  /** What was spent, for budgets. */
  readonly spends?: Located<{ readonly amount: number; readonly unit: string }>;
}

export interface RevokeStep extends StepBase {
  readonly kind: 'revoke';
  /** A role, a tool, a credential or a rule's id. */
  readonly target: Located<string>;
}

export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  /** In milliseconds. */
  readonly duration: Located<number>;
}

/** An organisation's ceiling over the roles it applies to. */
export interface Boundary extends ManifestBase {
  readonly kind: 'Boundary';
  readonly appliesTo: readonly Located<string>[];
  readonly rules: readonly Rule[];
}

export type Manifest = AgentRole | ToolScope | Scenario | Boundary;

/** A manifest of a kind or version that is not known, or text that is none: kept, so that features still work on it. */
export interface UnknownManifest {
  readonly kind: 'unknown';
  readonly source: Source;
  readonly node: Node | undefined;
}
