import type { Effect, Rule, Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { exportRules } from './export-rules.ts';
import { type Approximation, type Exported, mapped, one, type Target, type Writer, type Written } from './exported.ts';
import { backslashed, domainOf, globPaths, serverAndOperation, wildcardCommands } from './words.ts';

/**
 * `.claude/settings.json`: deny over ask over allow, as here. Rules and their anchors: the permissions page of its
 * documentation (2.1.240). `/path` is relative to the project there, `//path` to the file system.
 */
export const CLAUDE_CODE: Target = {
  id: 'claude-code',
  title: 'Claude Code',
  export(role, options) {
    const asks = role.rules.some(({ effect }) => effect === 'ask') && role.role.attended?.value !== false;
    // In this mode what nothing allows is denied, and so is what is asked: right where there is nothing to ask, or nobody.
    const mode = asks ? 'default' : 'dontAsk';
    const { placed, rows } = exportRules(role, writer(mode), options);
    const of = (effect: Effect) => [
      ...new Set(placed.filter((each) => each.effect === effect).map(({ entry }) => entry)),
    ];
    const settings = {
      $schema: 'https://json.schemastore.org/claude-code-settings.json',
      permissions: {
        defaultMode: mode,
        allow: of('allow'),
        ...(of('ask').length > 0 ? { ask: of('ask') } : {}),
        deny: of('deny'),
        disableBypassPermissionsMode: 'disable',
      },
      ...sandboxOf(role),
    };
    return {
      target: CLAUDE_CODE.id,
      files: [{ path: '.claude/settings.json', text: `${JSON.stringify(settings, undefined, 2)}\n` }],
      rows,
      notes: [
        'Allow rules of a project count only once the folder is trusted; its denies count at once.',
        ...(role.role.sandbox ? [] : ['No sandbox holds what an allowed command does; the role declares none.']),
      ],
    } satisfies Exported;
  },
};

/** Programs that run without a question in the default mode (permissions page, "read-only commands"). */
const READ_ONLY = [
  'cat',
  'head',
  'tail',
  'grep',
  'find',
  'wc',
  'diff',
  'stat',
  'du',
  'ls',
  'cd',
  'echo',
  'pwd',
  'which',
];

function writer(mode: 'default' | 'dontAsk'): Writer<string> {
  const unmatched = mode === 'dontAsk' ? ('deny' as const) : ('ask' as const);
  return {
    effects: new Set<Effect>(mode === 'dontAsk' ? ['allow', 'deny'] : ['allow', 'ask', 'deny']),
    denies: true,
    conditions: false,
    text: (entry) => entry,
    fallback(verb) {
      if (verb === 'read') return { effect: 'allow', why: 'it reads every file of the workspace without asking' };
      if (verb === 'run') {
        return {
          effect: unmatched,
          why: `commands that only read (${READ_ONLY.slice(0, 4).join(', ')} …) run without a question`,
        };
      }
      return { effect: unmatched, why: `its mode is ${mode}` };
    },
    write: (verb, pattern, effect, rule) => write(verb, pattern, effect, rule),
  };
}

function write(verb: Verb, pattern: string, effect: Effect, rule: Rule): Written<string> {
  switch (verb) {
    case 'run':
      if (pattern === '**') return one('Bash');
      return mapped(wildcardCommands(pattern, { signs: '' }), (text) => `Bash(${text})`);
    case 'read':
      return mapped(paths(pattern), (text) => `Read(${text})`);
    case 'write':
      return mapped(paths(pattern), (text) => `Edit(${text})`);
    case 'delete':
      return { unwritable: 'files are deleted by commands there' };
    case 'fetch': {
      if (rule.methods.length > 0 && !rule.methods.some(({ value }) => value === 'GET'))
        return { unwritable: 'its fetches are GET' };
      if (/^(\*:\/\/)?\*\*?$/.test(pattern)) return one('WebFetch');
      const domain = domainOf(pattern);
      if (domain === undefined) return { unwritable: 'its fetches are told apart by domain only' };
      const covers = domain.bounded || domain.depth === 'one' ? 'more' : 'exact';
      const why = domain.bounded ? 'a domain is all of its paths' : '`*.` is any depth there';
      const texts =
        domain.depth === 'exact'
          ? [domain.host]
          : domain.depth === 'one'
            ? [`*.${domain.host}`]
            : [domain.host, `*.${domain.host}`];
      return {
        approximations: texts.map(
          (text): Approximation<string> => ({
            entry: `WebFetch(domain:${text})`,
            covers,
            ...(covers === 'more' ? { why } : {}),
          }),
        ),
      };
    }
    case 'call': {
      const named = serverAndOperation(pattern);
      if (named === undefined) return { unwritable: 'the pattern is no server and tool' };
      const { server, operation } = named;
      if (server.includes('*') && effect === 'allow') return { unwritable: 'an allow has to name its server there' };
      return one(operation === '*' && !server.includes('*') ? `mcp__${server}` : `mcp__${server}__${operation}`);
    }
    case 'delegate':
      return one(pattern === '*' || pattern === '**' ? 'Agent' : `Agent(${pattern})`);
    default:
      return { unwritable: verb === 'use' ? 'credentials have no rules there' : 'memory has no rules there' };
  }
}

function paths(pattern: string): Written<string> {
  return globPaths(
    pattern,
    { workspace: '/', home: '~/', absolute: '//' },
    { underDirectories: true, escape: backslashed },
  );
}

/** Its sandbox fails open and lifts the prompts unless told otherwise (sandboxing page), so every switch is written. */
function sandboxOf({ role }: ResolvedRole): { readonly sandbox?: unknown } {
  const { sandbox } = role;
  if (!sandbox) return {};
  return {
    sandbox: {
      enabled: true,
      failIfUnavailable: true,
      autoAllowBashIfSandboxed: false,
      allowUnsandboxedCommands: false,
      ...(sandbox.write ? { filesystem: { allowWrite: sandbox.write.map(({ value }) => value) } } : {}),
      ...(sandbox.network
        ? { network: { allowedDomains: sandbox.network.map(({ value }) => value.replace(/^\*\*\./, '*.')) } }
        : {}),
    },
  };
}
