import type { Reference } from '../../finding.ts';

/** What the semantics were taken from: the documentation and the compiler's sources as they stood in autumn 2026. */
export const VERSION = '2026-11';

function page(name: string, anchor: string): Reference {
  return {
    name: `GitHub Agentic Workflows: ${name}#${anchor} (2026-11-25)`,
    url: `https://github.github.com/gh-aw/reference/${name}/#${anchor}`,
  };
}

export const DOCS = {
  permissions: page('permissions', 'write-permission-policy'),
  bash: page('tools', 'bash-tool-bash'),
  web: page('tools', 'web-tools'),
  servers: page('tools', 'custom-mcp-servers-mcp-servers'),
  network: page('network', 'configuration'),
  blocking: page('network', 'blocking-domains'),
  ecosystems: page('network', 'ecosystem-identifier-validation'),
  firewall: page('network', 'disabling-the-firewall'),
  sandbox: page('sandbox', 'coding-agent-sandbox'),
  roles: page('triggers', 'filtering-by-repository-access-roles-onroles-onskip-roles'),
  forks: page('triggers', 'fork-filtering-forks'),
  workflowRun: page('triggers', 'workflow-run-triggers-workflow_run'),
  env: page('frontmatter', 'environment-variables-env'),
  strict: page('frontmatter', 'strict-mode-strict'),
  compilation: page('compilation-process', 'overview'),
} as const;
