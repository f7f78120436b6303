import type { CatalogueRule } from '../catalogue-rule.ts';
import { LLM06 } from '../references.ts';

export const unexplainedGrant: CatalogueRule = {
  id: 'unexplained-grant',
  family: 'hygiene',
  summary: 'A wide grant does not say what it is for.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'audit',
  references: [LLM06],
  risk: false,
  since: '0.1.0',
  checkRole(_role, context, report) {
    for (const rule of context.own) {
      if (rule.effect !== 'allow' || rule.verb === 'read' || rule.because) continue;
      const wide = rule.patterns.find(({ text, negated }) => !negated && text.includes('**'));
      if (!wide) continue;
      report({
        source: rule.source,
        span: rule.verbSpan,
        message: `\`${wide.text}\` allows much and does not say what for: add a \`because\`, so that somebody can tell when it is no longer needed`,
      });
    }
  },
};
