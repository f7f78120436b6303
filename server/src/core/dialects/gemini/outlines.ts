import type { Verb } from '../../model/manifest.ts';
import type { Span } from '../../span.ts';
import type { Outline } from '../dialect.ts';
import { textsBehind, WORD_END } from '../regex/beginnings.ts';
import { regexSearch } from '../regex/search.ts';
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
      const texts = args?.prefix === undefined ? textsAfter('"command":"', args) : [args.prefix];
      return [...new Set(texts.map(lineOf))].map((text) => outline('run', text));
    }
    case 'read_file':
      return pathsOf(args).map((path) => outline('read', path));
    case 'write_file':
    case 'replace':
      return pathsOf(args).map((path) => outline('write', path));
    case 'web_fetch':
      return [outline('fetch', 'https://**')];
    case AGENT:
      return [outline('delegate', '*')];
  }
  return [];
}

/** Lines that begin with these words; all of them where it is more than words. */
function lineOf(text: string): string {
  const words = text.trim();
  return /^[\w@%+=:,./ -]+$/.test(words) ? `${words} **` : '**';
}

/** Directories that the paths of a rule are in, as far as they are plain. */
function pathsOf(args: ArgsTest | undefined): readonly string[] {
  return textsAfter('"file_path":"', args).map((head) => {
    const slash = head.lastIndexOf('/');
    return slash < 0 || /[{}[\]*?!]/.test(head) ? '**' : `${head.slice(0, slash)}/**`;
  });
}

/** What is surely written after the name of an argument; one empty text where nothing is. */
function textsAfter(argument: string, args: ArgsTest | undefined): readonly string[] {
  const tree = args?.regex === undefined ? undefined : regexSearch(args.regex).tree;
  const texts = (tree && textsBehind(tree, argument)) ?? [''];
  return [...new Set(texts.map((text) => text.split(WORD_END)[0]!))];
}
