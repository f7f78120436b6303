import { confidenceOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, ASI10 } from '../references.ts';
import { lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

export const spawnsAgent: CatalogueRule = {
  id: 'spawns-agent',
  family: 'shell',
  summary: 'A grant starts another agent, whose authority no rule here bounds.',
  severity: 'error',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI10, ASI03],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [reached] of reachedByPattern(role, context, ({ entry }) => entry.effect === 'agent')) {
      const { rule, pattern } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        confidence: confidenceOf(reached),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} start another agent, for example ${lineWords(reached)}, and no rule here bounds what that one does`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
