import type { Reference } from '../../finding.ts';

/** The version of Codex whose binary these semantics were compared with, on 2026-11-25. */
export const VERSION = '0.169.0';

function page(name: string, anchor = ''): Reference {
  return {
    name: `Codex documentation: ${name}${anchor === '' ? '' : `#${anchor}`}`,
    url: `https://developers.openai.com/codex/${name}${anchor === '' ? '' : `#${anchor}`}`,
  };
}

function source(path: string): Reference {
  return { name: `Codex source: ${path}`, url: `https://github.com/openai/codex/blob/main/codex-rs/${path}` };
}

/** What says so, for what is said about Codex's files. */
export const DOCS = {
  rules: page('rules'),
  permissions: page('permissions'),
  config: page('config-reference'),
  approvals: page('agent-approvals-security'),
  mcp: page('mcp'),
  execpolicy: source('execpolicy/README.md'),
  matching: source('execpolicy/src/policy.rs'),
  parser: source('execpolicy/src/parser.rs'),
  loading: source('core/src/exec_policy.rs'),
  shell: source('shell-command/src/bash.rs'),
  layers: source('config/src/loader/mod.rs'),
  profiles: source('core/src/config/permissions.rs'),
} as const satisfies Readonly<Record<string, Reference>>;
