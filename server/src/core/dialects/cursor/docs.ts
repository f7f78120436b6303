import type { Reference } from '../../finding.ts';

/** The newest release that the documentation names; it was read on 2026-11-25, from copies of that autumn. */
export const VERSION = '3.23';

function page(path: string, anchor: string): Reference {
  return {
    name: `Cursor documentation: ${path}${anchor === '' ? '' : `#${anchor}`} (2026-11-25)`,
    url: `https://cursor.com/docs/${path}${anchor === '' ? '' : `#${anchor}`}`,
  };
}

/** The places of the documentation that say what is decided here. */
export const DOCS = {
  cli: page('cli/reference/permissions', ''),
  shell: page('cli/reference/permissions', 'shell-commands'),
  reads: page('cli/reference/permissions', 'file-reads'),
  writes: page('cli/reference/permissions', 'file-writes'),
  webFetch: page('cli/reference/permissions', 'web-fetch'),
  mcp: page('cli/reference/permissions', 'mcp-tools'),
  matching: page('cli/reference/permissions', 'pattern-matching'),
  config: page('cli/reference/configuration', 'file-location'),
  configNotes: page('cli/reference/configuration', 'notes'),
  permissions: page('reference/permissions', 'top-level-fields'),
  mcpAllowlist: page('reference/permissions', 'mcp-allowlist-format'),
  terminalAllowlist: page('reference/permissions', 'terminal-allowlist-format'),
  autoRun: page('reference/permissions', 'autorun-configuration'),
  separate: page('reference/permissions', 'notes'),
  sandbox: page('reference/sandbox', 'top-level-fields'),
  network: page('reference/sandbox', 'networkpolicy-object'),
  hosts: page('reference/sandbox', 'network-pattern-syntax'),
  protectedPaths: page('reference/sandbox', 'protected-paths'),
  security: page('agent/security', 'first-party-tool-calls'),
  runModes: page('agent/security/run-modes', ''),
} as const;
