import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { cwe } from '../references.ts';
import { isCovered, isUnconditional, scopeOf } from '../scope-questions.ts';

export const exceptionToDeny: CatalogueRule = {
  id: 'exception-to-deny',
  family: 'conflicts',
  summary: 'A narrow grant stands beside a broader deny, as if it were an exception; a deny has none.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [cwe(561, 'Dead Code')],
  risk: false,
  since: '0.1.0',
  covers: ['dead-rule'],
  checkRole(role, context, report) {
    const all = context.inForce.filter((each) => each.effect === 'deny' && isUnconditional(each));
    for (const rule of all.length === 0 ? [] : context.own) {
      if (rule.effect === 'deny') continue;
      const denies = all.filter((each) => each.verb === rule.verb);
      for (const pattern of rule.patterns) {
        if (pattern.negated) continue;
        const scope = scopeOf(rule, pattern);
        for (const deny of denies) {
          const broader = deny.patterns.find(
            (each) =>
              !each.negated &&
              each.text !== pattern.text &&
              isCovered(rule.verb, scope, [scopeOf(deny, each)]) &&
              !isCovered(rule.verb, [each], [[pattern]]),
          );
          if (!broader) continue;
          const edits = removePattern(role.role, rule, pattern);
          report({
            source: rule.source,
            span: pattern.span,
            message: `\`${pattern.text}\` is no exception to the deny of \`${broader.text}\`: it stays denied, whatever the order`,
            tags: ['unnecessary'],
            related: [
              {
                source: deny.source,
                span: broader.span,
                message: `write \`!${pattern.text}\` here to take it out of the deny`,
              },
            ],
            fixes: edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'offer', edits }] : [],
          });
          break;
        }
      }
    }
  },
};
