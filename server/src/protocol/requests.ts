/**
 * The requests that are ours, typed for both sides. Everything in them is JSON. An editor without any of them still has
 * all of the language features; these are for the trace panel, for templates and for review.
 */

/** A request's method together with the types of its parameters and its answer. The types exist for the compiler only. */
export interface RequestOf<Params, Result> {
  readonly method: string;
  readonly types?: (params: Params) => Result;
}

function request<Params, Result>(method: string): RequestOf<Params, Result> {
  return { method };
}

/** What a client says about itself in `initializationOptions`. All of it is optional. */
export interface InitializationOptions {
  /** Settings as in {@link import('./settings.ts').Settings}, for clients without `workspace/configuration`. */
  readonly settings?: unknown;
  /** The same, as editors hand over a configuration by its section. */
  readonly bailiwick?: unknown;
  /** The client answers {@link BaseText}. */
  readonly baseText?: boolean;
  /** The client carries out {@link COMMANDS}. Where it does not, the server does as well as it can, in words. */
  readonly commands?: boolean;
  /** The client answers {@link ListFiles} and {@link ReadFile}: needed where the server has no file system. */
  readonly files?: boolean;
}

/** A witness as a finding carries it, as JSON: the role that acts and what it does. */
export interface WitnessJson {
  readonly role: string;
  readonly steps: readonly { readonly action: unknown; readonly expect: 'allow' | 'ask' | 'deny' }[];
}

/** A run, ready for the panel: an OTLP/JSON trace as text, with what a person is told where there is none. */
export interface TraceAnswer {
  /** The trace as `*.trace.json` holds it, or absent where nothing could be run. */
  readonly trace?: unknown;
  readonly title: string;
  /** Why there is no trace, or what kept the run from being what was written. */
  readonly problems: readonly string[];
  /** True where a step came otherwise than expected. */
  readonly failed: boolean;
}

/** Runs a scenario of a file: the `index`th manifest of it, or its first scenario. */
export const Simulate = request<{ readonly uri: string; readonly index?: number }, TraceAnswer>('bailiwick/simulate');

/** Replays the witness of a finding, in the workspace that the file belongs to. */
export const Replay = request<{ readonly uri: string; readonly witness: WitnessJson }, TraceAnswer>('bailiwick/replay');

/** The scenarios that the workspace of a file holds, for a picker or a test tree. */
export const Scenarios = request<{ readonly uri?: string }, readonly ScenarioEntry[]>('bailiwick/scenarios');

export interface ScenarioEntry {
  readonly uri: string;
  /** Which manifest of the file, for {@link Simulate}. */
  readonly index: number;
  readonly name: string;
  readonly role: string | undefined;
  readonly line: number;
  readonly steps: number;
}

/** The templates for new files. */
export const Templates = request<Record<string, never>, readonly TemplateEntry[]>('bailiwick/templates');

export interface TemplateEntry {
  readonly id: string;
  readonly kind: 'AgentRole' | 'ToolScope' | 'Scenario';
  /** For a list: "Reviewer". */
  readonly label: string;
  readonly description: string;
  /** A file name that fits, without a directory: `reviewer.agent-role.yaml`. */
  readonly fileName: string;
  readonly text: string;
}

/** A tool scope from the text of a saved MCP `tools/list` reply. Nothing is started or asked. */
export const ToolScopeFromTools = request<
  { readonly text: string; readonly name?: string },
  { readonly text: string; readonly fileName: string } | { readonly problem: string }
>('bailiwick/toolScopeFromTools');

/** What a file grants, as a Markdown page: what each role comes to, then each grant. */
export const Explain = request<{ readonly uri: string; readonly line?: number }, { readonly markdown: string }>(
  'bailiwick/explain',
);

/** A permission file of another tool as manifests of ours: one entry for each agent in it, none where it holds no permissions. */
export const ImportFile = request<{ readonly uri: string }, readonly ImportedEntry[]>('bailiwick/import');

export interface ImportedEntry {
  /** For a list: "Claude Code". */
  readonly title: string;
  /** A file name that fits, without a directory. */
  readonly fileName: string;
  readonly text: string;
  /** What became of each rule, as a Markdown page. */
  readonly report: string;
  /** Rules that are not in the manifest as they were: narrower or left out. */
  readonly changed: number;
}

/** The roles of a file, or of all open folders, and the tools that they can be written for. */
export const ExportChoices = request<
  { readonly uri?: string },
  {
    readonly roles: readonly { readonly name: string; readonly uri: string }[];
    readonly targets: readonly { readonly id: string; readonly title: string }[];
  }
>('bailiwick/exportChoices');

/** A role in another tool's words, with what is lost. Nothing is written. */
export const ExportPreview = request<
  { readonly uri: string; readonly role: string; readonly target: string; readonly accept: readonly string[] },
  ExportAnswer
>('bailiwick/exportPreview');

export interface ExportAnswer {
  /** Paths are relative to the folder, with `/`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The loss report as a Markdown page. */
  readonly report: string;
  /** What has to be accepted by name before anything may be written. */
  readonly failing: readonly { readonly name: string; readonly why: string }[];
  /** Why there is no preview. */
  readonly problem?: string;
}

/** How many findings of a file are not shown at the level that is heard. */
export const Hidden = request<{ readonly uri: string }, { readonly hidden: number }>('bailiwick/hidden');

/** Which agents can do what in the open folders, from all files together. */
export const Agents = request<Record<string, never>, readonly AgentEntry[]>('bailiwick/agents');

export interface AgentEntry {
  readonly name: string;
  /** `role`, or the tool whose file it is. */
  readonly kind: string;
  readonly uri: string;
  readonly line: number;
  readonly character: number;
  /** What it can do, a column each: "runs", "any program", and how. */
  readonly cells: readonly {
    readonly column: string;
    readonly words: string;
    readonly more: boolean;
    readonly detail: string;
  }[];
}

/** A rule's page, as Markdown: served from the server itself, so that it can be read without a network. */
export const RulePage = request<{ readonly rule: string }, { readonly markdown: string } | null>('bailiwick/rulePage');

/** Server to client: the text of a file at the base of the change under review, or null where there is none. */
export const BaseText = request<
  { readonly uri: string },
  { readonly text: string /** "since main", "since the last commit" */; readonly label: string } | null
>('bailiwick/baseText');

/** Server to client: paths of the files under a directory, relative to it, with `/`. */
export const ListFiles = request<
  { readonly root: string; readonly limit: number },
  { readonly paths: readonly string[] }
>('bailiwick/listFiles');

/** Server to client: the text of a file, or null where it cannot be read. */
export const ReadFile = request<{ readonly uri: string }, { readonly text: string } | null>('bailiwick/readFile');

/** Commands that code actions and lenses name. */
export const COMMANDS = {
  /** Arguments: uri, rule id, {@link WitnessJson}. */
  replayWitness: 'bailiwick.replayWitness',
  /** Arguments: uri, index of the manifest in the file. */
  runScenario: 'bailiwick.runScenario',
  /** Arguments: uri. Opens what is imported from it, and writes nothing. */
  importFile: 'bailiwick.importFile',
  /** No arguments: about the file in the active editor. */
  explain: 'bailiwick.explain',
  /** Arguments: uri, position, locations, as VS Code's `editor.action.showReferences` takes them after conversion. */
  showReferences: 'bailiwick.showReferences',
} as const;
