import type { CatalogueRule } from '../catalogue-rule.ts';
import { patternsThatAre } from '../standing-words.ts';

export const standingUnproven: CatalogueRule = {
  id: 'standing-unproven',
  family: 'conflicts',
  summary: 'It is not known whether a pattern does anything that other rules do not do already.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [],
  risk: false,
  since: '0.1.0',
  checkRole(_role, context, report) {
    for (const { rule, pattern, standing } of patternsThatAre(context, 'unknown')) {
      report({
        source: rule.source,
        span: pattern.span,
        message: `it is not known whether \`${pattern.text}\` does anything beside the other rules: ${standing.why}`,
      });
    }
  },
};
