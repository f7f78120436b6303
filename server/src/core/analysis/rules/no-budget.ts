import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI08 } from '../references.ts';

export const noBudget: CatalogueRule = {
  id: 'no-budget',
  family: 'budget',
  summary: 'An autonomous role has no budget.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI08],
  risk: false,
  coversInManifest: ['send-without-limit'],
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    if (role.stage?.value !== 'autonomous' || !context.acts) return;
    if (role.budget && (role.budget.calls || role.budget.spend || role.budget.tokens)) return;
    report({
      source: role.source,
      span: role.stage.span,
      message: `\`${name}\` is autonomous and has no budget: a loop ends when somebody notices`,
    });
  },
};
