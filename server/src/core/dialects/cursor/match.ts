import { plainWords } from '../../scope/command-pattern.ts';
import { matchesPath, normalisePath } from '../../scope/path.ts';
import { writtenCommands } from '../shell/written-commands.ts';
import { matchesStarsAndMarks } from '../stars.ts';
import { normalHost } from '../url-host.ts';
import { type Match, matchPath, matchWords } from './glob.ts';
import type { CursorRule, Matcher } from './rule.ts';

/** A command line as it can be looked at: as a whole, and command by command. */
export interface Line {
  readonly whole: Command;
  /** The commands in it, however deep; only the whole where they cannot be told apart. */
  readonly parts: readonly Command[];
  /** Files that it writes by redirections. */
  readonly targets: readonly string[];
  /** Why it cannot be divided with certainty. */
  readonly problem: string | undefined;
}

export interface Command {
  readonly text: string;
  readonly base: string;
  readonly args: string;
  /** The same without quotes, assignments before it and the directory of its program, where that is another. */
  readonly plainly: { readonly base: string; readonly args: string } | undefined;
}

export function lineOf(text: string): Line {
  const { commands, targets, problem } = writtenCommands(text);
  const whole = commandOf(text);
  const parts = commands.map((each) => commandOf(each.text));
  return {
    whole,
    parts: parts.length > 0 && problem === undefined ? parts : [whole],
    targets: targets.filter((target) => target !== '/dev/null'),
    problem,
  };
}

function commandOf(text: string): Command {
  const [, base = '', args = ''] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(text) ?? [];
  return { text: text.trim(), base, args, plainly: plainlyOf(text, base, args) };
}

