import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';

export interface OptionSpec {
  readonly name: string;
  /** What stands after the option, for help; absent for switches. */
  readonly value?: string;
  /** The values that are accepted, where they are few. */
  readonly oneOf?: readonly string[];
  readonly default?: string;
  /** May be given more than once. */
  readonly repeats?: boolean;
  readonly help: string;
}

export interface CommandSpec {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** A sentence or two below the usage. */
  readonly about: string;
  /** How many paths or names it takes: at least, at most. */
  readonly takes: readonly [number, number];
  readonly options: readonly OptionSpec[];
  readonly exits: readonly (readonly [number, string])[];
  readonly examples: readonly string[];
  /** The command itself is loaded only when it is run: starting fast matters to hooks. */
  load(): Promise<(parsed: Arguments, io: Io) => Promise<number>>;
}

const COLOR: readonly OptionSpec[] = [
  { name: 'color', help: 'Colour the text even where it does not go to a terminal.' },
  { name: 'no-color', help: 'Never colour it; so does the variable NO_COLOR.' },
];

const AT: OptionSpec = {
  name: 'at',
  value: 'TIME',
  help: 'The moment that expiry is judged by, such as 2026-12-01 or 2026-12-01T09:00:00Z. Now, unless given.',
};

const LAYER: OptionSpec = {
  name: 'layer',
  value: 'LAYER=FILE',
  repeats: true,
  help: 'A settings file from outside of the repository that another tool merges with its files there: user=FILE or managed=FILE. May be given more than once.',
};

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'check',
    usage: 'bailiwick check [PATH…] [options]',
    summary:
      'Errors and risks in manifests and in permission files of other tools, each risk with a run that proves it.',
    about:
      'Checks the manifests at and below the paths, and the files there in which other tools keep permissions; the current directory when none is given.',
    takes: [0, Number.POSITIVE_INFINITY],
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        oneOf: ['text', 'json', 'sarif', 'github', 'markdown'],
        default: 'text',
        help: 'How to print the findings.',
      },
      {
        name: 'fail-on',
        value: 'LEVEL',
        oneOf: ['error', 'warning', 'info', 'none'],
        default: 'warning',
        help: 'The lowest severity that makes the exit code 1.',
      },
      {
        name: 'agents',
        help: 'One table instead of findings: which agents can do what here, from all files together.',
      },
      {
        name: 'audience',
        value: 'LEVEL',
        oneOf: ['default', 'strict', 'audit'],
        help: 'How much to hear; overrides bailiwick.yaml.',
      },
      LAYER,
      AT,
      ...COLOR,
    ],
    exits: [
      [0, 'nothing at or above --fail-on'],
      [1, 'findings at or above it'],
      [2, 'could not run'],
    ],
    examples: ['bailiwick check', 'bailiwick check agents --format sarif > findings.sarif'],
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'decide',
    usage: 'bailiwick decide FILE [--role ROLE] (--action JSON | --stdin) [options]',
    summary: 'What a role may do about one action, or about one per line of standard input.',
    about:
      'An action is JSON with the verb as its key: {"read":"src/a.ts"}, {"run":"git push"}, {"fetch":"https://x.example/y","method":"GET"}, {"call":"github/create_review","with":{"owner":"acme"}}. A file of another tool is asked in the same words, or in that tool\'s own: {"tool":"Bash","input":{"command":"git push"}}.',
    takes: [1, 1],
    options: [
      { name: 'role', value: 'ROLE', help: 'Which role decides, where the file has several, or is a directory.' },
      { name: 'action', value: 'JSON', help: 'The action to decide on.' },
      { name: 'stdin', help: 'Read one action per line; answer in order, one line each.' },
      {
        name: 'mode',
        value: 'MODE',
        help: 'The mode that another tool is in; the one that its files set, unless given.',
      },
      LAYER,
      AT,
      {
        name: 'format',
        value: 'FORMAT',
        oneOf: ['json', 'text'],
        default: 'json',
        help: 'JSON is one line per decision; text is for people.',
      },
      ...COLOR,
    ],
    exits: [
      [0, 'decided, whatever the decision'],
      [2, 'bad input; other lines of standard input are decided all the same'],
    ],
    examples: [
      `bailiwick decide agents/roles/test-runner.agent-role.yaml --action '{"run":"npm test"}'`,
      'bailiwick decide agents --role test-runner --stdin < actions.jsonl',
      `bailiwick decide .claude/settings.json --action '{"tool":"Bash","input":{"command":"git -C . push"}}'`,
    ],
    load: async () => (await import('./decide.ts')).decideCommand,
  },
  {
    name: 'simulate',
    usage: 'bailiwick simulate SCENARIO… [options]',
    summary: 'Runs scenarios and compares every decision with what was expected.',
    about: 'A SCENARIO is a file, or a directory with scenarios at or below it. Nothing is executed.',
    takes: [1, Number.POSITIVE_INFINITY],
    options: [
      { name: 'trace', value: 'OUT', help: 'Write the runs as OTLP/JSON to this file.' },
      { name: 'coverage', help: 'Say which rules of the roles no scenario came to.' },
      { name: 'format', value: 'FORMAT', oneOf: ['text', 'json'], default: 'text', help: 'How to print the runs.' },
      ...COLOR,
    ],
    exits: [
      [0, 'every expectation was met'],
      [1, 'some were not'],
      [2, 'could not run'],
    ],
    examples: [
      'bailiwick simulate agents/scenarios --coverage',
      'bailiwick simulate agents/scenarios/release.scenario.yaml --trace release.trace.json',
    ],
    load: async () => (await import('./simulate.ts')).simulateCommand,
  },
  {
    name: 'export',
    usage: 'bailiwick export FILE --target TARGET [options]',
    summary: "A role in another tool's words, with what is lost, read back and compared.",
    about:
      'Without --out the files and the report are printed and nothing is written. A wider allow or a lost deny is not written unless it is accepted by its name in the report.',
    takes: [1, 1],
    options: [
      {
        name: 'target',
        value: 'TARGET',
        oneOf: ['claude-code', 'codex', 'opencode', 'gemini', 'cursor', 'vscode', 'cedar', 'opa'],
        help: 'The tool to write for.',
      },
      { name: 'role', value: 'ROLE', help: 'Which role, where the file has several, or is a directory.' },
      { name: 'out', value: 'DIR', help: 'Write the files below this directory.' },
      { name: 'check', help: 'Write nothing; compare what is below --out with what would be written.' },
      {
        name: 'accept',
        value: 'NAME',
        repeats: true,
        help: 'Accept the loss of this name in the report: "allow run npm test". May be given more than once.',
      },
      AT,
      { name: 'format', value: 'FORMAT', oneOf: ['text', 'json'], default: 'text', help: 'How to print the report.' },
      ...COLOR,
    ],
    exits: [
      [0, 'exact or narrower, or accepted'],
      [1, 'wider, a deny lost, or --check found a difference'],
      [2, 'could not run'],
    ],
    examples: [
      'bailiwick export agents/roles/test-runner.agent-role.yaml --target claude-code',
      'bailiwick export agents --role pr-reviewer --target cedar --out policies',
    ],
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'import',
    usage: 'bailiwick import FILE [options]',
    summary: "Another tool's permission file as manifests, never wider, with what is left to answer.",
    about:
      'The manifests go to standard output and the report of what became of each rule to standard error. Nothing is written without --out, and never over a file that is there.',
    takes: [1, 1],
    options: [
      {
        name: 'principal',
        value: 'NAME',
        help: 'Only this agent of the file, such as "Claude Code"; all that it defines, unless given.',
      },
      { name: 'out', value: 'FILE', help: 'Write the manifests to this file, which must not be there yet.' },
      LAYER,
      AT,
      {
        name: 'format',
        value: 'FORMAT',
        oneOf: ['text', 'json'],
        default: 'text',
        help: 'JSON has the manifests and the report in one object.',
      },
      ...COLOR,
    ],
    exits: [
      [0, 'imported'],
      [2, 'could not run: no such file or principal, no permissions in it, or --out is there'],
    ],
    examples: [
      'bailiwick import .claude/settings.json',
      'bailiwick import opencode.json --principal opencode --out agents/opencode.agent-role.yaml',
    ],
    load: async () => (await import('./import.ts')).importCommand,
  },
  {
    name: 'explain',
    usage: 'bailiwick explain RULE-ID | FILE[:LINE] [options]',
    summary: "A rule's page, or what a role, grant or tool really allows.",
    about:
      'With a line, explains the grant, the inherited role or the operation on that line; without one, everything in the file.',
    takes: [1, 1],
    options: [
      {
        name: 'checklist',
        help: "Answer the questions of a deployment review of the file's roles instead, each with its place in the file.",
      },
      {
        name: 'format',
        value: 'FORMAT',
        oneOf: ['text', 'markdown', 'json'],
        default: 'text',
        help: 'How to print it: for a terminal, for a pull request, or for programs.',
      },
      AT,
      ...COLOR,
    ],
    exits: [
      [0, 'explained'],
      [2, 'no such rule or file'],
    ],
    examples: [
      'bailiwick explain prefix-reaches-exec',
      'bailiwick explain agents/roles/nightly-fixer.agent-role.yaml:20',
      'bailiwick explain agents/roles/nightly-fixer.agent-role.yaml --checklist --format markdown',
    ],
    load: async () => (await import('./explain.ts')).explainCommand,
  },
];

/** Commands of the contract that this version does not have. They say so, and nothing pretends. */
export const PLANNED: ReadonlySet<string> = new Set(['replay', 'diff', 'learn']);
