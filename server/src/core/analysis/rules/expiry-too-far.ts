import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, atlas, ZERO_TRUST } from '../references.ts';
import { DAY, durationWords } from '../words.ts';

export const expiryTooFar: CatalogueRule = {
  id: 'expiry-too-far',
  family: 'revocation',
  summary: 'Authority lapses so late that it does not lapse.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI03, ZERO_TRUST, atlas('AML.M0027')],
  risk: false,
  since: '0.1.0',
  options: {
    // A choice of ours: once a year somebody looks.
    longest: { kind: 'duration', default: 366 * DAY, help: 'The longest time until authority lapses: `1y`.' },
  },
  checkRole({ role, name, expires }, context, report, options) {
    if (!expires || !role.expires || expires.value - context.now <= options.number('longest') || !context.acts) return;
    report({
      source: role.source,
      span: role.expires.span,
      message: `\`${name}\` lapses in ${durationWords(Math.floor((expires.value - context.now) / DAY) * DAY)}: nobody will know by then why it was given`,
    });
  },
};
