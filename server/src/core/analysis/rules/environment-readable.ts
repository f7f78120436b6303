import { confidenceOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { atlas, LLM02 } from '../references.ts';
import { givenWords, lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

export const environmentReadable: CatalogueRule = {
  id: 'environment-readable',
  family: 'secrets',
  summary: 'A grant prints environment variables, in which credentials live.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [LLM02, atlas('AML.T0098')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [reached] of reachedByPattern(role, context, ({ entry }) => entry.effect === 'env')) {
      const { rule, pattern } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        confidence: confidenceOf(reached),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run ${lineWords(reached)}, which ${reached.entry.achieves}${givenWords(reached)}`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
