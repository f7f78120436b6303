import { confidenceOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI02, atlas } from '../references.ts';
import { givenWords, lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

export const destructiveUngated: CatalogueRule = {
  id: 'destructive-ungated',
  family: 'shell',
  summary: 'A grant allows a command that destroys, with nobody asked.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [atlas('AML.T0101'), ASI02],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [reached] of reachedByPattern(role, context, ({ entry }) => entry.effect === 'destroy')) {
      const { rule, pattern } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        confidence: confidenceOf(reached),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run ${lineWords(reached)}, which ${reached.entry.achieves}${givenWords(reached)}, with nobody asked`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