function plainlyOf(text: string, base: string, args: string): Command['plainly'] {
  const bare = text.trim().replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, '');
  const words = plainWords(bare);
  const name = (words?.[0] ?? /^\S*/.exec(bare)![0]).replace(/^["'\\]+|["']+$/g, '').replace(/^.*\//, '');
  const rest = words?.slice(1).join(' ') ?? /^\S*\s*(.*)$/s.exec(bare)![1]!.trim();
  return name === base && rest === args ? undefined : { base: name, args: rest };
}

/** Whether a rule is for a command. A rule whose meaning is open is never surely for anything. */
export function onCommand(rule: CursorRule, command: Command): Match {
  const sure = matchCommand(rule.matcher, command);
  if (sure === 'yes') return capped(rule, sure);
  const { plainly } = command;
  if (plainly === undefined) return sure;
  // Quotes, another spelling of the program and variables before it: not documented.
  return sure === 'maybe' || matchCommand(rule.matcher, { ...command, ...plainly }) !== 'no' ? 'maybe' : 'no';
}

function matchCommand(matcher: Matcher, { text, base, args }: Pick<Command, 'text' | 'base' | 'args'>): Match {
  switch (matcher.kind) {
    case 'shell': {
      const named = matchWords(matcher.base, base);
      if (named === 'no' || matcher.args === undefined) return named;
      const given = matchWords(matcher.args, args);
      return given === 'no' || named === 'yes' ? given : 'maybe';
    }
    case 'prefix': {
      const wanted = matcher.text.replace(/\s+/g, ' ');
      const spaced = `${base} ${args}`.trim();
      if (spaced === wanted || spaced.startsWith(`${wanted} `)) return text.startsWith(matcher.text) ? 'yes' : 'maybe';
      const glob = wanted.replace(/(^|[^:]):\*+$/, '$1*').replace(/ \*+$/, '*');
      return matchesStarsAndMarks(glob, spaced) || matchesStarsAndMarks(wanted.replace(':', ' '), spaced)
        ? 'maybe'
        : 'no';
    }
    case 'tool':
      return matcher.tool === 'Shell' ? 'maybe' : 'no';
    default:
      return 'no';
  }
}

/** In a line that cannot be divided, a word that a deny names may well be run. */
export function mayRunIn(rule: CursorRule, line: Line): boolean {
  if (line.problem === undefined) return false;
  const words = line.whole.text.split(/[\s;&|()`$<>"'\\]+/).filter((word) => word !== '');
  return words.some(
    (base) => matchCommand({ ...rule.matcher, args: undefined } as Matcher, { text: base, base, args: '' }) !== 'no',
  );
}

/** Whether a rule about reading or writing is for a path, relative to the workspace or absolute. */
export function onPath(rule: CursorRule, tool: 'Read' | 'Write', path: string): Match {
  const { matcher } = rule;
  if (matcher.kind === 'tool') return matcher.tool === tool ? 'maybe' : 'no';
  if (matcher.kind !== 'path' || matcher.tool !== tool) return 'no';
  const given = normalisePath(path);
  const { pattern } = matcher;
  // Relative patterns are scoped to the workspace, and absolute ones are for what is outside.
  const isOutside = /^(?:\/|~(?:$|\/)|\.\.(?:$|\/))/.test(given);
  if (isOutside && pattern.startsWith('*')) return 'no';
  const sure = capped(rule, matchPath(pattern, given.startsWith('./') ? given.slice(2) : given));
  if (sure !== 'no') return sure;
  return isLooselyFor(pattern, given) ? 'maybe' : 'no';
}

/**
 * What a pattern may stand for besides: a directory and all that is below it, a bare name at any depth, the home directory,
 * braces and classes. None of it is documented.
 */
function isLooselyFor(pattern: string, path: string): boolean {
  const text = pattern
    .replace(/^(?:\$\{?HOME\}?|%USERPROFILE%)/i, '~')
    .replace(/^\/\//, '/')
    .replace(/^\.\//, '')
    .replace(/(?<!\*)\/+$/, '');
  if (text === '') return false;
  const forms = [text, ...(text.includes('/') ? [] : [`**/${text}`])];
  return forms.some((form) =>
    [form, ...(form.endsWith('*') ? [] : [`${form}/**`])].some((each) =>
      matchesPath([{ text: each, negated: false }], path),
    ),
  );
}

/** Whether a rule about fetching is for a host. */
export function onHost(rule: CursorRule, host: string | undefined): Match {
  const { matcher } = rule;
  if (matcher.kind === 'tool') return matcher.tool === 'WebFetch' ? 'maybe' : 'no';
  if (matcher.kind !== 'domain') return 'no';
  if (matcher.pattern === '*') return 'yes';
  if (host === undefined) return 'no';
  const pattern = normalHost(matcher.pattern);
  if (pattern.startsWith('*.') && !/[*?]/.test(pattern.slice(2))) {
    return host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1 ? 'yes' : 'no';
  }
  if (!/[*?]/.test(pattern)) return host === pattern ? 'yes' : 'no';
  return matchesStarsAndMarks(pattern, host) ? 'maybe' : 'no';
}

/** Whether a rule is for a tool of a server. The command line does not say whether case counts; the editor says that it does not. */
export function onServerTool(rule: CursorRule, server: string, tool: string, ignoresCase: boolean): Match {
  const { matcher } = rule;
  if (matcher.kind === 'tool') return matcher.tool === 'Mcp' ? 'maybe' : 'no';
  if (matcher.kind !== 'mcp') return 'no';
  if (matchesStarsAndMarks(matcher.server, server) && matchesStarsAndMarks(matcher.tool, tool))
    return capped(rule, 'yes');
  const inSmall =
    matchesStarsAndMarks(matcher.server.toLowerCase(), server.toLowerCase()) &&
    matchesStarsAndMarks(matcher.tool.toLowerCase(), tool.toLowerCase());
  return inSmall ? (ignoresCase ? capped(rule, 'yes') : 'maybe') : 'no';
}

/** What a rule says whose meaning is not documented is never certain; one that does nothing says nothing. */
function capped({ liveness }: CursorRule, match: Match): Match {
  if (match === 'no' || liveness.state === 'live' || liveness.state === 'shadowed') return match;
  return liveness.state === 'unknown' ? 'maybe' : 'no';
}
