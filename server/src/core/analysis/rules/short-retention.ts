/** Thirty days: shorter than the median time in which intrusions are noticed has been in most published years. */
const SHORTEST = 30 * 24 * 3_600_000;

import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI10, ZERO_TRUST } from '../references.ts';

export const shortRetention: CatalogueRule = {
  id: 'short-retention',
  family: 'trace',
  summary: 'Records are gone before anybody reviews them.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI10, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    const retain = role.trace?.retain;
    if (!retain || retain.value >= SHORTEST || !context.acts) return;
    report({
      source: role.source,
      span: retain.span,
      message: `records of \`${name}\` are gone within 30 days: an incident is often noticed later`,
    });
  },
};
