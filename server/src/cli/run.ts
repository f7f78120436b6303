import { closest } from '../core/schema/closest.ts';
import { readArguments } from './arguments.ts';
import { COMMANDS, type CommandSpec, PLANNED } from './commands.ts';
import { commandHelp, mainHelp } from './help.ts';
import { EXIT, type Io, UsageError } from './io.ts';
import { version } from './version.ts';

/** Runs one command line and answers with its exit code. Never throws: whatever goes wrong is one line and exit code 2. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`bailiwick: ${oneLine(error.message)}\n`);
      if (error.hint) io.err(`${error.hint}\n`);
      return EXIT.failed;
    }
    io.err(`bailiwick: internal error: ${oneLine(String(error instanceof Error ? error.message : error))}\n`);
    io.err(`Please report this with the version (${version}) and the command: bailiwick ${argv[0] ?? ''}\n`);
    if (io.env.BAILIWICK_DEBUG && error instanceof Error) io.err(`${error.stack}\n`);
    return EXIT.failed;
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    io.err(mainHelp());
    return EXIT.failed;
  }
  if (name === '--help' || name === '-h') return say(io, mainHelp());
  if (name === '--version' || name === '-V') return say(io, `bailiwick ${version}\n`);
  if (name === 'help') return say(io, rest[0] === undefined ? mainHelp() : commandHelp(commandNamed(rest[0])));
  const command = commandNamed(name);
  if (rest.includes('--help') || rest.includes('-h')) return say(io, commandHelp(command));
  const parsed = readArguments(command, rest);
  const load = await command.load();
  return await load(parsed, io);
}

function say(io: Io, text: string): number {
  io.out(text);
  return EXIT.ok;
}

function commandNamed(name: string): CommandSpec {
  const command = COMMANDS.find((each) => each.name === name);
  if (command) return command;
  const all = 'bailiwick --help lists the commands.';
  if (PLANNED.has(name)) throw new UsageError(`${name} is not available in version ${version}`, all);
  if (name.startsWith('-')) throw new UsageError(`unknown option ${name} before a command`, all);
  const meant = closest(
    name,
    COMMANDS.map((each) => each.name),
  );
  throw new UsageError(`unknown command ${name}${meant ? `; did you mean ${meant}?` : ''}`, all);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 500);
}
