import { readShell } from '../../decide/shell.ts';
import type { ShellNode } from '../../decide/shell-node.ts';
import type { Reference } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import { closest } from '../../schema/closest.ts';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import type { ForeignRule, Layer, Liveness, Outline, ToolCall } from '../dialect.ts';
import { DOCS, VERSION } from './docs.ts';
import { domainProblem } from './domain.ts';
import { type PathRule, readPathRule } from './path-rule.ts';
import { canonicalTool, mcpName, RULES_ONLY, TOOLS } from './tools.ts';

/** What a rule is compared with. */
export type Matcher =
  /** Every use of one tool, or of those that a pattern names. */
  | { readonly kind: 'tool'; readonly tool: string }
  | { readonly kind: 'command'; readonly tool: string; readonly pattern: string }
  | { readonly kind: 'path'; readonly tool: 'Read' | 'Edit'; readonly path: PathRule }
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'parameter'; readonly tool: string; readonly parameter: string; readonly value: string }
  | { readonly kind: 'agent'; readonly name: string }
  | { readonly kind: 'skill'; readonly name: string; readonly withArguments: boolean }
  /** Compared with nothing that an agent does. */
  | { readonly kind: 'none' };

/** A rule of Claude Code as it stands in a file. */
export interface ClaudeRule extends ForeignRule {
  readonly layer: Layer;
  readonly matcher: Matcher;
}

export interface Written {
  readonly source: Source;
  readonly span: Span;
  readonly text: string;
  readonly effect: Effect;
  readonly layer: Layer;
  /** The directory of the project, relative to the workspace's root. */
  readonly project: string;
}

type Outlines = readonly (readonly [Outline['verb'], readonly string[]])[];

interface Read {
  readonly matcher: Matcher;
  readonly outlines?: Outlines;
  readonly liveness?: Liveness;
}

/** Reads a rule: what it is compared with, or why it does nothing. Total. */
export function readRule(written: Written): ClaudeRule {
  const { source, span, text, effect, layer } = written;
  const { matcher, outlines = [], liveness = { state: 'live' } } = read(written);
  return {
    source,
    span,
    text,
    effect,
    layer,
    enforcer: effect === 'ask' ? 'prompt-only' : 'engine',
    liveness,
    outlines: outlines.map(([verb, patterns]) => ({
      verb,
      patterns: patterns.map((each) => ({ text: each, negated: false, span })),
    })),
    matcher,
  };
}

const NOTHING: Matcher = { kind: 'none' };

function dead(
  state: Exclude<Liveness['state'], 'live'>,
  why: string,
  reference: Reference,
  more: { readonly meant?: ToolCall; readonly instead?: string } = {},
): Read {
  return { matcher: NOTHING, liveness: { state, why, reference, ...more } };
}

function read(written: Written): Read {
  const { text, effect } = written;
  const open = text.indexOf('(');
  if (open < 0) return bareName(text, effect);
  const name = text.slice(0, open);
  if (!text.endsWith(')')) {
    return dead(
      'invalid',
      'a rule ends with its closing bracket, and one that cannot be read is skipped',
      DOCS.brokenFile,
    );
  }
  const specifier = text.slice(open + 1, -1);
  if (name === '' || /\s/.test(name)) {
    return dead(
      'invalid',
      'a rule is `Tool` or `Tool(specifier)`, and one that cannot be read is skipped',
      DOCS.brokenFile,
    );
  }
  const tool = canonicalTool(name);
  if (specifier.trim() === '') {
    return dead('unknown', 'the documentation does not say what empty brackets mean', DOCS.tools);
  }
  if (specifier === '*' && (tool === 'Bash' || tool === 'PowerShell')) return bareName(name, effect);
  const known = TOOLS.has(tool) || RULES_ONLY.has(tool) || mcpName(tool) !== undefined || tool.includes('*');
  if (!known && tool !== 'MultiEdit') return unknownTool(written, name, specifier);
  const parameter = parameterRule(tool, specifier, effect, written);
  if (parameter) return parameter;
  switch (tool) {
    case 'Bash':
    case 'Monitor':
    case 'PowerShell':
      return commandRule(tool, specifier, effect);
    case 'Read':
    case 'Edit':
      return pathRule(tool, specifier, written);
    case 'Write':
    case 'NotebookEdit':
    case 'MultiEdit':
    case 'Glob':
      return neverConsulted(tool, specifier);
    case 'Grep':
    case 'LSP':
      return dead(
        'unknown',
        `paths are said to be checked against \`Read(path)\` and \`Edit(path)\` only, and nothing is said of \`${tool}(path)\``,
        DOCS.paths,
        { instead: `Read(${specifier})` },
      );
    case 'WebFetch':
      return domainRule(specifier);
    case 'Agent':
      return { matcher: { kind: 'agent', name: specifier.trim() }, outlines: [['delegate', [specifier.trim()]]] };
    case 'Skill':
      return skillRule(specifier);
    case 'Cd':
      return { matcher: NOTHING };
    default:
      break;
  }
  if (mcpName(tool)) {
    return dead('unknown', 'rules about tools of servers are documented without brackets', DOCS.mcp);
  }
  return dead('invalid', `\`${tool}\` takes no specifier: only the whole tool can be named`, DOCS.tools, {
    instead: tool,
  });
}

