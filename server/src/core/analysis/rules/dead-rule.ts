import type { Rule } from '../../model/manifest.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { cwe } from '../references.ts';
import { isCovered, isUnconditional, scopeOf } from '../scope-questions.ts';

export const deadRule: CatalogueRule = {
  id: 'dead-rule',
  family: 'conflicts',
  summary: 'A grant never grants anything, because other rules decide everything it covers.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [cwe(561, 'Dead Code')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    const stronger = context.inForce.filter((each) => each.effect !== 'allow' && isUnconditional(each));
    for (const rule of stronger.length === 0 ? [] : context.own) {
      if (rule.effect === 'deny') continue;
      const over = stronger.filter(
        (each) => each.verb === rule.verb && (each.effect === 'deny' || rule.effect === 'allow'),
      );
      for (const pattern of rule.patterns) {
        if (pattern.negated || over.length === 0) continue;
        const killers = smallest(rule, pattern, over);
        if (!killers) continue;
        const denied = killers.every(({ effect }) => effect === 'deny');
        const edits = removePattern(role.role, rule, pattern);
        report({
          source: rule.source,
          span: pattern.span,
          message: denied
            ? `\`${pattern.text}\` grants nothing: everything it covers is denied, and a deny always wins`
            : `\`${pattern.text}\` is not allowed by this rule: everything it covers is ${killers.every(({ effect }) => effect === 'ask') ? 'asked first' : 'denied or asked first'}`,
          tags: ['unnecessary'],
          related: killers.map((killer) => ({
            source: killer.source,
            span: killer.patterns[0]?.span ?? killer.verbSpan,
            message: killer.effect === 'deny' ? 'denied here' : 'asked here',
          })),
          fixes: edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'safe', edits }] : [],
        });
      }
    }
  },
};

/** A smallest set of these rules that covers the pattern: rules are left out one by one, as long as the rest is enough. */
function smallest(rule: Rule, pattern: Rule['patterns'][number], by: readonly Rule[]): readonly Rule[] | undefined {
  const scope = scopeOf(rule, pattern);
  const covered = (rules: readonly Rule[]) =>
    isCovered(
      rule.verb,
      scope,
      rules.map(({ patterns }) => patterns),
    );
  if (!covered(by)) return undefined;
  const one = by.find((each) => covered([each]));
  if (one) return [one];
  let rest = by;
  for (const each of by) {
    const fewer = rest.filter((other) => other !== each);
    if (covered(fewer)) rest = fewer;
  }
  return rest;
}
