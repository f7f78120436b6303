/** What a command achieves that its grant does not say. */
export type CommandEffect =
  /** Runs a program of the caller's choice. */
  | 'exec'
  /** Writes a file of the caller's choice. */
  | 'write'
  /** Prints a file of the caller's choice. */
  | 'read'
  /** Sends data to, or loads it from, a host of the caller's choice. */
  | 'net'
  /** Destroys something that cannot be had back from the command itself. */
  | 'destroy'
  /** Makes something public, or hands it to others. */
  | 'publish'
  /** Acts as somebody with more rights. */
  | 'elevate'
  /** Starts another agent, with authority of its own. */
  | 'agent'
  /** Prints environment variables, in which credentials live. */
  | 'env'
  /** Leaves something to run later, outside the run and its trace. */
  | 'defer';

/** How the caller gets the effect. */
export type CommandRoute = 'flag' | 'operand' | 'subcommand' | 'stdin' | 'config' | 'file';

/** One way in which one program has one effect: knowledge about what a *grant* reaches. */
export interface CommandEntry {
  /** Unique and stable: `git/exec/1`. */
  readonly id: string;
  readonly program: string;
  readonly effect: CommandEffect;
  readonly via: CommandRoute;
  /**
   * The command's words. A word `**` is where any further words may stand. `{cmd}` is the program that is to run,
   * `{out}` the file to write, `{secret}` the file to read, `{url}` and `{host}` where data goes.
   */
  readonly words: readonly string[];
  /** Text for its standard input, where the effect needs that. */
  readonly stdin?: string;
  /** What it achieves, as half a sentence: "runs any program". */
  readonly achieves: string;
  /** True for programs whose very purpose is to run what they are told: interpreters, build tools, package runners. */
  readonly interpreter: boolean;
  /** What must be the case besides. */
  readonly needs?: string;
  /** Options that take the effect away. */
  readonly blockedBy?: string;
  /** A grant that does not have the effect. */
  readonly safer?: string;
  /** Public documentation of the behaviour. */
  readonly source: string;
  /** `executed`: tests run the harmless form where the program is installed. `documented`: known from the source alone. */
  readonly verified: 'executed' | 'documented';
  /** How the harmless form is tried, in an empty directory that is also the home directory. */
  readonly trial?: Trial;
}

export interface Trial {
  /** Shell lines that set the scene. */
  readonly setup?: string;
  /** The harmless form as a shell line; made from the words when absent. */
  readonly line?: string;
  /** The file that exists afterwards (`W` when absent); with a leading `!`, one that does not; `stdout`: the word MARKER is printed. */
  readonly shows?: string;
}

type Row = Partial<Omit<CommandEntry, 'program' | 'effect' | 'words' | 'id' | 'source' | 'verified'>>;

export interface Draft extends Row {
  readonly effect: CommandEffect;
  readonly line: string;
}

const ACHIEVES: Readonly<Record<CommandEffect, string>> = {
  exec: 'runs any program',
  write: 'writes any file',
  read: 'reads any file',
  net: 'reaches any host',
  destroy: 'destroys what it is pointed at',
  publish: 'makes something public',
  elevate: 'acts with more rights than the role has',
  agent: 'starts another agent',
  env: 'prints environment variables, where credentials are',
  defer: 'leaves a program to run later',
};

/** The entries of one program, from lines in which single quotes hold a word together. */
export function program(
  name: string,
  source: string,
  drafts: readonly Draft[],
  common: Row = {},
): readonly CommandEntry[] {
  return drafts.map(({ effect, line, ...row }, index) => ({
    via: 'flag',
    interpreter: false,
    achieves: ACHIEVES[effect],
    ...common,
    ...row,
    id: `${name}/${effect}/${index + 1}`,
    program: name,
    effect,
    words: wordsOf(line),
    source,
    verified: row.trial ? 'executed' : 'documented',
  }));
}

/** Splits a line of the tables at spaces; single quotes hold a word together. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

/** A trial with the word's own harmless form. */
export const TRIED: Trial = {};

/** A trial that needs a repository with one commit of one file. */
export const IN_GIT: Trial = {
  setup: 'git init -q . && echo x > f && git add f && git -c user.name=a -c user.email=a@b commit -qm one',
};
