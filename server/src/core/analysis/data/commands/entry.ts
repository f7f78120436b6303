import { type OptionSyntax, plainWords, readTemplate, type Template } from '../../command-template.ts';

/** Templates are read when somebody asks for them: most programs are in nobody's manifests. */
class Words {
  readonly #program: string;
  readonly #line: string;
  #template: Template | undefined;
  #words: readonly string[] | undefined;

  constructor(program: string, line: string) {
    this.#program = program;
    this.#line = line;
  }

  get template(): Template {
    this.#template ??= readTemplate(this.#line);
    return this.#template;
  }

  get words(): readonly string[] {
    this.#words ??= [this.#program, ...plainWords(this.template)];
    return this.#words;
  }
}

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

/** One way in which one program has one effect: knowledge about what a *grant* reaches. */
export interface CommandEntry {
  /** Unique, and the same as long as the entry's words are: `git/exec/bisect run {argv}`. */
  readonly id: string;
  readonly program: string;
  readonly effect: CommandEffect;
  /**
   * The command behind the program's name, as a template. `{cmd}` is shell text that is to run, `{argv}` the same as words
   * of their own, `{program}` an executable without arguments, `{file.ext}` a file of the role's own making (`{module}` as
   * Python names it), `{out}` the file to write, `{secret}` the file to read, `{host}` where data goes.
   */
  readonly template: Template;
  /** The command's words by themselves, the program first and `**` where any further words may stand. */
  readonly words: readonly string[];
  readonly syntax: OptionSyntax;
  /** Text for its standard input, where the effect needs that. */
  readonly stdin?: string;
  /** An assignment that stands before the command, `GIT_PAGER={cmd}`: only a grant that has the variable reaches it. */
  readonly assigns?: string;
  /** What it achieves, as half a sentence: "runs any program". */
  readonly achieves: string;
  /** True for programs whose very purpose is to run what they are told: interpreters, build tools, package runners. */
  readonly interpreter: boolean;
  /** True where what is written is of the caller's choice, not only where. */
  readonly content: boolean;
  /** True where it writes nothing outside the working tree, and nothing in its `.git`. */
  readonly tree: boolean;
  /** True where what runs is a test or a source, which everybody knows to be a program. */
  readonly tests: boolean;
  /** True where the program runs in a container or on another machine. */
  readonly elsewhere: boolean;
  /** What must be the case besides, and is not in the role's hands: the run alone does not prove the effect. */
  readonly needs?: string;
  /** Words that take the effect away; a word with `=` and no dash is an environment variable. */
  readonly blockedBy: readonly string[];
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
  /** The program that is tried in the place of one by another name. */
  readonly as?: string;
}

/** What is said of an entry beside its template. */
export interface Row {
  readonly stdin?: string;
  readonly assigns?: string;
  readonly achieves?: string;
  readonly interpreter?: boolean;
  readonly content?: boolean;
  readonly tree?: boolean;
  readonly elsewhere?: boolean;
  readonly needs?: string | undefined;
  readonly blockedBy?: string;
  readonly safer?: string;
  readonly trial?: Trial;
  /** Of several programs, those that this one is about. */
  readonly of?: string;
  /** No option is read behind the first operand. */
  readonly ordered?: boolean;
}

interface Draft extends Row {
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

const drafting =
  (effect: CommandEffect) =>
  (line: string, row: Row | string = {}): Draft => ({
    effect,
    line,
    ...(typeof row === 'string' ? { achieves: row } : row),
  });

export const exec = drafting('exec');
export const write = drafting('write');
export const read = drafting('read');
export const net = drafting('net');
export const destroy = drafting('destroy');
export const publish = drafting('publish');
export const elevate = drafting('elevate');
export const agent = drafting('agent');
export const env = drafting('env');
export const defer = drafting('defer');

/** What is common to the entries of a program. */
export interface Common extends Row {
  /** Options that may stand before a subcommand; `-C:` takes a word, `-chdir=` has its value in it. */
  readonly globals?: string;
  /** Options whose value is the next word; all others then have none. */
  readonly values?: string;
  /** Options behind whose value nothing is an option any more. */
  readonly last?: string;
}

/**
 * Programs, and subcommands of programs, that read no option of their own behind their first operand: what follows belongs
 * to the program that they run, is an operand, or is an error. Sources: getopt(3) with a leading `+` (util-linux, procps,
 * GNU env and xargs, strace, systemd-run), POSIX awk, the package `flag` of Go (HashiCorp's programs, age, mage), and
 * the references of Cargo, uv, pipx, npx, pnpm, Yarn, Bun, just, Miller and redis-cli.
 */
const ORDERED: ReadonlySet<string> = new Set([
  ...words(
    'sudo doas sudo-rs pkexec gsudo nsenter chroot unshare systemd-run systemd-nspawn fakeroot env watch taskset setarch linux32 linux64 timeout strace ltrace valgrind perf screen xargs parallel entr watchexec reflex ifne chronic cross-env cross-env-shell test [',
  ),
  ...words(
    'awk nawk mawk original-awk gawk ip mlr redis-cli valkey-cli keydb-cli just mage age sops electron air reflex-go gow',
  ),
  ...words(
    'gofmt goimports gofumpt terraform tofu packer nomad consul vault bao python python3 pypy3 sh bash dash zsh ksh',
  ),
  ...['build', 'run', 'vet', 'install', 'list', 'generate', 'get', 'env', 'mod'].map((verb) => `go ${verb}`),
  ...[
    'uv run',
    'uv tool run',
    'cargo run',
    'cargo r',
    'pipx run',
    'pnpm run',
    'pnpm exec',
    'pnpm dlx',
    'bun run',
    'bun x',
    'npx',
    'bunx',
    'pnpx',
    'yarn node',
    'yarn run',
    'yarn exec',
  ],
]);

/** Options with which a program takes its commands from there, and none from its standard input. Sources: each program's own reference, named with its entries. */
const NOT_STDIN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'psql usql pgcli': '-c --command -f --file -l --list',
    'mysql mariadb': '-e --execute',
    duckdb: '-c -s -f',
    'mongosh mongo': '--eval --file -f',
    sqlcmd: '-Q -i --query --input-file',
    snowsql: '-q -f --query --filename',
    'clickhouse-client clickhouse': '--query -q --queries-file',
    'cqlsh cockroach': '-e -f --execute --file',
    'cypher-shell trino presto': '-f --file --execute',
    'beeline hive impala-shell': '-e -f -q --query --query_file',
    'pwsh powershell pwsh.exe powershell.exe': '-File -f -Command -c -EncodedCommand',
    R: '-f -e --file',
    'gdb lldb': '-batch --batch -b',
    'at batch': '-l -r -d -c -f',
    'su runuser': '-c --command',
    patch: '-i --input',
    'sh bash dash zsh ksh mksh ash fish': '-c',
    'python python3 pypy3': '-c',
    node: '-e --eval -p --print -c --check',
    'perl ruby': '-e -E',
    php: '-r -f',
    Rscript: '-e',
    'lua luajit': '-e',
    'xonsh osascript': '-c -e',
  }).flatMap(([programs, options]) => words(programs).map((name) => [name, options] as const)),
);

