import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI09, atlas } from '../references.ts';

/** Groups that strangers are in, or that anybody can join. */
const STRANGERS =
  /^(?:\*+|everyone|everybody|anyone|anybody|any|all|public|world|guests?|authenticated(?:-users)?|users?|community|contributors?)$/i;
/** Groups of everybody in the house. */
const INSIDE =
  /^(?:(?:all-?)?(?:members|employees|staff|engineers|developers|collaborators|org|organi[sz]ation|company|team))$/i;

export const approvalByAnyone: CatalogueRule = {
  id: 'approval-by-anyone',
  family: 'approval',
  summary: 'Nearly anybody may approve.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI09, atlas('AML.M0029')],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    for (const rule of context.own) {
      if (rule.effect !== 'ask') continue;
      for (const approver of rule.approval?.from ?? []) {
        const strangers = STRANGERS.test(approver.value);
        if (!strangers && !INSIDE.test(approver.value)) continue;
        report({
          source: role.source,
          span: approver.span,
          ...(strangers ? {} : { audience: 'strict' }),
          message: strangers
            ? `\`${approver.value}\` may agree to what \`${name}\` asks: whoever wants it done can say yes`
            : `\`${approver.value}\` are many, and any one of them may agree to what \`${name}\` asks: nobody in particular looks`,
        });
      }
    }
  },
};
