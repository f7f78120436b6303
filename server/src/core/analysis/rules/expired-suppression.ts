import type { CatalogueRule } from '../catalogue-rule.ts';

/** Reported where suppressions are applied: only there is it known whether they are in force. */
export const expiredSuppression: CatalogueRule = {
  id: 'expired-suppression',
  family: 'hygiene',
  summary: 'A comment suppresses a finding and its day is past, so it suppresses nothing.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
};
