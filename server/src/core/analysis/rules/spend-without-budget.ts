import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { ASI02, ASI08 } from '../references.ts';

export const spendWithoutBudget: CatalogueRule = {
  id: 'spend-without-budget',
  family: 'budget',
  summary: 'A role may spend money without a budget.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI02, ASI08],
  risk: false,
  since: '0.1.0',
  checkRole(resolved, context, report) {
    const { role, name } = resolved;
    if (role.budget?.spend) return;
    for (const rule of context.grants('call')) {
      const spending = callsOf(resolved, rule).find(({ operation }) =>
        operation.does.some(({ value }) => value === 'spend'),
      );
      if (!spending || rule.limit?.calls) continue;
      report({
        source: rule.source,
        span: spending.pattern.span,
        message: `\`${name}\` may call \`${spending.name}\`, which spends money, and nothing limits how much or how often`,
      });
    }
  },
};