function bareName(name: string, effect: Effect): Read {
  const tool = canonicalTool(name);
  if (/[\s,]/.test(tool)) {
    return dead(
      'invalid',
      'a rule is `Tool` or `Tool(specifier)`, and one that cannot be read is skipped',
      DOCS.brokenFile,
    );
  }
  if (tool.includes('*')) {
    const { server } = mcpName(tool) ?? { server: undefined };
    if (effect !== 'allow') return { matcher: { kind: 'tool', tool }, outlines: everything(tool) };
    if (server !== undefined && !server.includes('*')) {
      return { matcher: { kind: 'tool', tool }, outlines: everything(tool) };
    }
    const command = /^(Bash|PowerShell):\*?$/.exec(tool)?.[1];
    return dead(
      'ignored',
      'in `allow` a tool may be named with `*` only after `mcp__<server>__`; any other such rule is skipped with a warning',
      DOCS.toolGlobs,
      command ? { instead: command } : {},
    );
  }
  if (TOOLS.has(tool) || RULES_ONLY.has(tool)) {
    return { matcher: tool === 'Cd' ? NOTHING : { kind: 'tool', tool }, outlines: everything(tool) };
  }
  if (mcpName(tool)) return { matcher: { kind: 'tool', tool }, outlines: everything(tool) };
  const path = /^(Bash|Read|Edit|WebFetch|PowerShell):(.+)$/.exec(tool);
  if (path) {
    return dead(
      'cannot-match',
      `a specifier stands in brackets, and \`${tool}\` is read as the name of a tool`,
      DOCS.bareName,
      {
        instead: `${path[1]}(${path[1] === 'WebFetch' ? 'domain:' : ''}${path[2]})`,
      },
    );
  }
  return unknownName(tool);
}

function unknownName(tool: string): Read {
  const meant = similarTool(tool);
  return dead(
    'cannot-match',
    `Claude Code ${VERSION} has no tool \`${tool}\`${meant === undefined ? '' : `; names count letter by letter`}`,
    DOCS.toolGlobs,
    meant === undefined ? {} : { instead: meant },
  );
}

function unknownTool(written: Written, name: string, specifier: string): Read {
  if (/^mcp(__)?$/i.test(name)) {
    return dead('cannot-match', '`mcp` is no tool: one of a server is called `mcp__<server>__<tool>`', DOCS.mcp);
  }
  const meant = similarTool(name);
  if (meant === undefined) return unknownName(name);
  const instead = `${meant}(${specifier})`;
  // What the same words would do under the right name, so that somebody sees what is missing.
  const right = read({ ...written, text: instead });
  const call = right.liveness === undefined ? sampleCall(right.matcher) : undefined;
  return dead(
    'cannot-match',
    `Claude Code ${VERSION} has no tool \`${name}\`; names count letter by letter`,
    DOCS.toolGlobs,
    { instead, ...(call ? { meant: call } : {}) },
  );
}

