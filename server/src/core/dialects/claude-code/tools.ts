/** A tool of Claude Code, as far as permissions know it. */
export interface Tool {
  /** True where it asks in Manual mode, for what stands inside the working directory. */
  readonly asks: boolean;
  /** Its main field, which no `Tool(parameter:value)` rule can match. */
  readonly primary?: string;
}

const asks = (primary?: string): Tool => ({ asks: true, ...(primary === undefined ? {} : { primary }) });
const free = (primary?: string): Tool => ({ asks: false, ...(primary === undefined ? {} : { primary }) });

/** https://code.claude.com/docs/en/tools-reference, read as it stood on 2026-08-22 (2.1.240). */
export const TOOLS: ReadonlyMap<string, Tool> = new Map<string, Tool>([
  ['Agent', free()],
  ['Artifact', asks()],
  ['AskUserQuestion', free()],
  ['Bash', asks('command')],
  ['CronCreate', free()],
  ['CronDelete', free()],
  ['CronList', free()],
  ['Edit', asks('file_path')],
  ['EndConversation', free()],
  ['EnterPlanMode', free()],
  ['EnterWorktree', asks()],
  ['ExitPlanMode', asks()],
  ['ExitWorktree', free()],
  ['Glob', free('path')],
  ['Grep', free('path')],
  ['ListAgents', free()],
  ['ListMcpResourcesTool', free()],
  ['LSP', free()],
  ['Monitor', asks()],
  ['NotebookEdit', asks('notebook_path')],
  ['PowerShell', asks('command')],
  ['PushNotification', free()],
  ['Read', free('file_path')],
  ['ReadMcpResourceTool', free()],
  ['RemoteTrigger', free()],
  ['ReportFindings', free()],
  ['ScheduleWakeup', free()],
  ['SendMessage', free()],
  ['SendUserFile', free()],
  ['ShareOnboardingGuide', asks()],
  ['Skill', asks()],
  ['TaskCreate', free()],
  ['TaskGet', free()],
  ['TaskList', free()],
  ['TaskOutput', free()],
  ['TaskStop', free()],
  ['TaskUpdate', free()],
  ['TodoWrite', free()],
  ['ToolSearch', free()],
  ['WaitForMcpServers', free()],
  ['WebFetch', asks('url')],
  ['WebSearch', asks()],
  ['Workflow', asks()],
  ['Write', asks('file_path')],
]);

/** Old names that still stand for a tool. https://code.claude.com/docs/en/sub-agents#restrict-which-subagents-can-be-spawned */
const ALIASES: Readonly<Record<string, string>> = { Task: 'Agent' };

export function canonicalTool(name: string): string {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name]! : name;
}

/** Known names that are taken for a tool's and are none; `Cd` is a rule about what a person does with `/cd`. */
export const RULES_ONLY: ReadonlySet<string> = new Set(['Cd']);

/** Tools that no subagent has, whatever its list says. https://code.claude.com/docs/en/sub-agents#available-tools */
export const NOT_FOR_AGENTS: ReadonlySet<string> = new Set([
  'AskUserQuestion',
  'EndConversation',
  'EnterPlanMode',
  'ScheduleWakeup',
  'TaskOutput',
  'WaitForMcpServers',
  'Workflow',
]);

/** The server and the tool of `mcp__server__tool`; without a tool for `mcp__server`. */
export function mcpName(name: string): { readonly server: string; readonly tool: string | undefined } | undefined {
  if (!name.startsWith('mcp__')) return undefined;
  const rest = name.slice(5);
  const cut = rest.indexOf('__');
  if (cut < 0) return rest === '' ? undefined : { server: rest, tool: undefined };
  return cut === 0 ? undefined : { server: rest.slice(0, cut), tool: rest.slice(cut + 2) };
}
