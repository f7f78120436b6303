import { narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, atlas } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const privilegeElevation: CatalogueRule = {
  id: 'privilege-elevation',
  family: 'shell',
  summary: 'A grant allows commands that act with more rights than the role has.',
  severity: 'error',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI03, atlas('AML.T0105')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [{ rule, pattern, entry, line, harmless }] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'elevate',
    )) {
      report({
        source: rule.source,
        span: pattern.span,
        confidence: entry.verified === 'executed' ? 'proven' : 'modelled',
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run \`${line}\`, which ${entry.achieves}, so no other rule here bounds it`,
        witness: witnessOf(role, [step({ verb: 'run', value: line }, entry.achieves)], harmless),
        fixes: narrowings(role, rule, pattern),
      });
    }
  },
};
