import type { Reference } from '../../finding.ts';

/** The version of Claude Code whose documentation these semantics were taken from; it was read as it stood on 2026-08-22. */
export const VERSION = '2.1.240';

function page(name: string, anchor: string): Reference {
  return {
    name: `Claude Code ${VERSION}: ${name}#${anchor} (2026-08-22)`,
    url: `https://code.claude.com/docs/en/${name}#${anchor}`,
  };
}

/** The places of the documentation that say what is decided here. */
export const DOCS = {
  order: page('permissions', 'manage-permissions'),
  bareName: page('permissions', 'match-all-uses-of-a-tool'),
  parameters: page('permissions', 'match-by-input-parameter'),
  wildcards: page('permissions', 'wildcard-patterns'),
  toolGlobs: page('permissions', 'tool-name-wildcards'),
  bash: page('permissions', 'bash'),
  compound: page('permissions', 'compound-commands'),
  wrappers: page('permissions', 'process-wrappers'),
  readOnly: page('permissions', 'read-only-commands'),
  redirections: page('permissions', 'redirections'),
  paths: page('permissions', 'read-and-edit'),
  webFetch: page('permissions', 'webfetch'),
  mcp: page('permissions', 'mcp'),
  agent: page('permissions', 'agent-subagents'),
  cd: page('permissions', 'cd'),
  directories: page('permissions', 'working-directories'),
  trust: page('permissions', 'project-allow-rules-and-workspace-trust'),
  tools: page('tools-reference', 'configure-tools-with-permission-rules-and-hooks'),
  protectedPaths: page('permission-modes', 'protected-paths'),
  criticalPaths: page('permission-modes', 'critical-paths'),
  startMode: page('permission-modes', 'which-mode-a-session-starts-in'),
  bypass: page('permission-modes', 'skip-all-checks-with-bypasspermissions-mode'),
  defaultMode: page('settings-reference', 'permissions-defaultmode'),
  scopes: page('settings-reference', 'scopes'),
  allSettings: page('settings-reference', 'all-settings'),
  sandboxModes: page('sandboxing', 'sandbox-modes'),
  sandboxRetry: page('sandboxing', 'the-unsandboxed-retry-escape-hatch'),
  sandboxPaths: page('settings-reference', 'sandbox-path-prefixes'),
  sandboxReads: page('sandboxing', 'filesystem-isolation'),
  excludedCommands: page('settings-reference', 'sandbox-excludedcommands'),
  brokenFile: page('settings', 'fix-a-broken-settings-file'),
  agentFields: page('sub-agents', 'supported-frontmatter-fields'),
  agentSkipped: page('sub-agents', 'subagent-files-claude-code-skips'),
  agentTools: page('sub-agents', 'available-tools'),
  agentModes: page('sub-agents', 'permission-modes'),
  skillTools: page('skills', 'pre-approve-tools-for-a-skill'),
  skillRules: page('skills', 'restrict-claude’s-skill-access'),
  skillFields: page('skills', 'frontmatter-reference'),
  hooks: page('hooks', 'hook-locations'),
  hookMatchers: page('hooks', 'matcher-patterns'),
  mcpApproval: page('settings-reference', 'enableallprojectmcpservers'),
  managedRules: page('settings-reference', 'allowmanagedpermissionrulesonly'),
} as const satisfies Readonly<Record<string, Reference>>;
