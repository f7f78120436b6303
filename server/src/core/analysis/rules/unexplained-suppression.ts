import type { CatalogueRule } from '../catalogue-rule.ts';

/** Reported where suppressions are read. */
export const unexplainedSuppression: CatalogueRule = {
  id: 'unexplained-suppression',
  family: 'hygiene',
  summary: 'A comment suppresses a finding and does not say why.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
};
