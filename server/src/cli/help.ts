import { COMMANDS, type CommandSpec, type OptionSpec } from './commands.ts';
import { wrap } from './terminal.ts';

const WIDTH = 88;

export function mainHelp(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length)) + 2;
  return [
    'Write down what AI agents may do, see what that really allows, and try it.',
    '',
    'Usage: bailiwick COMMAND [options]',
    '',
    'Commands:',
    ...COMMANDS.map((command) => `  ${command.name.padEnd(width)}${command.summary}`),
    '',
    'Options:',
    '  --help      This text; after a command, what it takes.',
    '  --version   The version.',
    '',
    'Nothing is executed, nothing is sent anywhere.',
    '',
  ].join('\n');
}

export function commandHelp(command: CommandSpec): string {
  const labels = command.options.map(optionLabel);
  const width = Math.max(...labels.map((label) => label.length)) + 4;
  return [
    command.summary,
    '',
    `Usage: ${command.usage}`,
    '',
    ...wrap(command.about, WIDTH),
    '',
    'Options:',
    ...command.options.flatMap((option, index) => {
      const [first, ...more] = wrap(optionHelp(option), WIDTH - width);
      return [`  ${labels[index]!.padEnd(width - 2)}${first}`, ...more.map((line) => ' '.repeat(width) + line)];
    }),
    '',
    'Exit codes:',
    ...command.exits.map(([code, meaning]) => `  ${code}  ${meaning}`),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

function optionLabel(option: OptionSpec): string {
  return `--${option.name}${option.value ? ` ${option.value}` : ''}`;
}

function optionHelp(option: OptionSpec): string {
  const choice = option.oneOf ? ` One of ${option.oneOf.join(', ')}.` : '';
  return `${option.help}${choice}${option.default ? ` ${option.default} unless given.` : ''}`;
}
