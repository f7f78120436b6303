import { overruling, patternRegions } from '../../authority/overruling.ts';
import { actionToWords } from '../../decide/action-json.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { cwe } from '../references.ts';
import { coveringPlaces } from '../standing-words.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const overruledByInherited: CatalogueRule = {
  id: 'overruled-by-inherited',
  family: 'conflicts',
  summary: 'A role that is extended decides a part of what this grant names: the text here does not show it.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [cwe(863, 'Incorrect Authorization')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    const inherited = context.inForce.filter((each) => each.source !== role.role.source && each.effect !== 'allow');
    const regions = inherited.flatMap(patternRegions);
    if (regions.length === 0) return;
    for (const rule of context.own) {
      if (rule.effect === 'deny') continue;
      for (const pattern of rule.patterns) {
        if (pattern.negated || context.standings.get(pattern)?.kind !== 'effective') continue;
        const { by, action, unknown } = overruling(role, rule, pattern, regions, context.own);
        const first = by[0]?.rule;
        if (first === undefined && unknown !== undefined) {
          report({
            source: rule.source,
            span: pattern.span,
            confidence: 'heuristic',
            message: `it is not known whether a role that ${nameIn(role)} extends decides a part of \`${pattern.text}\`: ${unknown}`,
          });
        }
        const decision = action && context.decide(action).decision;
        if (!first || !action || decision !== first.effect) continue;
        report({
          source: rule.source,
          span: pattern.span,
          message: `\`${pattern.text}\` does not get all that it names: to ${actionToWords(action)} is ${first.effect === 'deny' ? 'denied' : 'asked first'} by \`${first.owner}\`, which ${nameIn(role)} extends`,
          related: coveringPlaces(role, by),
          witness: witnessOf(role, [step(action, 'is named by the grant', decision)]),
        });
      }
    }
  },
};
