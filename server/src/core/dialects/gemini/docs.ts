import type { Reference } from '../../finding.ts';

/** The version of Gemini CLI that these semantics were taken from: its core is run in tests, its CLI was read. */
export const VERSION = '0.61.0';

const PAGES = 'https://github.com/google-gemini/gemini-cli/blob/main/docs';

function page(file: string, anchor: string): Reference {
  return {
    name: `Gemini CLI documentation: ${file.replace(/^.*\//, '')}${anchor === '' ? '' : `#${anchor}`} (2026-08-21)`,
    url: `${PAGES}/${file}.md${anchor === '' ? '' : `#${anchor}`}`,
  };
}

function source(path: string): Reference {
  return {
    name: `Gemini CLI ${VERSION} source: ${path}`,
    url: `https://github.com/google-gemini/gemini-cli/blob/main/packages/${path}`,
  };
}

/** What says so, for what is said about Gemini CLI's files. */
export const DOCS = {
  tiers: page('reference/policy-engine', 'priority-system-and-tiers'),
  toolName: page('reference/policy-engine', 'tool-name'),
  argsPattern: page('reference/policy-engine', 'arguments-pattern'),
  schema: page('reference/policy-engine', 'toml-rule-schema'),
  shell: page('reference/policy-engine', 'special-syntax-for-run_shell_command'),
  mcp: page('reference/policy-engine', 'special-syntax-for-mcp-tools'),
  settings: page('reference/configuration', 'available-settings-in-settingsjson'),
  servers: page('reference/configuration', 'mcpservers'),
  trust: page('cli/trusted-folders', ''),
  agents: page('core/subagents', ''),
  loader: source('core/src/policy/toml-loader.ts'),
  engine: source('core/src/policy/policy-engine.ts'),
  patterns: source('core/src/policy/utils.ts'),
  config: source('core/src/policy/config.ts'),
  start: source('cli/src/config/config.ts'),
  load: source('cli/src/config/settings.ts'),
  agentLoader: source('core/src/agents/agentLoader.ts'),
} as const satisfies Readonly<Record<string, Reference>>;
