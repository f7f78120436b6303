import { confidenceOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI04, atlas } from '../references.ts';
import { givenWords, lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

export const publishUngated: CatalogueRule = {
  id: 'publish-ungated',
  family: 'shell',
  summary: 'A grant allows publishing, with nobody asked.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI04, atlas('AML.M0029')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [reached] of reachedByPattern(role, context, ({ entry }) => entry.effect === 'publish')) {
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
