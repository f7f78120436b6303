import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI09, atlas } from '../references.ts';

/** Words for the person on the other side of the request. */
const REQUESTER =
  /^(?:the-)?(?:requesters?|requestors?|authors?|pr-author|issue-author|reporters?|submitters?|creators?|initiators?|assignees?|commenters?|invokers?|callers?|sender|customers?)$/i;

export const approvalByRequester: CatalogueRule = {
  id: 'approval-by-requester',
  family: 'approval',
  summary: 'Whoever asks for something may approve it.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI09, atlas('AML.M0029')],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    const anyone = role.triggers.find(({ by }) => by?.value === 'anyone');
    for (const rule of context.own) {
      if (rule.effect !== 'ask') continue;
      for (const approver of rule.approval?.from ?? []) {
        if (!REQUESTER.test(approver.value)) continue;
        report({
          source: role.source,
          span: approver.span,
          ...(anyone ? { audience: 'default', severity: 'error' } : {}),
          message: anyone
            ? `anyone can set \`${name}\` going, and \`${approver.value}\` is whoever did: a stranger approves the stranger's own request`
            : `\`${approver.value}\` is whoever set \`${name}\` going: nobody else looks`,
          related: anyone ? [{ source: role.source, span: anyone.by?.span ?? anyone.span, message: 'anyone' }] : [],
        });
      }
    }
  },
};
