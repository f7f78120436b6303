import type { Reference } from '../../finding.ts';
import type { Effect, Verb } from '../../model/manifest.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { Enforcer, ForeignRule, Liveness, ToolCall } from '../dialect.ts';
import { DOCS } from './docs.ts';

/** What an entry is compared with. */
export type Matcher =
  | { readonly kind: 'shell'; readonly base: string; readonly args: string | undefined }
  /** An entry whose command has a blank in it, before any colon: a prefix of words in the editor's list. */
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'path'; readonly tool: 'Read' | 'Write'; readonly pattern: string }
  | { readonly kind: 'domain'; readonly pattern: string }
  | { readonly kind: 'mcp'; readonly server: string; readonly tool: string }
  | { readonly kind: 'tool'; readonly tool: PermissionType }
  | { readonly kind: 'none' };

/** The five kinds of permission that the command line documents. */
export const TYPES = ['Shell', 'Read', 'Write', 'WebFetch', 'Mcp'] as const;
export type PermissionType = (typeof TYPES)[number];

export interface CursorRule extends ForeignRule {
  readonly matcher: Matcher;
}

/** An entry of one of the lists, where it stands. */
export interface Entry {
  readonly source: Source;
  readonly span: Span;
  readonly text: string;
  readonly effect: Effect;
}

interface Read {
  readonly matcher: Matcher;
  readonly outlines?: readonly (readonly [Verb, readonly string[]])[];
  readonly liveness?: Liveness;
}

const NOTHING: Matcher = { kind: 'none' };

/** An entry of `permissions.allow` or `permissions.deny` of the command line. Total. */
export function readCliEntry(entry: Entry): CursorRule {
  return ruleOf(entry, readPermission(entry.text, entry.effect), 'engine');
}

/** An entry of the editor's `terminalAllowlist`. */
export function readTerminalEntry(entry: Entry): CursorRule {
  return ruleOf(entry, readCommand(entry.text), 'engine');
}

/** An entry of the editor's `mcpAllowlist`. */
export function readMcpEntry(entry: Entry): CursorRule {
  const { text } = entry;
  const colon = text.indexOf(':');
  const dead = (why: string, more: Partial<Liveness> = {}): Read => ({
    matcher: NOTHING,
    liveness: { state: 'ignored', why, reference: DOCS.mcpAllowlist, ...more } as Liveness,
  });
  if (colon < 0) {
    const claude = /^mcp__(.+?)(?:__(.+))?$/.exec(text);
    const instead = claude ? `${claude[1]}:${claude[2] ?? '*'}` : undefined;
    return ruleOf(entry, dead('an entry without a `:` is ignored', instead ? { instead } : {}), 'engine');
  }
  const inner = /^Mcp\((.+)\)$/.exec(text)?.[1];
  if (inner !== undefined) {
    const why = '`Mcp(…)` is how the command line writes it; here the server’s name would begin with `Mcp(`';
    return ruleOf(entry, dead(why, { state: 'cannot-match', instead: inner } as Partial<Liveness>), 'engine');
  }
  const [server, tool] = [text.slice(0, colon), text.slice(colon + 1)];
  return ruleOf(entry, { matcher: { kind: 'mcp', server, tool }, outlines: callOutline(server, tool) }, 'engine');
}

function ruleOf(
  entry: Entry,
  { matcher, outlines = [], liveness = { state: 'live' } }: Read,
  by: Enforcer,
): CursorRule {
  return {
    ...entry,
    enforcer: entry.effect === 'ask' ? 'prompt-only' : by,
    liveness,
    matcher,
    outlines: outlines.map(([verb, patterns]) => ({
      verb,
      patterns: patterns.map((text) => ({ text, negated: false, span: entry.span })),
    })),
  };
}

function open(matcher: Matcher, why: string, reference: Reference, instead?: string): Read {
  return { matcher, liveness: { state: 'unknown', why, reference, ...(instead === undefined ? {} : { instead }) } };
}

