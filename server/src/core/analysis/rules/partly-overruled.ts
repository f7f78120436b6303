import { doCross, overruling, patternRegions } from '../../authority/overruling.ts';
import { regionOfPattern } from '../../authority/region.ts';
import { actionToWords } from '../../decide/action-json.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { cwe } from '../references.ts';
import { coveringPlaces } from '../standing-words.ts';
import { step, witnessOf } from '../words.ts';

export const partlyOverruled: CatalogueRule = {
  id: 'partly-overruled',
  family: 'conflicts',
  summary:
    'A grant and a rule that wins over it cross: neither is a part of the other, so that both texts promise more than they do.',
  severity: 'info',
  confidence: 'proven',
  audience: 'audit',
  references: [cwe(863, 'Incorrect Authorization')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    const restrictions = context.own.filter(({ effect }) => effect !== 'allow').flatMap(patternRegions);
    for (const rule of restrictions.length === 0 ? [] : context.own) {
      if (rule.effect === 'deny') continue;
      for (const pattern of rule.patterns) {
        if (pattern.negated || context.standings.get(pattern)?.kind !== 'effective') continue;
        const subject = regionOfPattern(rule, pattern);
        const crossing = restrictions.filter((each) => each.rule.verb === rule.verb && doCross(role, subject, each));
        if (crossing.length === 0) continue;
        const { by, action } = overruling(role, rule, pattern, crossing, []);
        const decision = action && context.decide(action).decision;
        if (!action || decision === rule.effect || decision === undefined) continue;
        report({
          source: rule.source,
          span: pattern.span,
          message: `\`${pattern.text}\` does not get all that it names: to ${actionToWords(action)} is ${decision === 'deny' ? 'denied' : 'asked first'}`,
          related: coveringPlaces(role, by),
          witness: witnessOf(role, [step(action, 'is named by the grant', decision)]),
        });
      }
    }
  },
};
