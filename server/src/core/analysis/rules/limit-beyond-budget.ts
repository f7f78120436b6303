import type { CatalogueRule } from '../catalogue-rule.ts';

export const limitBeyondBudget: CatalogueRule = {
  id: 'limit-beyond-budget',
  family: 'budget',
  summary: 'A limit is wider than the budget of the role, so it never holds.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    const budget = role.budget?.calls;
    if (!budget) return;
    for (const rule of context.own) {
      const limit = rule.limit?.calls;
      if (!limit || limit.value.per !== budget.value.per || limit.value.amount <= budget.value.amount) continue;
      report({
        source: role.source,
        span: limit.span,
        message: `\`${name}\` may do ${budget.value.amount} things per ${budget.value.per} altogether, so this limit of ${limit.value.amount} holds nothing back`,
        related: [{ source: role.source, span: budget.span, message: 'the budget' }],
      });
    }
  },
};
