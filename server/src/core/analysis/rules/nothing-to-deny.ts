import { regionOf, regionOfPattern } from '../../authority/region.ts';
import { doMeet } from '../../authority/region-questions.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { nameIn } from '../words.ts';

export const nothingToDeny: CatalogueRule = {
  id: 'nothing-to-deny',
  family: 'conflicts',
  summary: 'A deny covers nothing that the role is granted: what it names is denied without it.',
  severity: 'info',
  confidence: 'proven',
  audience: 'audit',
  references: [],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    const grants = context.inForce.filter(({ effect }) => effect !== 'deny');
    // Denies of files and hosts also hold what commands do to them.
    const runs = grants.some(({ verb }) => verb === 'run');
    if (grants.length === 0) return;
    for (const rule of context.own) {
      if (rule.effect !== 'deny' || (runs && ['read', 'write', 'delete', 'fetch'].includes(rule.verb))) continue;
      for (const pattern of rule.patterns) {
        if (pattern.negated || context.standings.get(pattern)?.kind !== 'effective') continue;
        const region = regionOfPattern(rule, pattern);
        if (grants.some((each) => doMeet(role, regionOf(each), region) !== 'no')) continue;
        report({
          source: rule.source,
          span: pattern.span,
          message: `${nameIn(role)} is granted nothing of \`${pattern.text}\`: without this deny it is denied as well`,
        });
      }
    }
  },
};
