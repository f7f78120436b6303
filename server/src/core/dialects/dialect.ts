import type { Action, Json } from '../decide/action.ts';
import type { Edit, Finding, Reference } from '../finding.ts';
import type { Effect, Pattern, ToolScope, Trigger, Verb } from '../model/manifest.ts';
import type { Place, Source } from '../source.ts';
import type { Located, Span } from '../span.ts';
import type { WorkspaceFacts } from '../workspace/workspace.ts';

/**
 * A format of another tool in which the permissions of its agents are written. Its files are read in place and keep
 * their own meaning: a policy is lowered to an evaluator with the tool's own matcher, order and fallback, and never to
 * patterns of ours. What the analysis asks, it asks of that evaluator.
 */
export interface Dialect {
  /** Kebab-case, stable: `claude-code`, `codex`, `opencode`. */
  readonly id: string;
  /** As its makers write it: `Claude Code`. */
  readonly title: string;
  /** The version of the tool whose documentation, source or evaluator these semantics were taken from. */
  readonly version: string;
  /** What the tool calls an effect, where that is not our word for it: Codex denies by `forbidden`. */
  readonly effectWords?: Readonly<Partial<Record<Effect, string>>>;
  /**
   * What a file is to the tool, in a word or two (`settings`, `agent`), by its path relative to the workspace root; undefined
   * where it is none of the tool's. The name alone decides, so that a directory can be listed without reading it.
   */
  kindOf(path: string): string | undefined;
  /** The layer that a file of the repository is, by its path; `project` where this is absent. */
  layerOf?(path: string): Layer;
  /**
   * Everything that the tool would make of these files together. Total: what cannot be read is a finding at its place, or
   * silence where the tool is silent too. What costs something is memoised by {@link Source}.
   */
  read(files: readonly ForeignFile[], facts: WorkspaceFacts): DialectReading;
}

/** Where a file stands among a tool's layers. Of a repository alone only `project` and `local` are seen; others are given. */
export type Layer = 'managed' | 'user' | 'project' | 'local';

export interface ForeignFile {
  /** Relative to the workspace root, with `/`. */
  readonly path: string;
  /** The whole text. Spans count from its start. */
  readonly source: Source;
  readonly layer: Layer;
}

export interface DialectReading {
  /** One for each principal: the tool's main agent, and each agent, mode or profile that is defined beside it. */
  readonly policies: readonly ForeignPolicy[];
  /** What reading found: first of all rules, keys and files that the tool ignores, never consults or cannot load. */
  readonly findings: readonly Finding[];
  /** Servers of tools that the files name, as tool scopes: an inventory, for the rules about tools. */
  readonly tools: readonly ToolScope[];
}

/** A request in the tool's own words: `{"tool":"Bash","input":{"command":"git push"}}`. */
export interface ToolCall {
  readonly tool: string;
  readonly input: { readonly [key: string]: Json };
}

/**
 * Who would hold an agent to a decision. `os`: a sandbox of the operating system. `engine`: the tool itself, before it
 * acts. `prompt-only`: a person is asked and may say yes, whatever the word for it in the file. `steering`: text that a
 * model is asked to heed. `none`: nobody.
 */
export type Enforcer = 'os' | 'engine' | 'prompt-only' | 'steering' | 'none';

/** What one principal may do, as the tool itself would decide it. */
export interface ForeignPolicy {
  readonly dialect: Dialect;
  /** Unique in the dialect's reading: `claude-code`, `claude-code/reviewer`. */
  readonly name: string;
  /** For people: `Claude Code`, `Claude Code agent reviewer`. */
  readonly title: string;
  /** Where findings about the policy as a whole are shown. */
  readonly head: Place;
  /**
   * The name of the policy that this one differs from in a few rules or in its tools: an agent beside the main one. What
   * holds for that one just as well is told there.
   */
  readonly base?: string;
  /** With `base`: the rules that are its own; none where it only has fewer tools. */
  readonly own?: readonly ForeignRule[];
  /** With `base`: what its file says of its tools, as one text. Two readings of it can be compared by that. */
  readonly toolList?: string;
  /** Another policy that decides every call alike: what is worked out about the one holds for the other. */
  readonly twin?: ForeignPolicy;
  /** Every rule as the tool reads it, in the order in which it counts; rules that do nothing too, with their liveness. */
  readonly rules: readonly ForeignRule[];
  /** Modes in which the tool decides differently, the one in force first. Empty where there are none. */
  readonly modes: readonly string[];
  /** What sets it going, and who, where the files say so. */
  readonly triggers?: readonly Trigger[];
  /** False where the tool runs with nobody to answer a prompt; undefined where the files do not say. */
  readonly attended?: Located<boolean>;
  /** What the operating system holds, as far as the files switch it on. An absent list is not held. */
  readonly sandbox?: {
    readonly place: Place;
    readonly read?: readonly string[];
    readonly write?: readonly string[];
    readonly network?: readonly string[];
  };
  /** Total. A tool that the dialect does not know is decided as the tool would decide it. */
  decide(call: ToolCall, options?: DecideOptions): ForeignDecision;
  /**
   * The calls by which the tool's agent would carry out an action, the most usual first; a command line is one call. Empty
   * where the tool has no way to do such a thing.
   */
  callsFor(action: Action): readonly ToolCall[];
  /** What a call comes to in our verbs, for traces; undefined where it is none of them. */
  actionOf(call: ToolCall): Action | undefined;
  /** Changes to the policy's files. Where it is absent, findings come without fixes. */
  readonly edits?: ForeignEdits;
  /**
   * True where a rule that allows can only ever let more happen, and one that denies or asks only less: then a fix that
   * takes away the one or adds the other is known to allow nothing new, whatever the rules' patterns mean.
   */
  readonly isMonotone?: boolean;
  /** True where a rule surely has no part in the decision about a call, which a look at their words may tell. */
  sparesSurely?(rule: ForeignRule, call: ToolCall): boolean;
  /**
   * Where order counts and that cannot be said: whether this policy is known to allow no more than another reading of the
   * same files, and to ask about nothing that the other one denies. False where that is not known.
   */
  isWithin?(other: ForeignPolicy): boolean;
}

