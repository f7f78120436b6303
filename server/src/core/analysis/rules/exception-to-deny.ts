import { regionOfPattern } from '../../authority/region.ts';
import { isContained } from '../../authority/region-questions.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { cwe } from '../references.ts';
import { patternsThatAre } from '../standing-words.ts';

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
    for (const { rule, pattern, standing } of patternsThatAre(context, 'dead')) {
      const [by] = standing.by;
      const broader = by?.patterns.filter(({ negated }) => !negated) ?? [];
      if (standing.by.length !== 1 || by?.rule.effect !== 'deny' || broader.length !== 1) continue;
      const [deny] = broader;
      // The very same set denied is no exception that somebody had in mind.
      if (isContained(role, regionOfPattern(by.rule, deny!), regionOfPattern(rule, pattern)) !== 'no') continue;
      const edits = removePattern(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: `\`${pattern.text}\` is no exception to the deny of \`${deny!.text}\`: it stays denied, whatever the order`,
        tags: ['unnecessary'],
        related: [
          {
            source: by.rule.source,
            span: deny!.span,
            message: `write \`!${pattern.text}\` here to take it out of the deny`,
          },
        ],
        fixes: edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'offer', edits }] : [],
      });
    }
  },
};
