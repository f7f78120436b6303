import { actionToWords } from '../../decide/action-json.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { delegatesCompared } from '../delegates.ts';
import { ASI03, LLM06 } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const delegateExceedsDelegator: CatalogueRule = {
  id: 'delegate-exceeds-delegator',
  family: 'delegation',
  summary: 'A role hands work to one that may do what it may not itself, or not without being asked.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'strict',
  references: [ASI03, LLM06],
  risk: true,
  besideRestrictions: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const { rule, pattern, delegate, excesses } of delegatesCompared(role, context)) {
      const gained = excesses.flatMap(({ rule: by, answer }) =>
        answer.kind === 'witness' ? [{ by, action: answer.action, ...context.decide(answer.action) }] : [],
      );
      const excess =
        gained.find(({ decision }) => decision === 'deny') ?? gained.find(({ decision }) => decision === 'ask');
      if (!excess) continue;
      const { by, action, decision } = excess;
      const does = actionToWords(action);
      report({
        source: rule.source,
        span: pattern.span,
        // Where strangers talk to the role, they talk to its delegate through it.
        ...(context.exposure.level === 'anyone' && decision === 'deny' ? { audience: 'default' } : {}),
        message:
          decision === 'deny'
            ? `${nameIn(role)} may not ${does}, and hands work to \`${delegate.name}\`, which may`
            : `${nameIn(role)} has to ask before it may ${does}, and hands work to \`${delegate.name}\`, which need not`,
        related: [
          { source: by.source, span: by.patterns[0]?.span ?? by.verbSpan, message: `\`${delegate.name}\` may` },
        ],
        witness: witnessOf(role, [
          step(action, decision === 'deny' ? 'is denied to it' : 'has to be asked for', decision),
          step({ verb: 'delegate', value: delegate.name }, `hands the work to one that may ${does}`),
        ]),
      });
    }
  },
};
