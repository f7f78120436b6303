import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI10, atlas } from '../references.ts';

export const revocationByAgent: CatalogueRule = {
  id: 'revocation-by-agent',
  family: 'revocation',
  summary: "Only agents can take a role's authority away.",
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI10, atlas('AML.M0029')],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    for (const { source, manifest } of snapshot.sources) {
      if (manifest.kind !== 'AgentRole' || !manifest.revoke) continue;
      const { by } = manifest.revoke;
      const own = [manifest.name?.value, manifest.identity?.account?.value];
      const agents = by.filter(({ value }) => snapshot.roles.has(value) || own.includes(value));
      const [first] = agents;
      if (!first || agents.length < by.length) continue;
      report({
        source,
        span: first.span,
        message: own.includes(first.value)
          ? `\`${first.value}\` alone can stop itself: an agent that has gone wrong does not`
          : `only the agent \`${first.value}\` can stop \`${manifest.name?.value ?? ''}\`: name people as well`,
      });
    }
  },
};
