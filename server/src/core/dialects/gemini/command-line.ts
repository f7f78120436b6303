import { remembered } from '../../scope/memo.ts';
import { writtenCommands } from '../shell/written-commands.ts';
import { shellWords } from './shell-words.ts';

/** A command line as Gemini CLI takes it apart with tree-sitter-bash, before it asks its rules about each part. */
export interface CommandsIn {
  /** Commands, tests and declarations, as written and in the order in which they begin. */
  readonly parts: readonly CommandPart[];
  /** True where the parser finds nothing that Gemini CLI has a name for: `A=1`, a comment. It takes that for an error. */
  readonly isEmpty: boolean;
  readonly redirects: boolean;
  /** Why it is not certain how the line is taken apart, or that it can be. */
  readonly problem?: string;
}

export interface CommandPart {
  readonly text: string;
  readonly start: number;
  /** A program that is called as Gemini CLI calls a redirection or a subshell is passed over like one. */
  readonly isSkipped: boolean;
}

const PASSED_OVER = new Set([
  'redirection (<)',
  'redirection (>)',
  'heredoc (<<)',
  'herestring (<<<)',
  'command substitution',
  'backtick substitution',
  'process substitution',
  'subshell',
]);

/** Total. Source: `utils/shell-utils.ts` (0.61.0). */
export const commandsIn: (line: string) => CommandsIn = remembered((line) => {
  const { commands, builtins, redirects, substitutes, problem } = writtenCommands(line);
  const parts = [
    ...commands.map(({ text, start, words }) => {
      const name = words[0]?.text ?? '';
      const bare = /^(["'])(.*)\1$/s.exec(name)?.[2] ?? name.trim();
      return { text, start, isSkipped: PASSED_OVER.has(bare) };
    }),
    ...builtins.map(({ text, start }) => ({ text, start, isSkipped: false })),
  ].sort((a, b) => a.start - b.start);
  // An expansion as a prompt, `${x@P}`, is refused.
  const doubt =
    problem ?? (/@\s*[pP]/.test(line) && line.includes('${') ? 'it may be expanded as a prompt' : undefined);
  return {
    parts,
    isEmpty: parts.length === 0 && !redirects && !substitutes,
    redirects,
    ...(doubt === undefined ? {} : { problem: doubt }),
  };
});

const WRAPPER =
  /^\s*(?:((?:\S+\/)?(?:sh|bash|zsh)\s+-c)|cmd\.exe\s+\/c|(?:powershell|pwsh)(?:\.exe)?\s+(?:-NoProfile\s+)?-Command)\s+/i;

/** The line that a shell is given to run, as Gemini CLI takes it out: `bash -c 'x'`; the line itself where it is none. */
export function unwrapped(line: string): string {
  const wrapper = WRAPPER.exec(line.slice(0, LONGEST_WRAPPER));
  if (!wrapper) return line.trim();
  const inner = line.slice(wrapper[0].length).trim();
  const quote = inner[0];
  if (inner.length < 2 || (quote !== '"' && quote !== "'") || !inner.endsWith(quote)) return inner;
  if (wrapper[1] !== undefined && quote === '"') {
    const words = shellWords(inner, (name) => `$${name}`);
    if (words?.length === 1) return words[0]!;
  }
  return inner.slice(1, -1);
}

/** A path to a shell that is longer is nobody's. */
const LONGEST_WRAPPER = 10_000;
