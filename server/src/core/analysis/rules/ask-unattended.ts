import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI09 } from '../references.ts';

export const askUnattended: CatalogueRule = {
  id: 'ask-unattended',
  family: 'approval',
  summary: 'A role that runs with nobody there has to ask somebody.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI09],
  risk: false,
  covers: ['approver-missing'],
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    if (role.attended?.value !== false) return;
    for (const rule of context.own) {
      if (rule.effect !== 'ask' || (rule.approval && rule.approval.from.length > 0)) continue;
      report({
        source: rule.source,
        span: rule.verbSpan,
        message: `\`${name}\` runs unattended and this asks nobody in particular: it stops here, or somebody makes it say yes`,
        related: [{ source: role.source, span: role.attended.span, message: 'nobody is there' }],
      });
    }
  },
};