/** Names of other tools for the same thing, with the word that is right here. */
const WRONG: Readonly<Record<string, PermissionType>> = {
  bash: 'Shell',
  terminal: 'Shell',
  run: 'Shell',
  command: 'Shell',
  exec: 'Shell',
  shell: 'Shell',
  read: 'Read',
  edit: 'Write',
  multiedit: 'Write',
  notebookedit: 'Write',
  write: 'Write',
  webfetch: 'WebFetch',
  fetch: 'WebFetch',
  mcp: 'Mcp',
};

function readPermission(text: string, effect: Effect): Read {
  const found = /^([^()]*)\((.*)\)$/s.exec(text);
  const name = found?.[1] ?? text;
  const specifier = found?.[2];
  if (isType(name)) {
    if (specifier === undefined) {
      const why = `the page writes \`${name}(…)\`, and says nothing of the word alone`;
      return open({ kind: 'tool', tool: name }, why, DOCS.cli, `${name}(${WHOLE[name]})`);
    }
    return specifier.trim() === ''
      ? dead('cannot-match', 'nothing stands between the brackets', DOCS.cli)
      : READERS[name](specifier, effect);
  }
  const claude = /^mcp__(.+?)(?:__(.+))?$/.exec(name);
  if (claude && specifier === undefined) {
    const instead = `Mcp(${claude[1]}:${claude[2] ?? '*'})`;
    const why = 'this is Claude Code’s name for a tool; the five kinds here are Shell, Read, Write, WebFetch and Mcp';
    return dead('ignored', why, DOCS.mcp, { instead });
  }
  const right = WRONG[name.toLowerCase()];
  if (right !== undefined) {
    const inner = specifier === undefined ? undefined : translated(right, specifier);
    const instead = inner === undefined ? `${right}(${WHOLE[right]})` : `${right}(${inner})`;
    const meant = specifier === undefined ? undefined : meantBy(right, inner ?? specifier);
    const why =
      name.toLowerCase() === right.toLowerCase()
        ? `entries are exact, and it is written \`${right}\``
        : `there is no kind \`${name}\`; the five are Shell, Read, Write, WebFetch and Mcp`;
    return dead('ignored', why, DOCS.cli, { instead, ...(meant ? { meant } : {}) });
  }
  if (specifier === undefined || !/^[A-Za-z]\w*$/.test(name)) {
    return dead('ignored', 'an entry is a kind with its words in brackets: `Shell(git)`', DOCS.cli);
  }
  return open(
    NOTHING,
    `the five kinds that are documented are Shell, Read, Write, WebFetch and Mcp, and \`${name}\` is none`,
    DOCS.cli,
  );
}

const WHOLE: Readonly<Record<PermissionType, string>> = {
  Shell: '*',
  Read: '**',
  Write: '**',
  WebFetch: '*',
  Mcp: '*:*',
};

