import { narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI04, atlas } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const publishUngated: CatalogueRule = {
  id: 'publish-ungated',
  family: 'shell',
  summary: 'A grant allows publishing, with nobody asked.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI04, atlas('AML.M0029')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [{ rule, pattern, entry, line, harmless }] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'publish',
    )) {
      report({
        source: rule.source,
        span: pattern.span,
        confidence: entry.verified === 'executed' ? 'proven' : 'modelled',
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run \`${line}\`, which ${entry.achieves}, with nobody asked`,
        witness: witnessOf(role, [step({ verb: 'run', value: line }, entry.achieves)], harmless),
        fixes: narrowings(role, rule, pattern),
      });
    }
  },
};
