import type { CatalogueRule } from '../catalogue-rule.ts';
import { headOf } from '../catalogue-rule.ts';
import { ASI10, ZERO_TRUST } from '../references.ts';

export const effectsNotRecorded: CatalogueRule = {
  id: 'effects-not-recorded',
  family: 'trace',
  summary: 'A role that changes things leaves no record of it.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI10, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    if (!context.acts || (role.trace && role.trace.record.length > 0)) return;
    report({
      ...headOf(role),
      message: `\`${name}\` changes things and records nothing: afterwards nobody can say what it did, or why it was allowed`,
    });
  },
};