/** What stands between the brackets in Claude Code's words, in those of the command line. */
function translated(type: PermissionType, specifier: string): string {
  const text = specifier.trim();
  if (type === 'WebFetch') return text.replace(/^domain:/, '');
  if (type !== 'Shell') return text.replace(/^\/\//, '/').replace(/^\.\//, '');
  const words = text.replace(/:\*$/, ' *').split(/\s+/);
  return words.length < 2 || (words.length === 2 && words[1] === '*')
    ? (words[0] ?? text)
    : `${words[0]}:${words.slice(1).join(' ').replace(/ \*$/, '*')}`;
}

function isType(name: string): name is PermissionType {
  return (TYPES as readonly string[]).includes(name);
}

function dead(
  state: 'ignored' | 'cannot-match',
  why: string,
  reference: Reference,
  more: { readonly instead?: string; readonly meant?: ToolCall } = {},
): Read {
  return { matcher: NOTHING, liveness: { state, why, reference, ...more } };
}

const READERS: Readonly<Record<PermissionType, (specifier: string, effect: Effect) => Read>> = {
  Shell: readShell,
  Read: (specifier) => readPath('Read', specifier),
  Write: (specifier) => readPath('Write', specifier),
  WebFetch: readDomain,
  Mcp: readMcp,
};

function readShell(specifier: string, effect: Effect): Read {
  const colon = specifier.indexOf(':');
  const base = colon < 0 ? specifier : specifier.slice(0, colon);
  const args = colon < 0 ? undefined : specifier.slice(colon + 1);
  if (/\s/.test(base)) {
    const [program = '', ...rest] = base.trim().split(/\s+/);
    const words = [...rest, ...(args === undefined ? [] : [args])].join(' ');
    const glob = words === '*' || words === '**' ? '*' : `${words.replace(/ \*+$/, '')}*`;
    const why =
      'what stands before a colon is compared with the first word of the command line, in which there is no blank; arguments are written after a colon';
    // A deny may be made to hold; an allow may not be made to give more than it is known to give.
    const instead = effect === 'allow' ? undefined : `Shell(${program}:${glob})`;
    return open({ kind: 'prefix', text: specifier.trim() }, why, DOCS.shell, instead);
  }
  return { matcher: { kind: 'shell', base, args }, outlines: [['run', [commandOutline(base, args)]]] };
}

function commandOutline(base: string, args: string | undefined): string {
  const program = /^\*+$/.test(base) ? '**' : base.replaceAll('**', '*');
  const rest = args === undefined || /^\*+$/.test(args.trim()) ? '**' : args.trim();
  const words = rest.replace(/(^|\s)\*+(?=\s|$)/g, '$1**').replace(/([^\s*])\*+$/, '$1* **');
  return program === '**' && words === '**' ? '**' : `${program} ${words}`.trim();
}

function readPath(tool: 'Read' | 'Write', specifier: string): Read {
  const pattern = specifier.trim();
  const matcher: Matcher = { kind: 'path', tool, pattern };
  const at = tool === 'Read' ? DOCS.reads : DOCS.writes;
  if (/^(?:~|\$\{?HOME|%USERPROFILE)/i.test(pattern)) {
    return open(matcher, 'a path is relative to the workspace or absolute, and what stands for home is not said', at);
  }
  if (pattern.startsWith('!')) return open(NOTHING, 'it is not said what a leading `!` does', DOCS.matching);
  if (pattern.startsWith('./')) {
    return open(matcher, 'it is not said whether a path is compared with `./` before it', DOCS.matching);
  }
  if (pattern.startsWith('../')) {
    return open(matcher, 'relative paths are scoped to the workspace, and this one leads out of it', DOCS.matching);
  }
  if (pattern.startsWith('//')) {
    return open(matcher, 'an absolute path begins with one `/`; what two do is not said', DOCS.matching);
  }
  if (/[{}[\]]/.test(pattern)) {
    return open(
      matcher,
      'globs have `**`, `*` and `?`; whether braces or brackets are signs is not said',
      DOCS.matching,
    );
  }
  if (/[^*]\/$/.test(pattern)) {
    return open(matcher, 'whether a path that ends in `/` is for what is below it is not said', DOCS.matching);
  }
  return { matcher, outlines: [[tool === 'Read' ? 'read' : 'write', [pattern]]] };
}

function readDomain(specifier: string): Read {
  const pattern = specifier.trim();
  const bare = pattern
    .replace(/^domain:/, '')
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/:].*$/, '');
  if (bare !== pattern) {
    const why = pattern.startsWith('domain:')
      ? '`domain:` is Claude Code’s; here the domain stands alone'
      : 'a domain is compared, without scheme, port and path';
    const meant = meantBy('WebFetch', bare);
    return dead('cannot-match', why, DOCS.webFetch, {
      ...(bare === '' ? {} : { instead: `WebFetch(${bare})` }),
      ...(meant ? { meant } : {}),
    });
  }
  const matcher: Matcher = { kind: 'domain', pattern };
  if (pattern === '*') return { matcher, outlines: [['fetch', ['**']]] };
  const rest = pattern.replace(/^\*\./, '');
  if (/[*?]/.test(rest)) {
    return open(matcher, 'a star is documented alone and before a first dot, and nowhere else', DOCS.webFetch);
  }
  const outline = pattern.toLowerCase().replace(/^\*\./, '**.');
  return { matcher, outlines: [['fetch', [`https://${outline}/**`, `http://${outline}/**`]]] };
}

