import type { CatalogueRule } from '../catalogue-rule.ts';
import { headOf } from '../catalogue-rule.ts';
import { ASI10, ZERO_TRUST } from '../references.ts';

export const noRevocationPath: CatalogueRule = {
  id: 'no-revocation-path',
  family: 'revocation',
  summary: 'Nobody is named who can stop a role.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI10, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    if (!context.acts || (role.revoke && (role.revoke.by.length > 0 || role.revoke.how))) return;
    report({ ...headOf(role), message: `nobody is named who can stop \`${name}\`, nor how: say so in \`revoke\`` });
  },
};
