import type { Finding } from '../../finding.ts';
import type { Effect } from '../../model/manifest.ts';
import type { Node } from '../../syntax/node.ts';
import { reported, textOf } from '../findings.ts';
import { entryIn } from '../toml/tree.ts';
import { type ConfigFile, refusal } from './config-file.ts';
import { DOCS } from './docs.ts';
import { settingOf, type Written } from './setting.ts';

/** One server of tools under `mcp_servers`. */
export interface Server {
  readonly id: string;
  readonly written: Written;
  readonly enabled: boolean;
  /** Undefined: all of them. */
  readonly only: readonly string[] | undefined;
  readonly without: readonly string[];
  /** What is asked before a tool is called, by the tool's name; `auto` where nothing is said. */
  approvalOf(tool: string): ApprovalMode;
}

export type ApprovalMode = 'auto' | 'prompt' | 'writes' | 'approve';

/** The effect of an approval mode where nothing is known about a tool: what is not called read-only is asked about. */
export const EFFECT_OF: Readonly<Record<ApprovalMode, Effect>> = {
  auto: 'ask',
  prompt: 'ask',
  writes: 'ask',
  approve: 'allow',
};

/** The servers of all files; what a stronger file says about one counts key by key. */
export function readServers(files: readonly ConfigFile[], findings: Finding[]): Server[] {
  const ids = new Set(
    files.flatMap(({ root }) => {
      const table = entryIn(root, 'mcp_servers')?.value;
      return table?.kind === 'map' ? table.entries.map(({ key }) => key.text) : [];
    }),
  );
  return [...ids].flatMap((id) => serverOf(files, id, findings) ?? []);
}

function serverOf(files: readonly ConfigFile[], id: string, findings: Finding[]): Server | undefined {
  const found = settingOf(files, 'mcp_servers', id);
  if (!found) return undefined;
  const { file, entry } = found;
  const at = (...path: string[]): Node | undefined => settingOf(files, 'mcp_servers', id, ...path)?.entry.value;
  const command = at('command');
  const url = at('url');
  if (command && url)
    findings.push(refusal(file.source, entry.key.span, `\`${id}\` has a \`command\` and a \`url\``, DOCS.mcp));
  if (!command && !url)
    findings.push(refusal(file.source, entry.key.span, `\`${id}\` has neither \`command\` nor \`url\``, DOCS.mcp));
  const only = namesIn(at('enabled_tools'));
  const without = namesIn(at('disabled_tools')) ?? [];
  for (const tool of without) {
    if (only === undefined || only.includes(tool)) continue;
    const list = settingOf(files, 'mcp_servers', id, 'disabled_tools')!;
    const item =
      list.entry.value?.kind === 'seq' ? list.entry.value.items.find((each) => textOf(each) === tool) : undefined;
    const message = `\`${tool}\` need not be disabled: \`enabled_tools\` leaves it out already`;
    if (item)
      findings.push(
        reported('setting-without-effect', 'info', list.file.source, item.span, message, { reference: DOCS.mcp }),
      );
  }
  const enabled = at('enabled');
  const isMode = (text: string | undefined): text is ApprovalMode => text !== undefined && text in EFFECT_OF;
  const fallback = textOf(at('default_tools_approval_mode'));
  return {
    id,
    written: { source: file.source, span: entry.key.span, text: `mcp_servers.${id}` },
    enabled: !(enabled?.kind === 'scalar' && enabled.value === false),
    only,
    without,
    approvalOf: (tool) => {
      const own = textOf(at('tools', tool, 'approval_mode'));
      return isMode(own) ? own : isMode(fallback) ? fallback : 'auto';
    },
  };
}

function namesIn(node: Node | undefined): string[] | undefined {
  return node?.kind === 'seq' ? node.items.flatMap((item) => textOf(item) ?? []) : undefined;
}
