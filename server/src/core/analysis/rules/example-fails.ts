import type { CatalogueRule } from '../catalogue-rule.ts';
import { examplesOf } from '../examples.ts';

export const exampleFails: CatalogueRule = {
  id: 'example-fails',
  family: 'hygiene',
  summary: 'An example that a rule declares is decided otherwise.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const { rule, text, action } of context.own.flatMap((each) => examplesOf(role, each))) {
      const decision = context.decide(action);
      if (decision.decision === rule.effect) continue;
      report({
        source: rule.source,
        span: text.span,
        message: `this example of ${rule.effect === 'allow' ? 'an allow' : rule.effect === 'ask' ? 'an ask' : 'a deny'} is decided \`${decision.decision}\`: ${decision.words}`,
        related: decision.rules
          .filter((each) => each !== rule)
          .map((each) => ({
            source: each.source,
            span: each.patterns[0]?.span ?? each.verbSpan,
            message: `${each.effect} by this`,
          })),
      });
    }
  },
};
