import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { LLM06 } from '../references.ts';
import { coveringPlaces, coveringWords, patternsThatAre } from '../standing-words.ts';

export const redundantGrant: CatalogueRule = {
  id: 'redundant-grant',
  family: 'conflicts',
  summary: 'Other grants already cover everything that this one does, on the same terms or easier ones.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [LLM06],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const { rule, pattern, standing } of patternsThatAre(context, 'redundant')) {
      if (rule.effect === 'deny') continue;
      const equal = standing.by.filter((by) => by.rule.effect === rule.effect);
      const rest = standing.by.length > equal.length ? ', but for what other rules decide anyway' : '';
      const edits = removePattern(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: `\`${pattern.text}\` adds nothing: ${coveringWords(role, equal)}${rest}`,
        tags: ['unnecessary'],
        related: coveringPlaces(role, standing.by),
        fixes: edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'safe', edits }] : [],
      });
    }
  },
};
