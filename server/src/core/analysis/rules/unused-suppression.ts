import type { CatalogueRule } from '../catalogue-rule.ts';

/** Reported where suppressions are applied: only there is it known which of them hid something. */
export const unusedSuppression: CatalogueRule = {
  id: 'unused-suppression',
  family: 'hygiene',
  summary: 'A comment suppresses a finding that is not there.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
};
