import { confidenceOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, atlas } from '../references.ts';
import { givenWords, lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

export const privilegeElevation: CatalogueRule = {
  id: 'privilege-elevation',
  family: 'shell',
  summary: 'A grant allows commands that act with more rights than the role has.',
  severity: 'error',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI03, atlas('AML.T0105')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [reached] of reachedByPattern(role, context, ({ entry }) => entry.effect === 'elevate')) {
      const { rule, pattern } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        confidence: confidenceOf(reached),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run ${lineWords(reached)}, which ${reached.entry.achieves}${givenWords(reached)}, so no other rule here bounds it`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