/** Old names and names of other tools, for what people mean by them. */
const MEANT: Readonly<Record<string, string>> = {
  shell: 'Bash',
  terminal: 'Bash',
  execute: 'Bash',
  fetch: 'WebFetch',
  webfetch: 'WebFetch',
  search: 'WebSearch',
  ls: 'Glob',
  killshell: 'TaskStop',
  killbash: 'TaskStop',
  bashoutput: 'TaskOutput',
  agentoutputtool: 'TaskOutput',
  multiedit: 'Edit',
  todoread: 'TaskList',
  slashcommand: 'Skill',
};

function similarTool(name: string): string | undefined {
  const names = [...TOOLS.keys()];
  const lower = name.toLowerCase().replace(/[^a-z]/g, '');
  const same = names.find((each) => each.toLowerCase() === lower);
  return same ?? MEANT[lower] ?? (name.length > 3 ? closest(name, names) : undefined);
}

/** What a bare name is about in our verbs. */
function everything(tool: string): Outlines {
  const everywhere = ['**', '../**', '~/**', '/**'];
  const mcp = mcpName(tool);
  if (mcp) return [['call', [`${mcp.server}/${mcp.tool ?? '*'}`]]];
  switch (tool) {
    case '*':
      return [
        ['run', ['**']],
        ['read', everywhere],
        ['write', everywhere],
        ['fetch', ['**']],
        ['call', ['*/*']],
      ];
    case 'Bash':
    case 'Monitor':
    case 'PowerShell':
      return [['run', ['**']]];
    case 'Read':
      return [['read', everywhere]];
    case 'Edit':
      return [
        ['write', everywhere],
        ['read', everywhere],
      ];
    case 'Write':
    case 'NotebookEdit':
      return [['write', everywhere]];
    case 'WebFetch':
      return [['fetch', ['**']]];
    case 'Agent':
      return [['delegate', ['*']]];
    default:
      return [];
  }
}

/** `npm run test *` as a pattern of ours: a word `*` is any number of words. */
function commandOutline(pattern: string): string {
  return pattern
    .replace(/:\*$/, ' *')
    .replace(/(^|\s)\*(?=\s|$)/g, '$1**')
    .replace(/([^\s*])\*$/, '$1* **');
}

function commandRule(tool: 'Bash' | 'Monitor' | 'PowerShell', specifier: string, effect: Effect): Read {
  const pattern = specifier;
  const live: Read = {
    matcher: { kind: 'command', tool: tool === 'PowerShell' ? tool : 'Bash', pattern },
    outlines: tool === 'Bash' ? [['run', [commandOutline(pattern)]]] : [],
  };
  if (tool === 'PowerShell') return live;
  const colon = pattern.indexOf(':*');
  if (colon >= 0 && colon < pattern.length - 2 && /^[\w./-]+:\*/.test(pattern)) {
    const instead = `${pattern.slice(0, colon)} *${pattern.slice(colon + 2)}`;
    const meant = instead.replace(/\s*\*$/, '').replaceAll('*', 'x');
    return dead(
      'cannot-match',
      '`:*` stands for words only at the end; elsewhere its colon is a character of the command',
      DOCS.wildcards,
      {
        instead: `${tool}(${instead})`,
        meant: { tool: 'Bash', input: { command: meant } },
      },
    );
  }
  if (pattern.includes('*') && severalCommands(pattern)) {
    return dead(
      'cannot-match',
      'a line is split at `&&`, `||`, `;`, `|`, `&` and newlines, and each command is compared on its own',
      DOCS.compound,
      { meant: { tool: 'Bash', input: { command: pattern.replace(/:\*$/, ' x').replaceAll('*', 'x') } } },
    );
  }
  if (effect === 'allow' && /^(watch|setsid|ionice|flock)\b/.test(pattern) && pattern.includes('*')) {
    return dead(
      'ignored',
      'a rule with `*` never approves `watch`, `setsid`, `ionice` and `flock`: they always ask',
      DOCS.wrappers,
      {
        meant: { tool: 'Bash', input: { command: sampleCommand(pattern) } },
      },
    );
  }
  if (effect === 'allow' && /^(timeout|time|nice|nohup|stdbuf|command|builtin|noglob)(\s+\*|:\*)$/.test(pattern)) {
    return {
      ...live,
      liveness: {
        state: 'unknown',
        why: 'these words are taken off before a command is compared, and it is not said whether a rule may name them',
        reference: DOCS.wrappers,
      },
    };
  }
  return live;
}

