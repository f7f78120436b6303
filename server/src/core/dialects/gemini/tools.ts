/** Names of tools. Source: `tools/tool-names.ts`, `tools/mcp-tool.ts` (0.61.0). */

export const SHELL = 'run_shell_command';
export const AGENT = 'invoke_agent';

export const BUILT_IN: readonly string[] =
  `glob write_todos write_file google_web_search web_fetch replace run_shell_command grep_search read_many_files read_file
list_directory activate_skill ask_user tracker_create_task tracker_update_task tracker_get_task tracker_list_tasks
tracker_add_dependency tracker_visualize get_internal_docs enter_plan_mode exit_plan_mode update_topic complete_task invoke_agent
read_mcp_resource list_mcp_resources list_background_processes read_background_output`.split(/\s+/);

/** The classes of the tools: settings that say which tools there are take their names, too; rules do not. */
export const CLASSES: Readonly<Record<string, string>> = {
  ShellTool: SHELL,
  EditTool: 'replace',
  WriteFileTool: 'write_file',
  ReadFileTool: 'read_file',
  LSTool: 'list_directory',
  GlobTool: 'glob',
  GrepTool: 'grep_search',
  RipGrepTool: 'grep_search',
  WebFetchTool: 'web_fetch',
  WebSearchTool: 'google_web_search',
  WriteTodosTool: 'write_todos',
  ActivateSkillTool: 'activate_skill',
  AskUserTool: 'ask_user',
  AgentTool: AGENT,
  EnterPlanModeTool: 'enter_plan_mode',
  ExitPlanModeTool: 'exit_plan_mode',
  UpdateTopicTool: 'update_topic',
};

/** Names that people write for one of Gemini CLI's: of other tools, and those that its users see. */
export const MISTAKEN: Readonly<Record<string, string>> = {
  Bash: SHELL,
  bash: SHELL,
  shell: SHELL,
  Shell: SHELL,
  run_shell: SHELL,
  run_command: SHELL,
  execute_command: SHELL,
  run_terminal_cmd: SHELL,
  Read: 'read_file',
  ReadFile: 'read_file',
  Write: 'write_file',
  WriteFile: 'write_file',
  edit_file: 'replace',
  Edit: 'replace',
  edit: 'replace',
  Glob: 'glob',
  FindFiles: 'glob',
  Grep: 'grep_search',
  SearchText: 'grep_search',
  ReadFolder: 'list_directory',
  LS: 'list_directory',
  WebFetch: 'web_fetch',
  WebSearch: 'google_web_search',
  web_search: 'google_web_search',
  GoogleSearch: 'google_web_search',
  Task: AGENT,
  ...CLASSES,
};

const FORMER = 'search_file_content';
const NOW = 'grep_search';

/** The names by which a rule may call a tool: its own, and those that it had before. */
export function namesOf(tool: string): readonly string[] {
  if (tool === FORMER) return [FORMER, NOW];
  return tool === NOW ? [NOW, FORMER] : [tool];
}

const MCP = 'mcp_';

export function isMcpName(name: string): boolean {
  return name.startsWith(MCP);
}

/** The name of a server's tool, or with `*` of all of its tools, or of all servers. */
export function mcpToolName(server: string, tool: string): string {
  return server === '*' && tool === '*' ? `${MCP}*` : `${MCP}${server}_${tool}`;
}

/** The server and the tool that a name stands for: one of the known servers where that fits, else up to the first `_`. */
export function serverAndTool(
  name: string,
  servers: readonly string[],
): { readonly server: string; readonly tool: string } | undefined {
  if (!isMcpName(name)) return undefined;
  const rest = name.slice(MCP.length);
  const known = servers
    .filter((server) => rest.startsWith(`${server}_`) && rest.length > server.length + 1)
    .sort((a, b) => b.length - a.length)[0];
  if (known !== undefined) return { server: known, tool: rest.slice(known.length + 1) };
  const split = /^([^_]+)_(.+)$/s.exec(rest);
  return split ? { server: split[1]!, tool: split[2]! } : undefined;
}

/** As the tool of a server is called: characters that a function's name cannot have are replaced, and long names cut. */
export function functionName(server: string, tool: string): string {
  const name = `${server}_${tool}`;
  const valid = (isMcpName(name) ? name : MCP + name).replace(/[^a-zA-Z0-9_\-.:]/g, '_');
  return valid.length > 63 ? `${valid.slice(0, 30)}...${valid.slice(-30)}` : valid;
}