/**
 * Changes to a tool's own files that keep the rest of their text as it is. Each gives undefined where the text has a shape
 * that it cannot change with certainty. What comes out is read again and verified before anybody sees it.
 */
export interface ForeignEdits {
  /** Takes a rule out. */
  remove(rule: ForeignRule): readonly Edit[] | undefined;
  /** Puts other words in the place of a rule's own; the tool has to read them. */
  replace?(rule: ForeignRule, text: string): readonly Edit[] | undefined;
  /** Gives a rule another effect; its words stay. */
  move(rule: ForeignRule, effect: Effect): readonly Edit[] | undefined;
  /** Adds rules about these actions, in our patterns; undefined where the tool has no words for one of them. */
  add(effect: Effect, verb: Verb, patterns: readonly string[]): readonly Edit[] | undefined;
}

export interface DecideOptions {
  /** One of the policy's modes; the one in force when absent. */
  readonly mode?: string;
}

/**
 * What a rule does in the tool. Anything but `live` is told first of all, with the documentation that says so: the rules
 * `rule-without-effect` and `rule-undocumented` of the catalogue report it, so that a dialect does not have to.
 */
export type Liveness =
  | { readonly state: 'live' }
  | {
      /** `ignored`: read and dropped. `never-consulted`: kept, and no decision looks at it. `cannot-match`: nothing is ever in it. `shadowed`: other rules decide everything in it. `invalid`: the tool refuses it. `unknown`: not documented. */
      readonly state: 'ignored' | 'never-consulted' | 'cannot-match' | 'shadowed' | 'invalid' | 'unknown';
      /** Half a sentence: "allow takes a glob only after `mcp__<server>__`". */
      readonly why: string;
      readonly reference?: Reference;
      /** Something that the author meant to allow or to hold back, and for which the rule does nothing. */
      readonly meant?: ToolCall;
      /** Of a shadowed rule: those that decide in its place. */
      readonly by?: readonly ForeignRule[];
      /** What to write in its place, where the tool has words for what was meant. */
      readonly instead?: string;
    };

/** One rule of a foreign file. */
export interface ForeignRule {
  readonly source: Source;
  /** The words that are the rule: a string without its quotes, an item, a table entry. */
  readonly span: Span;
  /** As a person would quote it: `Bash(git push *)`, `"git *": "allow"`. */
  readonly text: string;
  readonly effect: Effect;
  readonly enforcer: Enforcer;
  readonly liveness: Liveness;
  /** True for what the tool does where no file says anything: nobody wrote it, and only what follows from it with others is told. */
  readonly isDefault?: boolean;
  /**
   * What the rule is about, roughly, in our verbs and patterns: for words, for counting files, and for finding candidates
   * whose decision is then asked of {@link ForeignPolicy.decide}. Never what a decision is made from.
   */
  readonly outlines: readonly Outline[];
}

export interface Outline {
  readonly verb: Verb;
  readonly patterns: readonly Pattern[];
}

export interface ForeignDecision {
  readonly effect: Effect;
  readonly enforcer: Enforcer;
  /** The rules that decided; empty where a default of the tool did. */
  readonly rules: readonly ForeignRule[];
  /** Rules that came close, the closest first, each with half a sentence: "matches only without arguments". */
  readonly near: readonly { readonly rule: ForeignRule; readonly why: string }[];
  /** For command lines: each part that the tool itself looks at, with what it makes of it. */
  readonly parts?: readonly {
    readonly text: string;
    readonly effect: Effect;
    readonly rules: readonly ForeignRule[];
  }[];
  /** False where the format does not document what happens here; `words` then say so, and the effect is the stricter reading. */
  readonly documented: boolean;
  /** One sentence for people, without a final full stop. */
  readonly words: string;
}
