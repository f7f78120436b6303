import { exceeds } from '../../authority/policy.ts';
import { actionToWords } from '../../decide/action-json.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, LLM06 } from '../references.ts';
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
        const excess = exceeds(delegate, role, { now: context.now, may: 'allow' }).find(
          ({ answer }) => answer.kind === 'witness',
        );
        const gained = excess?.answer.kind === 'witness' ? excess.answer.action : undefined;
        if (!excess || !gained || context.decide(gained).decision !== 'deny') continue;
        report({
          source: rule.source,
          span: pattern.span,
          // Where strangers talk to the role, they talk to its delegate through it.
          ...(context.exposure.level === 'anyone' ? { audience: 'default' } : {}),
          message: `${nameIn(role)} may not ${actionToWords(gained)}, and hands work to \`${delegate.name}\`, which may`,
          related: [
            {
              source: excess.rule.source,
              span: excess.rule.patterns[0]?.span ?? excess.rule.verbSpan,
              message: `\`${delegate.name}\` may`,
            },
          ],
          witness: witnessOf(role, [
            step(gained, 'is denied to it', 'deny'),
            step({ verb: 'delegate', value: delegate.name }, `hands the work to one that may ${actionToWords(gained)}`),
          ]),
        });
      }
    }
  },
};
