import { narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI05, ASI10 } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const deferredExecution: CatalogueRule = {
  id: 'deferred-execution',
  family: 'shell',
  summary: 'A grant leaves programs behind that run later, outside the run and its trace.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI10, ASI05],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [{ rule, pattern, entry, line, harmless }] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'defer',
    )) {
      report({
        source: rule.source,
        span: pattern.span,
        confidence: entry.verified === 'executed' ? 'proven' : 'modelled',
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run \`${line}\`, which ${entry.achieves}, outside this run, its limits and its trace`,
        witness: witnessOf(role, [step({ verb: 'run', value: line }, entry.achieves)], harmless),
        fixes: narrowings(role, rule, pattern),
      });
    }
  },
};
