/**
 * Files of other tools that are read in place, as globs for file watchers and for the documents of which an editor tells the
 * server. A test holds them against what the dialects say of paths.
 */
export const FOREIGN_FILES: readonly string[] = [
  '**/.claude/settings.json',
  '**/.claude/settings.local.json',
  '**/.claude/agents/**/*.md',
  '**/.claude/skills/**/SKILL.md',
  '**/.claude/commands/**/*.md',
  '**/managed-settings.json',
  '**/.mcp.json',
  '**/.vscode/mcp.json',
  '**/.cursor/mcp.json',
  '**/claude_desktop_config.json',
  '**/opencode.json',
  '**/opencode.jsonc',
  '**/.opencode/agent/**/*.md',
  '**/.opencode/agents/**/*.md',
  '**/.opencode/mode/*.md',
  '**/.opencode/modes/*.md',
  '**/.codex/config.toml',
  '**/.codex/rules/*.rules',
  '**/.vscode/settings.json',
  '**/*.code-workspace',
  '**/.github/agents/*.md',
  '**/.github/agents/**/*.agent.md',
  '**/.github/chatmodes/*.chatmode.md',
  '**/.github/prompts/*.prompt.md',
  '**/*.toolsets.jsonc',
];
