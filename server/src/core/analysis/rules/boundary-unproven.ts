import { exceeds } from '../../authority/policy.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, ZERO_TRUST } from '../references.ts';
import { nameIn } from '../words.ts';

export const boundaryUnproven: CatalogueRule = {
  id: 'boundary-unproven',
  family: 'delegation',
  summary: 'It is not known whether a role stays within a boundary over it.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI03, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const boundary of role.boundaries) {
      for (const { rule, answer } of exceeds(role, boundary, { now: context.now })) {
        if (answer.kind !== 'unknown') continue;
        const name = boundary.name?.value ?? '';
        report({
          ...context.placeOf(rule, rule.patterns[0]),
          message: `it is not known whether what ${nameIn(role)} is granted here stays within the boundary \`${name}\`: ${answer.why}`,
          related: [{ source: boundary.source, span: boundary.name?.span ?? boundary.span, message: 'the boundary' }],
        });
      }
    }
  },
};
