import { parseArgs } from 'node:util';
import { closest } from '../core/schema/closest.ts';
import type { CommandSpec, OptionSpec } from './commands.ts';
import { UsageError } from './io.ts';

export interface Arguments {
  readonly operands: readonly string[];
  /** Of options that take a value: as given, or the default. */
  value(name: string): string | undefined;
  /** Of options that may be given several times. */
  all(name: string): readonly string[];
  has(name: string): boolean;
}

/** Reads what follows the command's name. Throws a {@link UsageError} that says what would be right. */
export function readArguments(command: CommandSpec, argv: readonly string[]): Arguments {
  const help = `bailiwick ${command.name} --help lists the options.`;
  const values = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  const operands: string[] = [];
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      command.options.map((option) => [option.name, { type: option.value ? 'string' : 'boolean' } as const]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = command.options.find((each) => each.name === token.name && token.rawName.startsWith('--'));
    if (!option) throw unknownOption(command, token.rawName, token.name, help);
    if (option.repeats) {
      const list = repeated.get(option.name) ?? [];
      repeated.set(option.name, [...list, optionValue(option, token.rawName, token.value, help)]);
      continue;
    }
    if (values.has(option.name)) throw new UsageError(`${token.rawName} is given twice`, help);
    values.set(option.name, optionValue(option, token.rawName, token.value, help));
  }
  const [least, most] = command.takes;
  if (operands.length < least) throw new UsageError(`${command.name} needs more to work on`, `Usage: ${command.usage}`);
  if (operands.length > most) {
    throw new UsageError(
      `${command.name} takes ${most} at a time, and got ${operands.length}`,
      `Usage: ${command.usage}`,
    );
  }
  return {
    operands,
    value: (name) => values.get(name) ?? command.options.find((each) => each.name === name)?.default,
    all: (name) => repeated.get(name) ?? [],
    has: (name) => values.has(name) || repeated.has(name),
  };
}

function optionValue(option: OptionSpec, raw: string, given: string | undefined, help: string): string {
  if (!option.value) {
    if (given !== undefined) throw new UsageError(`${raw} takes no value`, help);
    return '';
  }
  if (given === undefined) throw new UsageError(`${raw} needs a value: ${raw} ${option.value}`, help);
  if (option.oneOf && !option.oneOf.includes(given)) {
    throw new UsageError(`${raw} is one of ${option.oneOf.join(', ')}; got ${JSON.stringify(given)}`, help);
  }
  return given;
}

function unknownOption(command: CommandSpec, raw: string, name: string, help: string): UsageError {
  const meant = closest(
    name,
    command.options.map((option) => option.name),
  );
  return new UsageError(`unknown option ${raw}${meant ? `; did you mean --${meant}?` : ''}`, help);
}
