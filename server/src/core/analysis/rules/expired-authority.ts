import type { CatalogueRule } from '../catalogue-rule.ts';
import { ZERO_TRUST } from '../references.ts';

export const expiredAuthority: CatalogueRule = {
  id: 'expired-authority',
  family: 'revocation',
  summary: 'A role or rule is past its date.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name, rules }, context, report) {
    if (role.expires && role.expires.value < context.now) {
      report({
        source: role.source,
        span: role.expires.span,
        message: `\`${name}\` has lapsed: every action is denied until somebody renews it`,
        tags: ['deprecated'],
      });
    }
    for (const rule of rules) {
      if (rule.source !== role.source || !rule.until || rule.until.value >= context.now) continue;
      report({
        source: rule.source,
        span: rule.until.span,
        message:
          rule.effect === 'deny'
            ? `this deny has lapsed: it holds \`${name}\` back from nothing any more`
            : 'this rule has lapsed: it grants nothing any more',
        tags: ['deprecated'],
      });
    }
  },
};