function severalCommands(pattern: string): boolean {
  const { node, unparsed } = readShell(pattern.replaceAll('*', 'x'), undefined);
  if (unparsed !== undefined) return false;
  let count = 0;
  const stack: ShellNode[] = [node];
  for (let next = stack.pop(); next && count < 2; next = stack.pop()) {
    if (next.kind === 'command') count += next.command.words.length > 0 ? 1 : 0;
    else if (next.kind === 'sequence') stack.push(...next.items);
    else if (next.kind === 'and' || next.kind === 'or') stack.push(next.left, next.right);
    else if (next.kind === 'not' || next.kind === 'apart') stack.push(next.node);
  }
  return count > 1;
}

/** A command that a pattern is meant for. */
export function sampleCommand(pattern: string): string {
  return pattern
    .replace(/(:|\s)\*$/, ' x')
    .replaceAll('*', 'x')
    .trim();
}

function pathRule(tool: 'Read' | 'Edit', specifier: string, written: Written): Read {
  const { effect, layer, project } = written;
  if (specifier.trim().startsWith('!')) {
    return dead(
      'unknown',
      'rules are gitignore patterns, and it is not said what one that begins with `!` does',
      DOCS.paths,
    );
  }
  if (layer === 'managed' && /^\/(?!\/)/.test(specifier)) {
    return dead('unknown', 'it is not said what a single leading `/` is relative to in managed settings', DOCS.paths);
  }
  const path = readPathRule(specifier, effect, layer, project);
  const patterns = path.outline;
  return {
    matcher: { kind: 'path', tool, path },
    outlines:
      tool === 'Read'
        ? [['read', patterns]]
        : [
            ['write', patterns],
            ['read', patterns],
          ],
  };
}

function neverConsulted(tool: string, specifier: string): Read {
  const right = tool === 'Glob' ? 'Read' : 'Edit';
  const file = samplePath(specifier);
  const meant: ToolCall =
    tool === 'Glob'
      ? { tool: 'Read', input: { file_path: file } }
      : tool === 'NotebookEdit'
        ? { tool: 'NotebookEdit', input: { notebook_path: file } }
        : { tool: 'Write', input: { file_path: file } };
  return dead(
    'never-consulted',
    `files are checked against \`Edit(path)\` and \`Read(path)\` only, never against \`${tool}(path)\``,
    DOCS.paths,
    { meant, instead: `${right}(${specifier})` },
  );
}

