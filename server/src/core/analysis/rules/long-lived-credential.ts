import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, cwe, ZERO_TRUST } from '../references.ts';

export const longLivedCredential: CatalogueRule = {
  id: 'long-lived-credential',
  family: 'identity',
  summary: 'A role that works alone holds a credential that stays valid until somebody changes it.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI03, ZERO_TRUST, cwe(613, 'Insufficient Session Expiration')],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    const credential = role.identity?.credential;
    const alone = context.unattended || role.stage?.value === 'bounded';
    const anyone = context.exposure.level === 'anyone';
    if (credential?.value !== 'static' || !(alone || anyone)) return;
    report({
      source: role.source,
      span: credential.span,
      // Whoever can talk to the role can make it say what it holds.
      ...(anyone ? { audience: 'default' } : {}),
      message: `\`${name}\` holds a credential that does not lapse${anyone ? `, and ${context.exposure.words}` : ''}: what leaks once is valid until somebody notices`,
      ...(anyone && context.exposure.place
        ? { related: [{ ...context.exposure.place, message: context.exposure.words }] }
        : {}),
    });
  },
};
