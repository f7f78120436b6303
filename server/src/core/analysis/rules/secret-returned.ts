import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { askInstead } from '../edits.ts';
import { atlas, LLM02 } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const secretReturned: CatalogueRule = {
  id: 'secret-returned',
  family: 'secrets',
  summary: 'An operation that returns credentials is allowed with nobody asked.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [atlas('AML.T0098'), LLM02],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.grants('call')) {
      for (const { operation, name, pattern } of callsOf(role, rule)) {
        if (!operation.returns.some(({ value }) => value === 'secret')) continue;
        const action = sampleCall(name, operation, rule);
        if (!context.allows(action)) continue;
        const ask = askInstead(role.role, rule, pattern);
        report({
          source: rule.source,
          span: pattern.span,
          message: `\`${name}\` returns credentials: the model of ${nameIn(role)} sees them, and whatever it sends can carry them`,
          witness: witnessOf(role, [step(action, 'puts credentials before the model')]),
          fixes: ask
            ? [
                {
                  title: `Ask before \`${pattern.text}\``,
                  kind: 'offer',
                  edits: ask,
                  loses: ['calling it with nobody asked'],
                },
              ]
            : [],
        });
      }
    }
  },
};
