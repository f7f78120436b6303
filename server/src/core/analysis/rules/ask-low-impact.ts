import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { ASI09 } from '../references.ts';
import { nameIn } from '../words.ts';

export const askLowImpact: CatalogueRule = {
  id: 'ask-low-impact',
  family: 'approval',
  summary: 'People are asked about what only reads, and learn to agree.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'audit',
  references: [ASI09],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.grants('call', 'ask')) {
      const calls = callsOf(role, rule);
      const harmless = calls.every(
        ({ operation }) =>
          operation.does.length > 0 &&
          operation.does.every(({ value }) => value === 'read') &&
          operation.returns.every(({ value }) => ['public', 'trusted', 'source-code'].includes(value)),
      );
      const [first] = calls;
      if (!first || !harmless) continue;
      report({
        source: rule.source,
        span: first.pattern.span,
        message: `\`${first.name}\` only reads what ${nameIn(role)} may see: each such question makes the next answer quicker and less looked at`,
      });
    }
  },
};
