import { narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { atlas, LLM02 } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const environmentReadable: CatalogueRule = {
  id: 'environment-readable',
  family: 'secrets',
  summary: 'A grant prints environment variables, in which credentials live.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [LLM02, atlas('AML.T0098')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [{ rule, pattern, entry, line, harmless }] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'env',
    )) {
      report({
        source: rule.source,
        span: pattern.span,
        confidence: entry.verified === 'executed' ? 'proven' : 'modelled',
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run \`${line}\`, which ${entry.achieves}`,
        witness: witnessOf(role, [step({ verb: 'run', value: line }, entry.achieves)], harmless),
        fixes: narrowings(role, rule, pattern),
      });
    }
  },
};
