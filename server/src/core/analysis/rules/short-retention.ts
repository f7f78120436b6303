/** Thirty days, a choice of ours and not a measured one: a month is the shortest time in which a monthly review sees everything. */
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
      message: `records of \`${name}\` are gone within 30 days: what is noticed later, or in a monthly review, can no longer be looked into`,
    });
  },
};
