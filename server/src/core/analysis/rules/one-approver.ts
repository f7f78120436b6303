import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { entryOf } from '../edits.ts';
import { ASI09, atlas } from '../references.ts';

export const oneApprover: CatalogueRule = {
  id: 'one-approver',
  family: 'approval',
  summary: 'One person alone agrees to what cannot be undone.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI09, atlas('AML.M0029')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    const { stage } = role.role;
    if (!context.unattended && stage?.value !== 'bounded' && context.exposure.level !== 'anyone') return;
    for (const rule of context.own) {
      if (rule.effect !== 'ask' || !rule.approval || (rule.approval.count?.value ?? 1) > 1) continue;
      const grave = callsOf(role, rule).find(
        ({ operation }) =>
          operation.reversible?.value === false ||
          (operation.reversible === undefined &&
            operation.does.some(({ value }) => value === 'destroy' || value === 'spend')),
      );
      if (!grave) continue;
      report({
        source: rule.source,
        span: rule.approval.count?.span ?? entryOf(rule.node, 'approval')?.key.span ?? rule.approval.span,
        message: `\`${grave.name}\` cannot be undone, and one person alone agrees to it: ask for two with \`count: 2\``,
      });
    }
  },
};
