import type { Effect } from '../../model/manifest.ts';
import type { ForeignRule, Liveness, ToolCall } from '../dialect.ts';
import { DOCS } from './docs.ts';
import { nameProblem, prefixProblem } from './names.ts';
import { outlinesOf } from './outlines.ts';
import { type EngineRule, type Mode, prefixTest } from './rule.ts';
import type { Item, Server, Settings } from './settings.ts';
import { CLASSES, SHELL } from './tools.ts';

/** What settings come to. */
export interface SettingsRules {
  readonly engine: readonly EngineRule[];
  readonly written: readonly ForeignRule[];
  /** Where the rules stand, for changes. */
  readonly paths: ReadonlyMap<ForeignRule, readonly (string | number)[]>;
  /** Rules that take whole tools away, by the name in the list. */
  readonly excluded: ReadonlyMap<string, ForeignRule>;
}

const NOT_IN_PLAN: readonly Mode[] = ['default', 'autoEdit', 'yolo'];
const USER = 4;

/** The engine's rules for settings, all in the tier of the user. Source: `policy/config.ts` (0.61.0). */
export function settingsRules(settings: Settings, servers: readonly string[]): SettingsRules {
  const engine: EngineRule[] = [];
  const written: ForeignRule[] = [];
  const paths = new Map<ForeignRule, readonly (string | number)[]>();
  const excluded = new Map<string, ForeignRule>();
  const put = (item: Item, effect: Effect, rest: { liveness?: Liveness; toolName?: string; prefix?: string }) => {
    const { toolName, prefix, liveness } = rest;
    const rule: ForeignRule = {
      source: item.source,
      span: item.span,
      text: item.value,
      effect,
      enforcer: effect === 'ask' ? 'prompt-only' : 'engine',
      liveness: liveness ?? { state: 'live' },
      outlines:
        toolName === undefined
          ? []
          : outlinesOf(toolName, prefix === undefined ? undefined : prefixTest(prefix), item.span, servers),
    };
    written.push(rule);
    // Where it stands twice, changing one of them changes nothing.
    if (!item.isRepeated) paths.set(rule, item.path);
    return rule;
  };
  const add = (rule: Omit<EngineRule, 'modes' | 'priority'> & { readonly modes?: readonly Mode[] }, priority: number) =>
    engine.push({ modes: [], ...rule, priority });

  for (const item of settings.excludedServers ?? []) {
    const toolName = serverTools(item.value);
    const rule = put(item, 'deny', { toolName });
    add({ toolName, mcpName: item.value, effect: 'deny', written: rule }, USER + 0.9);
  }
  for (const item of settings.excluded) {
    const rule = put(item, 'deny', excludedItem(item));
    add({ toolName: item.value, effect: 'deny', written: rule }, USER + 0.4);
    excluded.set(item.value, rule);
  }
  const allow = (items: readonly Item[], priority: number, modes: readonly Mode[]): boolean => {
    let isNarrowed = false;
    for (const item of items) {
      const { toolName, prefix, liveness } = allowedItem(item);
      const isShell = toolName === SHELL && prefix !== undefined;
      isNarrowed ||= isShell;
      const rule = put(item, 'allow', {
        toolName,
        ...(isShell && prefix !== '' ? { prefix } : {}),
        ...(liveness ? { liveness } : {}),
      });
      const args = isShell && prefix !== '' ? { args: prefixTest(prefix) } : {};
      // An empty prefix makes no rule at all.
      if (!(isShell && prefix === '')) add({ toolName, effect: 'allow', written: rule, modes, ...args }, priority);
    }
    return isNarrowed;
  };
  if (settings.allowed && allow(settings.allowed, USER + 0.3, [])) {
    const why = '`tools.allowed` names commands, and every other is denied then';
    add({ toolName: SHELL, effect: 'deny', why }, USER + 0.3 - 0.01);
  }
  for (const item of settings.confirmed) {
    const toolName = item.value === 'ShellTool' ? SHELL : item.value;
    const problem = nameProblem(toolName, undefined);
    const rule = put(item, 'ask', {
      toolName,
      ...(problem ? { liveness: { ...problem, ...meantBy(problem.instead) } } : {}),
    });
    add({ toolName, effect: 'ask', written: rule }, USER + 0.35);
  }
  if (settings.core) {
    allow(settings.core, USER + 0.25, NOT_IN_PLAN);
    const why = '`tools.core` names the tools that there are, and this is none of them';
    add({ toolName: '*', effect: 'deny', why, modes: NOT_IN_PLAN }, USER + 0.25 - 0.01);
  }
  for (const server of settings.servers) {
    if (!server.trust) continue;
    const rule = trustRule(server, server.trust, settings, servers);
    written.push(rule);
    paths.set(rule, ['mcpServers', server.name, 'trust']);
    const toolName = `mcp_${server.name}_*`;
    add({ toolName, mcpName: server.name, effect: 'allow', written: rule, modes: NOT_IN_PLAN }, USER + 0.2);
  }
  for (const item of settings.allowedServers ?? []) {
    const toolName = serverTools(item.value);
    const shadow = underCore(settings);
    const rule = put(item, 'allow', { toolName, ...(shadow ? { liveness: shadow } : {}) });
    add({ toolName, mcpName: item.value, effect: 'allow', written: rule, modes: NOT_IN_PLAN }, USER + 0.1);
  }
  for (const { item, key, now } of settings.former) {
    const effect = /exclude/i.test(key) ? 'deny' : 'allow';
    put(item, effect, {
      liveness: {
        state: 'ignored',
        why: `\`${key}\` is called \`${now}\` now, and the former name is read no more`,
        reference: DOCS.settings,
        ...meantBy(
          SHELL_ITEM.exec(item.value) ? SHELL : (CLASSES[item.value] ?? item.value),
          SHELL_ITEM.exec(item.value)?.[1],
        ),
      },
    });
  }
  return { engine, written, paths, excluded };
}

