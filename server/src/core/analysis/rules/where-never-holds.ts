import { canHold } from '../../authority/condition-questions.ts';
import { expectedWords } from '../../decide/conditions.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { removeRule } from '../edits.ts';
import { cwe } from '../references.ts';
import { rulesThatAreEmpty } from '../standing-words.ts';

export const whereNeverHolds: CatalogueRule = {
  id: 'where-never-holds',
  family: 'conflicts',
  summary: 'The tests of a `where` exclude each other, so that no call passes them and the rule does nothing.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [cwe(570, 'Expression is Always False')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of rulesThatAreEmpty(context, 'conditions').keys()) {
      const condition = rule.where.find((each) => canHold(each) === 'no');
      const does = rule.effect === 'deny' ? 'denies' : 'grants';
      const edits = rule.effect === 'deny' ? undefined : removeRule(role.role, rule);
      report({
        source: rule.source,
        span: condition?.argument.span ?? rule.verbSpan,
        // What was to be denied is not.
        ...(rule.effect === 'deny' ? { severity: 'error' } : {}),
        message: condition
          ? `no value of \`${condition.argument.value}\` is ${condition.tests.map(expectedWords).join(' and also ')}, so this rule ${does} nothing`
          : `no call meets these conditions together, so this rule ${does} nothing`,
        tags: ['unnecessary'],
        fixes: edits ? [{ title: 'Remove the rule', kind: 'offer', edits }] : [],
      });
    }
  },
};
