import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { askInstead } from '../edits.ts';
import { atlas, LLM06 } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const irreversibleUngated: CatalogueRule = {
  id: 'irreversible-ungated',
  family: 'tools',
  summary: 'An operation that cannot be undone is allowed with nobody asked.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [atlas('AML.M0029'), atlas('AML.T0101'), LLM06],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const rule of context.grants('call')) {
      for (const { operation, name, pattern } of callsOf(role, rule)) {
        const destroys = operation.does.some(({ value }) => value === 'destroy' || value === 'spend');
        if (operation.reversible?.value === true || (!destroys && operation.reversible?.value !== false)) continue;
        const action = sampleCall(name, operation, rule);
        if (!context.allows(action)) continue;
        const ask = askInstead(role.role, rule, pattern);
        report({
          source: rule.source,
          span: pattern.span,
          message: `\`${name}\` cannot be undone, and ${nameIn(role)} may call it with nobody asked`,
          witness: witnessOf(role, [step(action, 'cannot be undone')]),
          fixes: ask
            ? [
                {
                  title: `Ask before ${quoted(rule, pattern)}`,
                  kind: 'safe',
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
