import { type CatalogueRule, headOf } from '../catalogue-rule.ts';
import { ASI10 } from '../references.ts';

export const stageMissing: CatalogueRule = {
  id: 'stage-missing',
  family: 'rollout',
  summary: 'A role that changes things does not say how far its rollout has come.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'audit',
  references: [ASI10],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    if (role.stage || !context.acts) return;
    report({
      ...headOf(role),
      message: `nothing says how far the rollout of \`${name}\` has come, so nobody can tell what it has to be ready for: add a \`stage\``,
    });
  },
};
