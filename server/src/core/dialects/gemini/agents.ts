import type { Finding } from '../../finding.ts';
import type { Place, Source } from '../../source.ts';
import { entryOf } from '../../syntax/node-json.ts';
import { reported, textOf } from '../findings.ts';
import { frontmatterOf } from '../frontmatter.ts';
import { DOCS } from './docs.ts';
import { BUILT_IN } from './tools.ts';

/** An agent beside the main one, of `.gemini/agents/NAME.md`. */
export interface AgentFile {
  readonly name: string;
  readonly head: Place;
  /** The names of its tools, with `*`; all of them where there is no list. */
  readonly tools: readonly string[] | undefined;
}

const KEYS = new Set(
  'kind name description display_name tools mcp_servers model temperature max_turns timeout_mins'.split(' '),
);

/** Reads an agent; undefined where Gemini CLI has none of it. Source: `agents/agentLoader.ts` (0.61.0). */
export function readAgent(source: Source, findings: Finding[]): AgentFile | undefined {
  const dropped = (why: string, span = { start: 0, end: Math.min(3, source.text.length) }): undefined => {
    findings.push(
      reported('file-without-effect', 'warning', source, span, `Gemini CLI drops this agent: ${why}`, {
        reference: DOCS.agentLoader,
      }),
    );
  };
  const front = frontmatterOf(source);
  if (!front) return dropped('it does not begin with YAML between two lines of `---`');
  if (front.problem) return dropped(front.problem.message, front.problem.span);
  const { node } = front;
  // A list is one of agents elsewhere, whose tools nobody knows here.
  if (node?.kind !== 'map') return node?.kind === 'seq' ? undefined : dropped('its frontmatter has no keys');
  if (
    entryOf(node, 'agent_card_url') ||
    entryOf(node, 'agent_card_json') ||
    textOf(entryOf(node, 'kind')?.value) === 'remote'
  ) {
    return undefined;
  }
  const nameEntry = entryOf(node, 'name');
  const name = textOf(nameEntry?.value);
  if (name === undefined || !/^[a-z0-9-_]+$/.test(name)) {
    return dropped('its `name` has small letters, digits, `-` and `_` only', nameEntry?.span);
  }
  if ((textOf(entryOf(node, 'description')?.value) ?? '') === '') return dropped('it has no `description`');
  const unknown = node.entries.find(({ key }) => !KEYS.has(key.text));
  if (unknown)
    return dropped(`\`${unknown.key.text}\` is no key of an agent, and none besides are taken`, unknown.key.span);
  const tools = entryOf(node, 'tools');
  if (!tools) return { name, head: { source, span: nameEntry!.span }, tools: undefined };
  const items = tools.value?.kind === 'seq' ? tools.value.items : undefined;
  if (!items) return dropped('`tools` is a list', tools.span);
  const names = items.map((item) => textOf(item));
  const wrong = names.findIndex((each) => each === undefined || !isToolName(each));
  if (wrong >= 0) {
    const item = items[wrong];
    return dropped(`\`${names[wrong] ?? ''}\` in \`tools\` is no name of a tool`, item?.span ?? tools.span);
  }
  return { name, head: { source, span: nameEntry!.span }, tools: names as readonly string[] };
}

/** What the loader takes for a tool's name. Source: `isValidToolName` in `tools/tool-names.ts`. */
function isToolName(name: string): boolean {
  if (name === '*' || name === 'search_file_content' || name.startsWith('discovered_tool_')) return true;
  if (BUILT_IN.includes(name) && !name.includes('background')) return true;
  if (!name.startsWith('mcp_') || name.startsWith('mcp__')) return false;
  if (name === 'mcp_*') return true;
  const [, server = '', tool = ''] = /^mcp_([^_]+)_(.+)$/.exec(name) ?? [];
  return /^[a-z0-9_.:-]+$/i.test(server) && (tool === '*' || (/[^_]/.test(tool) && /^[a-z0-9_.:-]+$/i.test(tool)));
}

/** Whether an agent with these tools has one. */
export function hasTool(tools: readonly string[] | undefined, tool: string): boolean {
  return (
    tools === undefined ||
    tools.some(
      (each) =>
        each === '*' ||
        each === tool ||
        (each === 'mcp_*' && tool.startsWith('mcp_')) ||
        (each.startsWith('mcp_') && each.endsWith('_*') && tool.startsWith(each.slice(0, -1))),
    )
  );
}
