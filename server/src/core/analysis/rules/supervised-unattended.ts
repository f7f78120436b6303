import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI09, ASI10 } from '../references.ts';

export const supervisedUnattended: CatalogueRule = {
  id: 'supervised-unattended',
  family: 'rollout',
  summary: 'A role is said to be supervised, and nobody is there.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI09, ASI10],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    const { stage, attended } = role;
    if (stage?.value !== 'supervised' || attended?.value !== false || !context.acts) return;
    report({
      source: role.source,
      span: stage.span,
      message: `\`${name}\` is in stage \`supervised\`, and \`attended\` says that nobody is there: one of the two is not so`,
      related: [{ source: role.source, span: attended.span, message: 'nobody is there' }],
    });
  },
};
