import { canHold } from '../../authority/condition-questions.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { removeRule } from '../edits.ts';
import { cwe } from '../references.ts';
import { rulesThatAreEmpty } from '../standing-words.ts';

export const outsideToolBounds: CatalogueRule = {
  id: 'outside-tool-bounds',
  family: 'conflicts',
  summary: "A tool scope's own bounds exclude every call that a rule is about, so that it does nothing.",
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [cwe(570, 'Expression is Always False')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const [rule, patterns] of rulesThatAreEmpty(context, 'bounds')) {
      const calls = callsOf(role, rule);
      // A name that no tool lists is another mistake.
      if (calls.length === 0) continue;
      const excluded = calls.flatMap(({ name, operation }) =>
        rule.where.flatMap((condition) => {
          const argument = operation.arguments.find((each) => each.name.value === condition.argument.value);
          return argument && canHold(condition, argument) === 'no' ? [{ name, condition, argument }] : [];
        }),
      );
      const [first] = excluded;
      const deny = rule.effect === 'deny';
      const edits = deny ? undefined : removeRule(role.role, rule);
      report({
        source: rule.source,
        span: first?.condition.argument.span ?? patterns[0]!.span,
        // A deny of what cannot be called lets nothing through.
        ...(deny ? { severity: 'info', audience: 'strict' } : {}),
        message: first
          ? `\`${first.name}\` takes no \`${first.condition.argument.value}\` that this condition lets through, so the rule ${deny ? 'denies' : 'grants'} nothing`
          : `the bounds of ${calls.length === 1 ? `\`${calls[0]!.name}\`` : 'these operations'} let no call through that this rule is about`,
        tags: ['unnecessary'],
        related: excluded.map(({ name, argument }) => ({
          source: role.tools.get(name.slice(0, name.indexOf('/')))!.source,
          span: argument.name.span,
          message: `bounded here, for \`${name}\``,
        })),
        fixes: edits ? [{ title: 'Remove the rule', kind: 'offer', edits }] : [],
      });
    }
  },
};
