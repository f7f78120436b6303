import type { ToolCall } from '../dialect.ts';

/**
 * The tools that VS Code 1.139.1 and the Copilot extension 0.67 bring along, by the sets in which an agent's `tools` name
 * them. An entry is a set, `set/tool`, the tool alone, or one of the names that they had before. Source: the registrations
 * of the tools, `contributes.languageModelToolSets` of the extension, and `toToolAndToolSetEnablementMap` in
 * `languageModelToolsService.ts`.
 */
const SETS: Readonly<Record<string, string>> = {
  agent: 'runSubagent',
  edit: 'createDirectory createFile createJupyterNotebook editFiles editNotebook rename',
  execute:
    'runNotebookCell executionSubagent runInTerminal getTerminalOutput killTerminal sendToTerminal createAndRunTask runTask getTaskOutput testFailure runTests',
  read: 'getNotebookSummary problems readFile viewImage readNotebookCellOutput skill terminalLastCommand terminalSelection getTaskOutput',
  search: 'changes codebase fileSearch listDirectory textSearch searchSubagent usages',
  todo: '',
  vscode:
    'askQuestions extensions installExtension memory newWorkspace resolveMemoryFileUri runCommand switchAgent toolSearch vscodeAPI',
  web: 'fetch githubRepo githubTextSearch',
};

/** Names from before the sets, and others for the same. */
const FORMERLY: Readonly<Record<string, string>> = {
  shell: 'execute',
  'custom-agent': 'agent',
  todos: 'todo',
  runCommands: 'execute',
  'runCommands/runInTerminal': 'execute/runInTerminal',
  'runCommands/getTerminalOutput': 'execute/getTerminalOutput',
  runTasks: 'execute',
  runNotebooks: 'execute',
  new: 'vscode',
  'search/readFile': 'read/readFile',
};

/** What other hosts call the tools. VS Code knows none of these names in `.github/agents`. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  Agent: 'agent',
  Bash: 'execute',
  Edit: 'edit',
  Execute: 'execute',
  Glob: 'search',
  Grep: 'search',
  MultiEdit: 'edit',
  NotebookEdit: 'edit',
  Read: 'read',
  Search: 'search',
  Task: 'agent',
  Todo: 'todo',
  TodoWrite: 'todo',
  Web: 'web',
  WebFetch: 'web',
  WebSearch: 'web',
  Write: 'edit',
};

const SHIPPED: ReadonlyMap<string, string> = new Map([
  ...Object.keys(SETS).map((set) => [set, set] as const),
  ...Object.entries(SETS).flatMap(([set, tools]) =>
    tools
      .split(' ')
      .flatMap((tool) => [[tool, `${set}/${tool}`] as const, [`${set}/${tool}`, `${set}/${tool}`] as const]),
  ),
  ...Object.entries(FORMERLY),
]);

/** The tool or set that an entry stands for; undefined where VS Code ships none of this name. */
export function shippedTool(name: string): string | undefined {
  return SHIPPED.get(name);
}

/** What an entry would be called here that is surely meant for one of the shipped tools, and is none of their names. */
export function meantTool(name: string): string | undefined {
  if (SHIPPED.has(name) || name.includes('/') || name.includes('.')) return undefined;
  if (Object.hasOwn(ELSEWHERE, name)) return ELSEWHERE[name];
  const lower = name.toLowerCase();
  return [...SHIPPED.keys()].find((each) => each.toLowerCase() === lower);
}

/** What a tool does, as far as decisions differ by it. */
export type ToolKind = 'terminal' | 'edit' | 'read' | 'fetch' | 'subagent' | 'server' | 'other';

const KINDS: Readonly<Record<string, ToolKind>> = {
  run_in_terminal: 'terminal',
  runInTerminal: 'terminal',
  create_file: 'edit',
  createFile: 'edit',
  create_new_jupyter_notebook: 'edit',
  insert_edit_into_file: 'edit',
  replace_string_in_file: 'edit',
  multi_replace_string_in_file: 'edit',
  edit_notebook_file: 'edit',
  apply_patch: 'edit',
  editFiles: 'edit',
  read_file: 'read',
  readFile: 'read',
  list_dir: 'read',
  grep_search: 'read',
  file_search: 'read',
  semantic_search: 'read',
  fetch_webpage: 'fetch',
  fetch: 'fetch',
  runSubagent: 'subagent',
  agent: 'subagent',
};

export function kindOfTool(tool: string): ToolKind {
  return Object.hasOwn(KINDS, tool) ? KINDS[tool]! : tool.includes('/') || tool.startsWith('mcp_') ? 'server' : 'other';
}

/** The names by which `chat.tools.eligibleForAutoApproval` may speak of a call's tool. Source: `isToolEligibleForAutoApproval`. */
export function settingNames({ tool }: ToolCall): readonly string[] {
  switch (tool) {
    case 'run_in_terminal':
    case 'runInTerminal':
      return ['runInTerminal', 'runCommands/runInTerminal'];
    case 'create_file':
      return ['createFile'];
    case 'insert_edit_into_file':
      return ['insertEdit'];
    case 'replace_string_in_file':
      return ['replaceString'];
    case 'multi_replace_string_in_file':
      return ['multiReplaceString'];
    case 'edit_notebook_file':
      return ['editNotebook'];
    case 'apply_patch':
      return ['applyPatch'];
    case 'read_file':
      return ['readFile', 'search/readFile'];
    case 'fetch_webpage':
      return ['fetch'];
    default:
      return tool.includes('/') ? [tool, tool.slice(tool.indexOf('/') + 1)] : [tool];
  }
}

const NEEDED: Readonly<Record<ToolKind, readonly string[]>> = {
  terminal: ['execute', 'execute/runInTerminal'],
  edit: ['edit', 'edit/editFiles', 'edit/createFile', 'edit/editNotebook', 'edit/createJupyterNotebook'],
  read: ['read', 'read/readFile', 'search', 'search/textSearch', 'search/codebase', 'search/listDirectory'],
  fetch: ['web', 'web/fetch'],
  subagent: ['agent', 'agent/runSubagent'],
  server: [],
  other: [],
};

/** Whether somebody whose `tools` are these has the tool of a call. */
export function hasTool(entries: readonly string[], tool: string): boolean {
  const kind = kindOfTool(tool);
  if (entries.includes('*')) return true;
  const named = entries.map((entry) => shippedTool(entry) ?? entry);
  if (kind !== 'server') {
    return named.some((entry) => NEEDED[kind].includes(entry) || (kind === 'other' && entry === tool));
  }
  const server = tool.slice(0, tool.lastIndexOf('/'));
  return named.some((entry) => entry === tool || entry === `${server}/*` || entry === server);
}
