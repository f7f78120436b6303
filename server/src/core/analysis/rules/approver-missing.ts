import type { CatalogueRule } from '../catalogue-rule.ts';
import { entryOf } from '../edits.ts';
import { ASI09, atlas } from '../references.ts';

export const approverMissing: CatalogueRule = {
  id: 'approver-missing',
  family: 'approval',
  summary: 'An ask does not say who answers it.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI09, atlas('AML.M0029')],
  risk: false,
  since: '0.1.0',
  checkRole({ name }, context, report) {
    for (const rule of context.own) {
      if (rule.effect !== 'ask' || (rule.approval?.from.length ?? 0) > 0) continue;
      const node = entryOf(rule.node, 'approval')?.value;
      const nobody = node?.kind === 'map' ? entryOf(node, 'from') : undefined;
      report({
        source: rule.source,
        span: nobody?.span ?? entryOf(rule.node, 'approval')?.key.span ?? rule.verbSpan,
        ...(nobody ? { severity: 'warning', audience: 'default' } : {}),
        message: nobody
          ? `nobody is listed who could agree to this for \`${name}\`: it stays blocked`
          : `whoever happens to be there answers this for \`${name}\`: say who may, with \`from\``,
      });
    }
  },
};
