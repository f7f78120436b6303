import { narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, ASI10 } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const spawnsAgent: CatalogueRule = {
  id: 'spawns-agent',
  family: 'shell',
  summary: 'A grant starts another agent, whose authority no rule here bounds.',
  severity: 'error',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI10, ASI03],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const [{ rule, pattern, entry, line, harmless }] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'agent',
    )) {
      report({
        source: rule.source,
        span: pattern.span,
        confidence: entry.verified === 'executed' ? 'proven' : 'modelled',
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} start another agent, for example \`${line}\`, and no rule here bounds what that one does`,
        witness: witnessOf(role, [step({ verb: 'run', value: line }, entry.achieves)], harmless),
        fixes: narrowings(role, rule, pattern),
      });
    }
  },
};
