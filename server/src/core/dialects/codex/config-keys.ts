/** What Codex takes as values of its settings. Another one keeps it from starting, as its binary says (0.169.0). */
export const VALUES: Readonly<Record<string, readonly string[]>> = {
  approval_policy: ['untrusted', 'on-failure', 'on-request', 'never'],
  approvals_reviewer: ['user', 'auto_review', 'guardian_subagent'],
  sandbox_mode: ['read-only', 'workspace-write', 'danger-full-access'],
  web_search: ['disabled', 'cached', 'indexed', 'live'],
  'shell_environment_policy.inherit': ['core', 'all', 'none'],
  'mcp_servers.*.default_tools_approval_mode': ['auto', 'prompt', 'writes', 'approve'],
  'mcp_servers.*.tools.*.approval_mode': ['auto', 'prompt', 'writes', 'approve'],
  'permissions.*.network.domains.*': ['allow', 'deny'],
  'permissions.*.network.mode': ['limited', 'full'],
  'permissions.*.filesystem.*': ['read', 'write', 'deny', 'none'],
  'permissions.*.filesystem.*.*': ['read', 'write', 'deny', 'none'],
  'projects.*.trust_level': ['trusted', 'untrusted'],
};

export const TYPES: Readonly<Record<string, 'boolean' | 'list' | 'text'>> = {
  'sandbox_workspace_write.network_access': 'boolean',
  'sandbox_workspace_write.exclude_slash_tmp': 'boolean',
  'sandbox_workspace_write.exclude_tmpdir_env_var': 'boolean',
  'sandbox_workspace_write.writable_roots': 'list',
  'permissions.*.network.enabled': 'boolean',
  'permissions.*.extends': 'text',
  default_permissions: 'text',
  'mcp_servers.*.enabled': 'boolean',
  'mcp_servers.*.enabled_tools': 'list',
  'mcp_servers.*.disabled_tools': 'list',
  'mcp_servers.*.command': 'text',
  'mcp_servers.*.url': 'text',
};

/**
 * Keys that count in a user's own file and not in a repository's, which could otherwise choose where credentials go and which
 * programs are started (`PROJECT_LOCAL_CONFIG_DENYLIST` in `codex-rs/config/src/loader/mod.rs`).
 */
export const NOT_IN_PROJECTS: readonly string[] = [
  'openai_base_url',
  'chatgpt_base_url',
  'apps_mcp_product_sku',
  'model_provider',
  'model_providers',
  'notify',
  'profile',
  'profiles',
  'experimental_realtime_webrtc_call_base_url',
  'experimental_realtime_ws_base_url',
  'otel',
];

/** Names that other tools, or people, write for one of Codex's. Codex passes over what it does not know. */
export const MISTAKEN: Readonly<Record<string, string>> = {
  mcpServers: 'mcp_servers',
  'mcp-servers': 'mcp_servers',
  mcp: 'mcp_servers',
  approvalPolicy: 'approval_policy',
  'approval-policy': 'approval_policy',
  approval_mode: 'approval_policy',
  approvalMode: 'approval_policy',
  sandbox: 'sandbox_mode',
  sandboxMode: 'sandbox_mode',
  'sandbox-mode': 'sandbox_mode',
  sandbox_policy: 'sandbox_mode',
  sandbox_permissions: 'sandbox_mode',
  workspace_write: 'sandbox_workspace_write',
  sandbox_workspace: 'sandbox_workspace_write',
  permission: 'permissions',
};
