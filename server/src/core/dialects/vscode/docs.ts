import type { Reference } from '../../finding.ts';

/** The release whose program and documentation these semantics were taken from. */
export const VERSION = '1.139.1';

const page = (path: string, anchor: string): Reference => ({
  name: `VS Code documentation: ${path}${anchor === '' ? '' : `#${anchor}`} (2026-11)`,
  url: `https://code.visualstudio.com/docs/${path}${anchor === '' ? '' : `#${anchor}`}`,
});

const source = (path: string): Reference => ({
  name: `VS Code ${VERSION}: ${path.slice(path.lastIndexOf('/') + 1)}`,
  url: `https://github.com/microsoft/vscode/blob/${VERSION}/${path}`,
});

const TERMINAL_TOOLS = 'src/vs/workbench/contrib/terminalContrib/chatAgentTools';

/** The places that say what is decided here. */
export const DOCS = {
  approvals: page('agents/run/approvals', ''),
  terminal: page('agents/run/approvals', 'automatically-approve-terminal-commands'),
  urls: page('agents/run/approvals', 'url-approval'),
  edits: page('agents/run/approvals', ''),
  levels: page('agents/run/approvals', 'permission-levels'),
  sandbox: page('agents/concepts/trust-and-safety', ''),
  scopes: {
    name: 'VS Code API: configuration scopes (2026-11)',
    url: 'https://code.visualstudio.com/api/references/contribution-points#contributes.configuration',
  },
  agents: page('agent-customization/custom-agents', ''),
  agentTools: page('agent-customization/custom-agents', 'header-optional'),
  toolSets: page('agents/agent-tools', 'group-tools-with-tool-sets'),
  settings: page('agents/reference/ai-settings', ''),
  approver: source(`${TERMINAL_TOOLS}/browser/tools/commandLineAnalyzer/autoApprove/commandLineAutoApprover.ts`),
  configuration: source(`${TERMINAL_TOOLS}/common/terminalChatAgentToolsConfiguration.ts`),
  chatSettings: source('src/vs/workbench/contrib/chat/browser/chat.contribution.ts'),
} as const satisfies Readonly<Record<string, Reference>>;