function isOrdered(program: string, line: string): boolean {
  if (ORDERED.has(program)) return true;
  const [first, second] = line.split(' ');
  return ORDERED.has(`${program} ${first}`) || ORDERED.has(`${program} ${first} ${second}`);
}

/** Words after which a program does nothing but show something, and with which nothing else has an effect. */
const ALWAYS_HARMLESS = '--help --version';
/** Words by which a program only shows what it would destroy or publish. */
const REHEARSALS = '--dry-run --dryrun --dry-run=client --dry-run=server';

/** The entries of a program, or of several that have the same command line. */
export function program(
  names: string,
  source: string,
  drafts: readonly Draft[],
  { globals = '', values, last, ...common }: Common = {},
): readonly CommandEntry[] {
  const syntax: OptionSyntax = {
    globals: Object.fromEntries(
      words(globals).map((option) => [option.replace(/:$/, ''), option.endsWith(':') ? 1 : 0]),
    ),
    ...(values === undefined ? {} : { values: new Set(words(values)) }),
    ...(last === undefined ? {} : { last: new Set(words(last)) }),
  };
  const ordered: OptionSyntax = { ...syntax, ordered: true };
  return names.split(' ').flatMap((name) =>
    drafts.flatMap(({ effect, line, ...own }): readonly CommandEntry[] => {
      const row = { ...common, ...own };
      if (row.of !== undefined && !words(row.of).includes(name)) return [];
      const text = new Words(name, line);
      const rehearsals = effect === 'publish' || effect === 'destroy' ? REHEARSALS : '';
      return [
        {
          id: [`${name}/${effect}`, row.assigns, line, row.stdin].filter((part) => part).join('/'),
          program: name,
          effect,
          get template() {
            return text.template;
          },
          get words() {
            return text.words;
          },
          syntax: row.ordered || isOrdered(name, line) ? ordered : syntax,
          achieves: row.achieves ?? ACHIEVES[effect],
          interpreter: row.interpreter ?? false,
          content: row.content ?? false,
          tree: row.tree ?? false,
          elsewhere: row.elsewhere ?? false,
          tests: /\{file[\w.]*(test|spec|\.cy)[\w.]*\}/i.test(line),
          blockedBy: words(
            `${row.blockedBy ?? ''} ${rehearsals} ${ALWAYS_HARMLESS} ${row.stdin === undefined || row.stdin === 'x' ? '' : (NOT_STDIN.get(name) ?? '')}`,
          ),
          source,
          verified: row.trial ? 'executed' : 'documented',
          ...(row.stdin === undefined ? {} : { stdin: row.stdin }),
          ...(row.assigns === undefined ? {} : { assigns: row.assigns }),
          ...(row.needs === undefined ? {} : { needs: row.needs }),
          ...(row.safer === undefined ? {} : { safer: row.safer }),
          ...(row.trial === undefined ? {} : { trial: row.trial }),
        },
      ];
    }),
  );
}

function words(list: string): string[] {
  return list.split(' ').filter((word) => word !== '');
}

/** A trial with the word's own harmless form. */
export const TRIED: { readonly trial: Trial } = { trial: {} };

/** A trial with the word's own harmless form, once the scene is set. */
export function tried(setup: string, shows?: string): { readonly trial: Trial } {
  return { trial: { setup, ...(shows === undefined ? {} : { shows }) } };
}

/** Prints the content of a file `S`. */
export const PRINTED: { readonly trial: Trial } = { trial: { setup: 'echo MARKER > S', shows: 'stdout' } };

/** A program `./s` that makes a file `W`. */
export const SCRIPT = "printf '#!/bin/sh\\ntouch W\\n' > s; chmod +x s";

/** A repository with one commit of one file. */
export const REPOSITORY =
  'export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b; git init -q . && echo x > f && git add f && git commit -qm one';
