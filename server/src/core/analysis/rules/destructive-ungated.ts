import { narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI02, atlas } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const destructiveUngated: CatalogueRule = {
  id: 'destructive-ungated',
  family: 'shell',
  summary: 'A grant allows a command that destroys, with nobody asked.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [atlas('AML.T0101'), ASI02],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [{ rule, pattern, entry, line, harmless }] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'destroy',
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