/** A file that a pattern is meant for. */
function samplePath(specifier: string): string {
  const text = specifier
    .trim()
    .replace(/^\/\//, '\u0000')
    .replace(/^\//, '')
    .replace('\u0000', '/')
    .replace(/^\.\//, '')
    .replace(/\*\*\/?/g, '')
    .replaceAll('*', 'x')
    .replace(/\/+$/, '');
  const path = text === '' ? 'x' : text;
  return specifier.trim().endsWith('**') && text !== '' ? `${path}/x` : path;
}

function domainRule(specifier: string): Read {
  const text = specifier.trim();
  const url = (domain: string): ToolCall => ({
    tool: 'WebFetch',
    input: { url: `https://${domain.replace(/^\*\./, 'www.').replaceAll('*', 'example.com')}/` },
  });
  if (!/^domain:/.test(text)) {
    const domain = /^(?:[a-z]+:\/\/)?([^/\s:]+)/i.exec(text)?.[1] ?? '';
    const good = domain !== '' && domainProblem(domain) === undefined && !/^(url|prompt|host)$/.test(domain);
    return dead('cannot-match', 'a rule about `WebFetch` names a domain after `domain:`', DOCS.webFetch, {
      ...(good ? { meant: url(domain), instead: `WebFetch(domain:${domain})` } : {}),
    });
  }
  const domain = text.slice('domain:'.length);
  const problem = domainProblem(domain);
  if (problem !== undefined) {
    const host = /^\s*(?:[a-z]+:\/\/)?([^/\s:,]+)/i.exec(domain)?.[1];
    return dead('cannot-match', problem, DOCS.webFetch, {
      ...(host === undefined ? {} : { meant: url(host), instead: `WebFetch(domain:${host})` }),
    });
  }
  if (domain.trim() === '*') return { matcher: { kind: 'tool', tool: 'WebFetch' }, outlines: [['fetch', ['**']]] };
  const outline = domain.trim().toLowerCase().replace(/\.$/, '').replace(/^\*\./, '**.');
  return {
    matcher: { kind: 'domain', domain },
    outlines: [['fetch', [`https://${outline}/**`, `http://${outline}/**`]]],
  };
}

function skillRule(specifier: string): Read {
  const text = specifier.trim();
  const withArguments = /\s\*$/.test(text) || text.endsWith(':*');
  return { matcher: { kind: 'skill', name: text.replace(/(\s|:)\*$/, ''), withArguments } };
}

/** Parameters of tools that take a command, so that `npm run test:*` is none. https://code.claude.com/docs/en/hooks#pretooluse-input */
const COMMAND_PARAMETERS: ReadonlySet<string> = new Set([
  'command',
  'description',
  'timeout',
  'run_in_background',
  'dangerouslyDisableSandbox',
]);

/** `Tool(parameter:value)`. https://code.claude.com/docs/en/permissions#match-by-input-parameter */
function parameterRule(tool: string, specifier: string, effect: Effect, written: Written): Read | undefined {
  const match = /^\s*([A-Za-z_]\w*)\s*:\s*(.*?)\s*$/s.exec(specifier);
  if (!match) return undefined;
  const [, parameter, value] = match as unknown as [string, string, string];
  const isCommand = tool === 'Bash' || tool === 'PowerShell' || tool === 'Monitor';
  if (isCommand && !COMMAND_PARAMETERS.has(parameter)) return undefined;
  if (tool === 'WebFetch' && parameter === 'domain') return undefined;
  if (tool === 'Skill') return undefined;
  if ((tool === 'Read' || tool === 'Edit') && !/^(file_path|limit|offset|pages|replace_all)$/.test(parameter))
    return undefined;
  if (TOOLS.get(tool)?.primary === parameter) {
    const right = read({ ...written, text: `${tool}(${tool === 'WebFetch' ? 'domain:' : ''}${value})` });
    const meant = right.liveness === undefined ? sampleCall(right.matcher) : undefined;
    return dead(
      'ignored',
      `a rule cannot name a tool's main field: one about \`${parameter}\` is ignored with a warning`,
      DOCS.parameters,
      { instead: `${tool}(${tool === 'WebFetch' ? 'domain:' : ''}${value})`, ...(meant ? { meant } : {}) },
    );
  }
  if (effect === 'allow') {
    return dead('ignored', 'only `deny` and `ask` match a parameter', DOCS.parameters);
  }
  return { matcher: { kind: 'parameter', tool, parameter, value } };
}

/** A request that a rule is meant for. */
export function sampleCall(matcher: Matcher): ToolCall | undefined {
  switch (matcher.kind) {
    case 'command':
      return { tool: 'Bash', input: { command: sampleCommand(matcher.pattern) } };
    case 'path': {
      const outline = matcher.path.outline.at(-1)!;
      const file = outline
        .replace(/\*\*\//g, '')
        .replace('**', 'x')
        .replaceAll('*', 'x');
      return { tool: matcher.tool, input: { file_path: file } };
    }
    case 'domain':
      return {
        tool: 'WebFetch',
        input: { url: `https://${matcher.domain.replace(/^\*\./, 'www.').replaceAll('*', 'x')}/` },
      };
    default:
      return undefined;
  }
}
