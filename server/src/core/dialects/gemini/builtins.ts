import type { Effect } from '../../model/manifest.ts';
import { type EngineRule, type Mode, regexTest } from './rule.ts';

/**
 * The policies that Gemini CLI brings itself, in the order in which it loads them (`policy/policies/*.toml`, 0.61.0). Their
 * tier is the lowest.
 */
interface BuiltIn {
  readonly tools: string;
  readonly effect: Effect;
  readonly priority: number;
  readonly modes?: readonly Mode[];
  readonly interactive?: boolean;
  readonly mcpName?: string;
  readonly readOnly?: true;
  readonly regex?: string;
  readonly allowsRedirection?: true;
}

const PLAN: readonly Mode[] = ['plan'];
const NAME = '[\\w-]+';
const SLASH = '[\\\\/]+';
const TEMPORARY = `\\.gemini${SLASH}tmp${SLASH}${NAME}${SLASH}(?:${NAME}${SLASH})?plans${SLASH}${NAME}\\.md`;
/** Where a plan may be written: a Markdown file of the workspace's root, in `plans`, or in a temporary directory. */
const PLANS = `\\x00"file_path":"(?:(?:[^"]+${SLASH}|\\.${SLASH})?${TEMPORARY}|(?:\\.${SLASH})?(?:plans${SLASH})?${NAME}\\.md)"\\x00`;

const BUILT_IN: readonly BuiltIn[] = [
  { tools: 'invoke_agent', effect: 'allow', priority: 50, modes: ['default', 'autoEdit', 'yolo'] },
  { tools: 'discovered_tool_*', effect: 'ask', priority: 10, interactive: true },
  { tools: 'discovered_tool_*', effect: 'deny', priority: 10, interactive: false },
  { tools: 'ask_user', effect: 'deny', priority: 999, interactive: false },
  { tools: 'enter_plan_mode', effect: 'ask', priority: 50, interactive: true },
  { tools: 'enter_plan_mode', effect: 'allow', priority: 50, interactive: false },
  { tools: 'enter_plan_mode', effect: 'deny', priority: 70, modes: PLAN },
  { tools: 'exit_plan_mode', effect: 'ask', priority: 70, modes: PLAN, interactive: true },
  { tools: 'exit_plan_mode', effect: 'allow', priority: 70, modes: PLAN, interactive: false },
  { tools: 'exit_plan_mode', effect: 'deny', priority: 50 },
  { tools: '*', effect: 'deny', priority: 40, modes: PLAN },
  { tools: 'mcp_*', mcpName: '*', readOnly: true, effect: 'ask', priority: 50, modes: PLAN, interactive: true },
  {
    tools: 'invoke_agent',
    regex: '"agent_name":\\s*"(codebase_investigator|cli_help)"',
    effect: 'allow',
    priority: 50,
    modes: PLAN,
  },
  { tools: 'ask_user web_fetch activate_skill', effect: 'ask', priority: 50, modes: PLAN, interactive: true },
  { tools: 'write_file replace', regex: PLANS, effect: 'allow', priority: 70, modes: PLAN },
  { tools: 'write_file replace', effect: 'deny', priority: 65, modes: PLAN },
  {
    tools: `glob grep_search list_directory read_file google_web_search codebase_investigator cli_help get_internal_docs
tracker_create_task tracker_update_task tracker_get_task tracker_list_tasks tracker_add_dependency tracker_visualize update_topic
complete_task read_mcp_resource list_mcp_resources`,
    effect: 'allow',
    priority: 50,
  },
  { tools: 'replace', effect: 'ask', priority: 10, interactive: true },
  { tools: 'replace', effect: 'allow', priority: 15, modes: ['autoEdit'] },
  { tools: 'run_shell_command write_file activate_skill', effect: 'ask', priority: 10, interactive: true },
  { tools: 'write_file', effect: 'allow', priority: 15, modes: ['autoEdit'] },
  { tools: 'web_fetch', effect: 'allow', priority: 15, modes: ['autoEdit'] },
  { tools: 'web_fetch', effect: 'ask', priority: 10, interactive: true },
  {
    tools: 'replace run_shell_command write_file activate_skill web_fetch',
    effect: 'deny',
    priority: 10,
    interactive: false,
  },
  { tools: 'ask_user', effect: 'ask', priority: 999, modes: ['yolo'], interactive: true },
  { tools: 'enter_plan_mode exit_plan_mode', effect: 'deny', priority: 999, modes: ['yolo'], interactive: true },
  { tools: '*', effect: 'allow', priority: 998, modes: ['yolo'], allowsRedirection: true },
];

export const BUILT_IN_RULES: readonly EngineRule[] = BUILT_IN.flatMap(
  ({ tools, effect, priority, modes, interactive, mcpName, readOnly, regex, allowsRedirection }) =>
    tools.split(/\s+/).map((toolName) => ({
      toolName,
      effect,
      priority: 1 + priority / 1000,
      modes: modes ?? [],
      ...(interactive === undefined ? {} : { interactive }),
      ...(mcpName === undefined ? {} : { mcpName }),
      ...(readOnly ? { annotations: { readOnlyHint: true } } : {}),
      ...(regex === undefined ? {} : { args: regexTest(regex) }),
      ...(allowsRedirection ? { allowsRedirection } : {}),
    })),
);
