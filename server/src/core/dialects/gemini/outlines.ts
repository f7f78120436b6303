import type { Verb } from '../../model/manifest.ts';
import type { Span } from '../../span.ts';
import type { Outline } from '../dialect.ts';
import type { ArgsTest } from './rule.ts';
import { AGENT, isMcpName, namesOf, SHELL, serverAndTool } from './tools.ts';

const EVERYTHING: readonly (readonly [Verb, string])[] = [
  ['run', '**'],
  ['read', '**'],
  ['write', '**'],
  ['delete', '**'],
  ['fetch', 'https://**'],
  ['call', '*/*'],
  ['delegate', '*'],
];

/** What a rule is about, roughly: for words and for finding candidates. */
export function outlinesOf(
  toolName: string,
  args: ArgsTest | undefined,
  span: Span,
  servers: readonly string[],
): readonly Outline[] {
  const outline = (verb: Verb, text: string): Outline => ({ verb, patterns: [{ text, negated: false, span }] });
  if (toolName === '*') return EVERYTHING.map(([verb, text]) => outline(verb, text));
  if (isMcpName(toolName)) {
    if (toolName === 'mcp_*') return [outline('call', '*/*')];
    const named = serverAndTool(toolName, servers);
    return named ? [outline('call', `${named.server}/${named.tool}`)] : [];
  }
  switch (namesOf(toolName)[0]) {
    case SHELL: {
      const words = args && (args.prefix ?? headOf(args.regex ?? '', '"command":"')).trim();
      return [outline('run', words && /^[\w@%+=:,./ -]+$/.test(words) ? `${words} **` : '**')];
    }
    case 'read_file':
      return [outline('read', pathOf(args))];
    case 'write_file':
    case 'replace':
      return [outline('write', pathOf(args))];
    case 'web_fetch':
      return [outline('fetch', 'https://**')];
    case AGENT:
      return [outline('delegate', '*')];
  }
  return [];
}

function pathOf(args: ArgsTest | undefined): string {
  const head = headOf(args?.regex ?? '', '"file_path":"');
  const slash = head.lastIndexOf('/');
  return slash < 0 || /[{}[\]*?!]/.test(head) ? '**' : `${head.slice(0, slash)}/**`;
}

/** The letters that an expression surely begins with after the name of an argument. */
function headOf(regex: string, argument: string): string {
  const at = regex.indexOf(argument);
  if (at < 0 || /[|]/.test(regex.slice(at))) return '';
  const rest = regex.slice(at + argument.length);
  const head = /^(?:[\w@%+=:,/ -]|\\[./-])*/.exec(rest)?.[0] ?? '';
  // What a quantifier follows may be absent.
  const sure = /^[*?{]/.test(rest.slice(head.length)) ? head.slice(0, -1) : head;
  return sure.replaceAll('\\', '');
}
