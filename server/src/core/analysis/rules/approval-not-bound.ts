import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { addToMap, entryOf } from '../edits.ts';
import { ASI09, cve } from '../references.ts';
import { nameIn } from '../words.ts';

export const approvalNotBound: CatalogueRule = {
  id: 'approval-not-bound',
  family: 'approval',
  summary: 'An approval is not bound to what was shown, so it is one for whatever comes.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'strict',
  references: [cve('CVE-2025-54136'), ASI09],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.own) {
      const { approval } = rule;
      if (rule.effect !== 'ask' || !approval || approval.binds.length > 0) continue;
      // Where silence is agreement, what an answer is bound to matters least.
      if (approval.otherwise?.value === 'allow') continue;
      const open = rule.patterns.find(({ text, negated }) => !negated && /\*/.test(text)) ?? rule.patterns[0];
      const calls = callsOf(role, rule);
      const taking = calls.find(({ operation }) => operation.arguments.length > 0);
      // A command or a page that is named word for word is what it is.
      if (rule.verb !== 'write' && rule.verb !== 'delete' && !taking && !open?.text.includes('*')) continue;
      const grave = calls.find(
        ({ operation }) =>
          operation.reversible?.value === false ||
          operation.does.some(({ value }) => value === 'destroy' || value === 'spend'),
      );
      const what = rule.verb === 'write' || rule.verb === 'delete' ? 'content' : 'arguments';
      const node = entryOf(rule.node, 'approval')?.value;
      const edits = node?.kind === 'map' ? addToMap(rule.source, node, `binds: [${what}]`) : undefined;
      report({
        source: rule.source,
        span: entryOf(rule.node, 'approval')?.key.span ?? approval.span,
        ...(grave ? { audience: 'default' } : {}),
        message: `who agrees here agrees to ${grave ? `\`${grave.name}\`` : `\`${open?.text ?? rule.verb}\``} and not to ${what === 'content' ? 'this content' : 'these arguments'}: ${nameIn(role)} can change ${what === 'content' ? 'it' : 'them'} between the question and the act`,
        fixes: edits
          ? [
              {
                title: `Bind the approval to the ${what}`,
                kind: 'offer',
                edits,
                loses: [`changing the ${what} after the approval`],
              },
            ]
          : [],
      });
    }
  },
};
