import type { CatalogueRule } from '../catalogue-rule.ts';
import { headOf } from '../catalogue-rule.ts';
import { ASI03, ZERO_TRUST } from '../references.ts';

export const missingOwner: CatalogueRule = {
  id: 'missing-owner',
  family: 'identity',
  summary: 'Nobody answers for a role or tool.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI03, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    if (role.owner?.value.trim() || !context.acts) return;
    report({
      ...headOf(role),
      message: `nobody answers for \`${name}\`: without an owner there is no one to ask, to page or to renew it`,
    });
  },
  checkTool(tool, report) {
    if (tool.owner?.value.trim()) return;
    report({
      ...headOf(tool),
      severity: 'info',
      message: `nobody answers for the tool \`${tool.name?.value ?? ''}\`: without an owner there is no one to ask when it changes`,
    });
  },
};
