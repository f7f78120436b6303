import type { CatalogueRule } from '../catalogue-rule.ts';

/** Reported where suppressions are applied: only there is it known what they say. */
export const suppressionWithoutEnd: CatalogueRule = {
  id: 'suppression-without-end',
  family: 'hygiene',
  summary: 'A comment suppresses a finding for good, with no day on which somebody looks again.',
  severity: 'info',
  confidence: 'proven',
  audience: 'audit',
  references: [],
  risk: false,
  since: '0.1.0',
};
