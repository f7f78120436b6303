import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI10 } from '../references.ts';

export const autonomousWithoutEvidence: CatalogueRule = {
  id: 'autonomous-without-evidence',
  family: 'rollout',
  summary: 'A role is autonomous, and no scenario here has ever tried it.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI10],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    const tried = new Set(snapshot.scenarios.map(({ role }) => role?.value));
    for (const { manifest } of snapshot.sources) {
      if (manifest.kind !== 'AgentRole' || manifest.stage?.value !== 'autonomous' || tried.has(manifest.name?.value))
        continue;
      report({
        source: manifest.source,
        span: manifest.stage.span,
        message: `\`${manifest.name?.value ?? ''}\` acts on its own, and no scenario here says what it should do: nothing shows that it is ready`,
      });
    }
  },
};
