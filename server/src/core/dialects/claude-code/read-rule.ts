import type { Effect } from '../../model/manifest.ts';
import { closest } from '../../schema/closest.ts';
import { DOCS, VERSION } from './docs.ts';
import { type ClaudeRule, dead, NOTHING, type Outlines, type Read, type Written } from './rule.ts';
import { commandRule, domainRule, neverConsulted, pathRule, sampleCall, skillRule } from './rule-forms.ts';
import { canonicalTool, mcpName, RULES_ONLY, TOOLS } from './tools.ts';

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
      return domainRule(specifier, written.effect);
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
