import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI09 } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const evidenceWritable: CatalogueRule = {
  id: 'evidence-writable',
  family: 'files',
  summary: 'The role may write the evidence on which its own requests are approved.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [ASI09],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.own) {
      for (const evidence of rule.approval?.evidence ?? []) {
        // Only evidence that is a file: words such as `diff` are made by whoever enforces.
        if (!/[/]|\.\w+$/.test(evidence.value) || /^[a-z]+:\/\//.test(evidence.value)) continue;
        const action = { verb: 'write', value: evidence.value } as const;
        const decision = context.decide(action);
        const grant = decision.rules[0];
        if (decision.decision !== 'allow' || !grant) continue;
        report({
          source: rule.source,
          span: evidence.span,
          message: `people approve on \`${evidence.value}\`, which ${nameIn(role)} may write itself`,
          related: [{ ...context.placeOf(grant, context.patternFor(grant, action)), message: 'allowed here' }],
          witness: witnessOf(role, [step(action, 'writes the evidence for its own request')]),
        });
      }
    }
  },
};
