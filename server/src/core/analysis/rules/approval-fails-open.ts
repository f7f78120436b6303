import type { CatalogueRule } from '../catalogue-rule.ts';
import { replaceValue } from '../edits.ts';
import { ASI09, ZERO_TRUST } from '../references.ts';

export const approvalFailsOpen: CatalogueRule = {
  id: 'approval-fails-open',
  family: 'approval',
  summary: 'An ask that nobody answers is carried out.',
  severity: 'error',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI09, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ name }, context, report) {
    for (const rule of context.own) {
      const otherwise = rule.approval?.otherwise;
      if (rule.effect !== 'ask' || otherwise?.value !== 'allow') continue;
      report({
        source: rule.source,
        span: otherwise.span,
        message: `when nobody answers, \`${name}\` goes ahead: the approval holds back nothing at night`,
        fixes: [
          { title: 'Deny when nobody answers', kind: 'safe', edits: replaceValue(rule.source, otherwise.span, 'deny') },
        ],
      });
    }
  },
};
