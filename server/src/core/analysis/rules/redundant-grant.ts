import type { Rule } from '../../model/manifest.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { LLM06 } from '../references.ts';
import { isCovered, isUnconditional, scopeOf } from '../scope-questions.ts';

export const redundantGrant: CatalogueRule = {
  id: 'redundant-grant',
  family: 'conflicts',
  summary: 'Another grant already covers everything that this one does, with no condition.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [LLM06],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    const covering = context.inForce.filter((each) => each.effect === 'allow' && isUnconditional(each) && !each.limit);
    for (const rule of covering.length === 0 ? [] : context.own) {
      if (rule.effect !== 'allow') continue;
      for (const pattern of rule.patterns) {
        if (pattern.negated) continue;
        const scope = scopeOf(rule, pattern);
        for (const other of covering) {
          if (other.verb !== rule.verb) continue;
          const wider = other.patterns.find(
            (each) =>
              each !== pattern &&
              !each.negated &&
              isCovered(rule.verb, scope, [scopeOf(other, each)]) &&
              comesFirst(each, pattern, other, rule),
          );
          if (!wider) continue;
          const edits = removePattern(role.role, rule, pattern);
          report({
            source: rule.source,
            span: pattern.span,
            message: `\`${pattern.text}\` adds nothing: \`${wider.text}\` covers it`,
            tags: ['unnecessary'],
            related: [{ source: other.source, span: wider.span, message: 'covers it' }],
            fixes: edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'safe', edits }] : [],
          });
          break;
        }
      }
    }
  },
};

/** Of two that cover each other only the later is said to be too many. */
function comesFirst(
  each: Rule['patterns'][number],
  pattern: Rule['patterns'][number],
  other: Rule,
  rule: Rule,
): boolean {
  if (!isCovered(rule.verb, [each], [[pattern]])) return true;
  return other.source !== rule.source || each.span.start < pattern.span.start;
}
