import type { ToolCall } from '../dialect.ts';
import type { CheckerDraft } from './policy-file.ts';
import { argumentText, type Mode } from './rule.ts';
import { withinWorkspace } from './workspace-path.ts';

/** Tools that refuse a path before anything is asked, by the argument that has it. */
const PATH_OF: Readonly<Record<string, string>> = {
  read_file: 'file_path',
  write_file: 'file_path',
  replace: 'file_path',
  list_directory: 'dir_path',
  glob: 'dir_path',
  grep_search: 'dir_path',
};

/**
 * Why a tool for files refuses its path, whatever the policies say: it leads out of the workspace, or has a segment that is
 * blocked. Source: `utils/workspaceContext.ts`, `utils/paths.ts` (0.61.0). Undefined where it does not.
 */
export function refusedPath({ tool, input }: ToolCall, directories: readonly string[]): string | undefined {
  const argument = Object.hasOwn(PATH_OF, tool) ? PATH_OF[tool]! : undefined;
  const path = argument === undefined ? undefined : input[argument];
  if (typeof path !== 'string' || path === '') return undefined;
  const root = directories.find((each) => path === each || path.startsWith(`${each.replace(/\/$/, '')}/`));
  const segments = withinWorkspace(root === undefined ? path : path.slice(root.length).replace(/^\/+/, ''));
  if (segments === undefined || path.startsWith('~')) return 'the tool takes no path outside of the workspace';
  const blocked = segments.find(isBlocked);
  return blocked === undefined ? undefined : `the tool takes no path with \`${blocked}\` in it`;
}

function isBlocked(segment: string): boolean {
  const name = clean(segment);
  if (name === '.git' || name === '.env' || name === 'node_modules') return true;
  return name.startsWith('gha-creds-') && name.endsWith('.json');
}

function clean(segment: string): string {
  return segment
    .split(':')[0]!
    .replace(/[\s.]+$/, '')
    .toLowerCase();
}

/** What a safety checker makes of a call that no rule denies: it asks, or what it does is not known. */
export type Checked = 'ask' | 'unknown' | undefined;

/** Source: `safety/built-in.ts`, `policies/write.toml` (0.61.0). */
export function checked(call: ToolCall, mode: Mode, checkers: readonly CheckerDraft[]): Checked {
  const own: CheckerDraft = {
    toolNames: ['write_file', 'replace'],
    modes: ['autoEdit'],
    args: ['any'],
    name: 'allowed-path',
  };
  let result: Checked;
  for (const { toolNames, modes, args, name, mcpName } of [own, ...checkers]) {
    if (modes.length > 0 && !modes.includes(mode)) continue;
    const named = toolNames.map((each) => (mcpName === undefined ? each : `mcp_${mcpName}_${each}`));
    const isNamed = named.some((each) =>
      each.endsWith('*') ? call.tool.startsWith(each.slice(0, -1)) : each === call.tool,
    );
    const text = argumentText(call.input);
    const isAbout = args.some((each) => each === 'any' || (!('refused' in each) && each.finds(text) !== false));
    if (!isNamed || !isAbout || name === 'conseca') continue;
    if (name !== 'allowed-path') return 'unknown';
    const { file_path: path } = call.input;
    if (typeof path === 'string' && path.split('/').some((segment) => clean(segment) === '.vscode')) result = 'ask';
  }
  return result;
}
