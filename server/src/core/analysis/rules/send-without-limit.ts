import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { ASI02, ASI08, LLM10 } from '../references.ts';
import { nameIn } from '../words.ts';

export const sendWithoutLimit: CatalogueRule = {
  id: 'send-without-limit',
  family: 'budget',
  summary: 'A role may send any number of messages.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'strict',
  references: [LLM10, ASI02, ASI08],
  risk: false,
  since: '0.1.0',
  checkRole(resolved, context, report) {
    const { role } = resolved;
    if (role.budget?.calls) return;
    const loud = context.unattended && context.exposure.level === 'anyone';
    for (const rule of context.grants('call')) {
      if (rule.limit?.calls) continue;
      const sending = callsOf(resolved, rule).find(({ operation }) =>
        operation.does.some(({ value }) => value === 'send'),
      );
      if (!sending) continue;
      report({
        source: rule.source,
        span: sending.pattern.span,
        ...(loud ? { audience: 'default' } : {}),
        message: `\`${sending.name}\` sends something, and nothing limits how often ${nameIn(resolved)} may call it: one wrong turn is a thousand messages`,
      });
    }
  },
};
