import { exceeds } from '../../authority/policy.ts';
import { actionToWords } from '../../decide/action-json.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, ZERO_TRUST } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const boundaryExceeded: CatalogueRule = {
  id: 'boundary-exceeded',
  family: 'delegation',
  summary: 'A role grants what a boundary over it does not.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI03, ZERO_TRUST],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const boundary of role.boundaries) {
      for (const { rule, answer } of exceeds(role, boundary, { now: context.now })) {
        if (answer.kind !== 'witness') continue;
        const { action } = answer;
        const name = boundary.name?.value ?? '';
        report({
          ...context.placeOf(rule, context.patternFor(rule, action) ?? rule.patterns[0]),
          message: `${nameIn(role)} grants ${actionToWords(action)}, which is outside the boundary \`${name}\``,
          related: [{ source: boundary.source, span: boundary.name?.span ?? boundary.span, message: 'the boundary' }],
          witness: witnessOf(role, [step(action, 'is outside the boundary', context.decide(action).decision)]),
        });
      }
    }
  },
};
