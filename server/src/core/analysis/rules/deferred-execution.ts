import { confidenceOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI05, ASI10 } from '../references.ts';
import { givenWords, lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

export const deferredExecution: CatalogueRule = {
  id: 'deferred-execution',
  family: 'shell',
  summary: 'A grant leaves programs behind that run later, outside the run and its trace.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI10, ASI05],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [reached] of reachedByPattern(role, context, ({ entry }) => entry.effect === 'defer')) {
      const { rule, pattern } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        confidence: confidenceOf(reached),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run ${lineWords(reached)}, which ${reached.entry.achieves}${givenWords(reached)}, outside this run, its limits and its trace`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
