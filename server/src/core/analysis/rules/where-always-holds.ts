import { withoutCondition } from '../../authority/bare-region.ts';
import { asCover, regionOf } from '../../authority/region.ts';
import { someAction } from '../../authority/region-questions.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { cwe } from '../references.ts';

export const whereAlwaysHolds: CatalogueRule = {
  id: 'where-always-holds',
  family: 'conflicts',
  summary: 'A condition excludes no call that the tool takes: it reads as if it held something.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [cwe(571, 'Expression is Always True')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.own) {
      if (rule.effect === 'deny' || !rule.patterns.some((each) => context.standings.get(each)?.kind === 'effective'))
        continue;
      rule.where.forEach(({ argument }, index) => {
        if (someAction(role, [withoutCondition(rule, index)], [asCover(regionOf(rule))]).kind !== 'empty') return;
        report({
          source: rule.source,
          span: argument.span,
          message: `this condition on \`${argument.value}\` excludes nothing: every call that the tool takes meets it`,
        });
      });
    }
  },
};