function readMcp(specifier: string): Read {
  const colon = specifier.indexOf(':');
  if (colon < 0) {
    const [server = '', tool = '*'] = specifier.split(',').map((each) => each.trim());
    const why = 'the page writes `Mcp(server:tool)`, with a colon between the two';
    return open({ kind: 'mcp', server, tool }, why, DOCS.mcp, `Mcp(${server}:${tool === '' ? '*' : tool})`);
  }
  const [server, tool] = [specifier.slice(0, colon).trim(), specifier.slice(colon + 1).trim()];
  return { matcher: { kind: 'mcp', server, tool }, outlines: callOutline(server, tool) };
}

function callOutline(server: string, tool: string): NonNullable<Read['outlines']> {
  return [['call', [`${server}/${tool}`]]];
}

/** An entry of the terminal allow list: words that a command begins with, or a command and a glob for its arguments. */
function readCommand(written: string): Read {
  const text = written.trim();
  if (text === '') return dead('cannot-match', 'it names no command', DOCS.terminalAllowlist);
  const wrapped = /^(?:Shell|Bash)\((.+)\)$/s.exec(text)?.[1];
  if (wrapped !== undefined) {
    const why =
      'no command begins with these words: `Shell(…)` is how the command line writes it, in `.cursor/cli.json`';
    return dead('cannot-match', why, DOCS.terminalAllowlist, { instead: wrapped.replace(/(:| )\*+$/, '') });
  }
  const colon = /^[^\s:]+:/.exec(text)?.[0].length;
  if (colon !== undefined && !text.startsWith('/')) {
    const [base, args] = [text.slice(0, colon - 1), text.slice(colon)];
    return { matcher: { kind: 'shell', base, args }, outlines: [['run', [commandOutline(base, args)]]] };
  }
  const matcher: Matcher = { kind: 'prefix', text };
  if (text.includes(':')) {
    const why =
      'a `:` divides a command from a glob for its arguments, and it is not said whether one behind a blank does';
    return open(matcher, why, DOCS.terminalAllowlist);
  }
  if (/[*?]/.test(text)) {
    const bare = /^([^*?]*[^*?\s])\s+\*+$/.exec(text)?.[1];
    const why = `an entry is words that a command begins with, and globs are documented after a \`:\` only${bare ? `; \`${bare}\` alone is for any arguments` : ''}`;
    return open(matcher, why, DOCS.terminalAllowlist, bare);
  }
  if (/\s\S*[/=-]$/.test(text) && !/\s-{1,2}$/.test(text)) {
    const why = `an entry ends at the end of a word: \`${text}\` is not for \`${text}x\``;
    return { matcher, liveness: { state: 'cannot-match', why, reference: DOCS.terminalAllowlist } };
  }
  return { matcher, outlines: [['run', [`${text.replace(/\s+/g, ' ')} **`]]] };
}

/** Something that an entry is plainly about, as a call; undefined where a sample would say nothing. */
export function meantBy(type: PermissionType, specifier: string): ToolCall | undefined {
  const text = specifier.trim();
  const sample = sampleOf(text);
  switch (type) {
    case 'Shell': {
      const command = text
        .replace(':', ' ')
        .replace(/(\s)\*+$/, '$1x')
        .replace(/\*+/g, '')
        .trim();
      return { tool: 'Shell', input: { command: command === '' ? 'make' : command } };
    }
    case 'Read':
    case 'Write':
      return { tool: type, input: { path: sample === '' ? 'README.md' : sample } };
    case 'WebFetch': {
      const host = text.replace(/^\*\./, 'www.').replaceAll('*', 'example.com');
      return host === '' ? undefined : { tool: 'WebFetch', input: { url: `https://${host}/` } };
    }
    case 'Mcp': {
      const [server = '', tool = ''] = text.split(':');
      return /[*?]/.test(server) ? undefined : { tool: 'Mcp', input: { server, tool: sampleOf(tool) || 'x' } };
    }
  }
}

/** A file that a glob is meant for: as little as possible in the place of its stars. */
function sampleOf(pattern: string): string {
  return pattern
    .replace(/^\$\{?HOME\}?/, '~')
    .replace(/^\.\//, '')
    .replace(/\/$/, '/x')
    .replace(/\*\*\//g, '')
    .replace(/(^|\/)\*+(?=$|\/)/g, '$1x')
    .replace(/(^|\/)\*+(?=\.)/g, '$1x')
    .replace(/\*+/g, '')
    .replaceAll('?', 'x');
}
