import type { CatalogueRule } from '../catalogue-rule.ts';
import { headOf } from '../catalogue-rule.ts';
import { ASI03, ZERO_TRUST } from '../references.ts';

export const noExpiry: CatalogueRule = {
  id: 'no-expiry',
  family: 'revocation',
  summary: 'Authority that changes things never lapses.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI03, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name, expires }, context, report) {
    if (expires || !context.acts) return;
    report({
      ...headOf(role),
      message: `\`${name}\` never lapses: what it may do is still allowed when nobody remembers why`,
    });
  },
};
