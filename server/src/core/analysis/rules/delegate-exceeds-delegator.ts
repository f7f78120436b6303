import { actionToWords } from '../../decide/action-json.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { contextOf } from '../context.ts';
import { ASI03, LLM06 } from '../references.ts';
import { sampleActions } from '../sample-actions.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const delegateExceedsDelegator: CatalogueRule = {
  id: 'delegate-exceeds-delegator',
  family: 'delegation',
  summary: 'A role hands work to one that may do what it may not itself.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'strict',
  references: [ASI03, LLM06],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.grants('delegate')) {
      for (const pattern of rule.patterns) {
        const delegate = pattern.negated ? undefined : role.delegates.get(pattern.text);
        if (!delegate || delegate.name === role.name || !context.allows({ verb: 'delegate', value: delegate.name }))
          continue;
        const theirs = contextOf(delegate, context.now);
        const gained = sampleActions(delegate).find(
          (action) => theirs.allows(action) && context.decide(action).decision === 'deny',
        );
        if (!gained) continue;
        report({
          source: rule.source,
          span: pattern.span,
          // Where strangers talk to the role, they talk to its delegate through it.
          ...(context.exposure.level === 'anyone' ? { audience: 'default' } : {}),
          message: `${nameIn(role)} may not ${actionToWords(gained)}, and hands work to \`${delegate.name}\`, which may`,
          witness: witnessOf(role, [
            step(gained, 'is denied to it', 'deny'),
            step({ verb: 'delegate', value: delegate.name }, `hands the work to one that may ${actionToWords(gained)}`),
          ]),
        });
      }
    }
  },
};
