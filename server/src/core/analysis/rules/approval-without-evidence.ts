import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI09, ZERO_TRUST } from '../references.ts';

export const approvalWithoutEvidence: CatalogueRule = {
  id: 'approval-without-evidence',
  family: 'approval',
  summary: 'A person is asked to approve without being shown anything.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI09, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ name }, context, report) {
    for (const rule of context.own) {
      if (rule.effect !== 'ask' || rule.verb === 'read' || (rule.approval && rule.approval.evidence.length > 0))
        continue;
      report({
        source: rule.source,
        span: rule.approval?.span ?? rule.verbSpan,
        message: `whoever approves this for \`${name}\` is shown no evidence: name what must be seen, such as a diff or test results`,
      });
    }
  },
};
