import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, ZERO_TRUST } from '../references.ts';

export const personalCredential: CatalogueRule = {
  id: 'personal-credential',
  family: 'identity',
  summary: 'A role acts with the credential of a person.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI03, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, _context, report) {
    const credential = role.identity?.credential;
    if (credential?.value !== 'personal') return;
    report({
      source: role.source,
      span: credential.span,
      message: `\`${name}\` acts as a person: what it does is recorded under that name, and revoking it locks the person out`,
    });
  },
};
