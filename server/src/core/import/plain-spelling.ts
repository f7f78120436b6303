import { type LinePart, lineParts } from '../decide/shell-walk.ts';
import { commandLine } from '../scope/command-pattern.ts';

/**
 * The one command that a line runs, as everybody would write it: `git status` for `\\git "status"`, `(git status)` and
 * `time git status`; of commands in a row `git status && git log`. Who may run that may spell it otherwise, whatever a
 * tool that compares texts makes of the spelling. Undefined where a line does more, or runs what is not known.
 */
export function plainSpelling(line: string): string | undefined {
  const { parts, unparsed } = lineParts(line, '');
  // Wrappers that need no grant of their own (`env`, `timeout 5`) change nothing of what runs.
  const run = parts.filter((each) => each.kind === 'redirection' || each.needsGrant);
  if (unparsed !== undefined || parts.some((each) => each.kind === 'command' && each.assignments.length > 0))
    return undefined;
  // What goes from one command to another is part of what they do.
  if (run.length > 1 && /[|`]|[$<>]\(/.test(line)) return undefined;
  const plain = run.map((part) => (part.kind === 'command' ? plainWordsOf(part.words) : undefined));
  return plain.length === 0 || plain.includes(undefined) ? undefined : plain.join(' && ');
}

function plainWordsOf(parts: Extract<LinePart, { kind: 'command' }>['words']): string | undefined {
  const words = parts.flatMap(({ word }) => (word.kind === 'literal' ? [word.text] : []));
  return words.length === parts.length && words.length > 0 ? commandLine(words) : undefined;
}