const SHELL_ITEM = /^(?:run_shell_command|ShellTool)\((.*)\)$/;

function serverTools(server: string): string {
  return server === '*' ? 'mcp_*' : `mcp_${server}_*`;
}

/** A call of a tool, where it is one that is known. */
function meantBy(tool: string | undefined, command?: string): { readonly meant?: ToolCall } {
  const words = command?.replace(/(:\*|\s*\*+)\s*$/, '').trim();
  switch (tool) {
    case SHELL:
      return words === undefined || words === '' ? {} : { meant: { tool: SHELL, input: { command: words } } };
    case 'write_file':
    case 'replace':
      return { meant: { tool, input: { content: '', file_path: 'src/a.ts' } } };
    case 'read_file':
      return { meant: { tool, input: { file_path: 'src/a.ts' } } };
    case 'web_fetch':
      return { meant: { tool, input: { prompt: 'Fetch https://example.com/' } } };
  }
  return {};
}

/** An item of `tools.exclude` is the name of a tool, or of its class; nothing in it is taken apart. */
function excludedItem({ value }: Item): { readonly toolName: string; readonly liveness?: Liveness } {
  const inParentheses = /^([a-zA-Z0-9_-]+)\((.*)\)$/s.exec(value);
  if (inParentheses) {
    const [, name = '', argument = ''] = inParentheses;
    const tool = Object.hasOwn(CLASSES, name) ? CLASSES[name]! : name;
    return {
      toolName: value,
      liveness: {
        state: 'cannot-match',
        why: '`tools.exclude` takes names of tools as they are, and no tool is called so; commands are denied by a policy of the user',
        reference: DOCS.config,
        ...meantBy(tool === 'Bash' ? SHELL : tool, argument),
      },
    };
  }
  if (Object.hasOwn(CLASSES, value)) return { toolName: CLASSES[value]! };
  const problem = nameProblem(value, undefined);
  return { toolName: value, ...(problem ? { liveness: { ...problem, ...meantBy(problem.instead) } } : {}) };
}

/** An item of `tools.allowed` or `tools.core`: a tool, or a prefix of commands in parentheses. */
function allowedItem({ value }: Item): {
  readonly toolName: string;
  readonly prefix?: string;
  readonly liveness?: Liveness;
} {
  const [, name = value, prefix] = /^([a-zA-Z0-9_-]+)\((.*)\)$/.exec(value) ?? [];
  const toolName = name === 'ShellTool' ? SHELL : name;
  if (toolName === SHELL && prefix !== undefined) {
    if (prefix === '') {
      return {
        toolName,
        prefix,
        liveness: { state: 'cannot-match', why: 'between the parentheses is no command', reference: DOCS.config },
      };
    }
    const problem = prefixProblem(prefix);
    const liveness = problem && {
      state: 'cannot-match' as const,
      why: problem.why,
      reference: DOCS.patterns,
      ...meantBy(SHELL, prefix),
      ...(problem.instead === undefined ? {} : { instead: `${name}(${problem.instead})` }),
    };
    return { toolName, prefix, ...(liveness ? { liveness } : {}) };
  }
  const problem = nameProblem(toolName, undefined);
  if (!problem) return { toolName };
  const command = prefix === undefined ? undefined : (prefixProblem(prefix)?.instead ?? prefix);
  const instead = problem.instead;
  const written = instead === SHELL && command !== undefined && command !== '*' ? `${SHELL}(${command})` : instead;
  return {
    toolName,
    liveness: {
      state: problem.state,
      why: problem.why,
      reference: problem.reference,
      ...meantBy(instead, command),
      ...(written === undefined ? {} : { instead: written }),
    },
  };
}

function trustRule(
  { name }: Server,
  place: NonNullable<Server['trust']>,
  settings: Settings,
  servers: readonly string[],
): ForeignRule {
  const liveness: Liveness = settings.isBlocked(name)
    ? { state: 'never-consulted', why: `\`mcp\` keeps \`${name}\` from being started`, reference: DOCS.settings }
    : (underCore(settings) ?? { state: 'live' });
  return {
    ...place,
    text: `mcpServers.${name}.trust`,
    effect: 'allow',
    enforcer: 'engine',
    liveness,
    outlines: outlinesOf(`mcp_${name}_*`, undefined, place.span, servers),
  };
}

/** With `tools.core`, every tool of a server is denied before its server is looked at. */
function underCore(settings: Settings): Liveness | undefined {
  if (!settings.core || settings.core.some(({ value }) => value === '*' || value.startsWith('mcp_'))) return undefined;
  return {
    state: 'shadowed',
    why: '`tools.core` denies what it does not name, and that comes before what is said of servers',
    reference: DOCS.config,
  };
}
