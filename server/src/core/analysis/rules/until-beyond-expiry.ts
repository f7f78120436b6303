import type { CatalogueRule } from '../catalogue-rule.ts';

export const untilBeyondExpiry: CatalogueRule = {
  id: 'until-beyond-expiry',
  family: 'revocation',
  summary: 'A rule is said to hold longer than its role.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name, expires }, context, report) {
    for (const rule of context.own) {
      if (!expires || !rule.until || rule.until.value <= expires.value) continue;
      report({
        source: role.source,
        span: rule.until.span,
        message: `\`${name}\` lapses before this day, and the rule with it`,
        related: role.expires ? [{ source: role.source, span: role.expires.span, message: 'the role lapses' }] : [],
      });
    }
  },
};
