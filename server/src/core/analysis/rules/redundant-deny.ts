import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { cwe } from '../references.ts';
import { coveringPlaces, coveringWords, patternsThatAre } from '../standing-words.ts';

export const redundantDeny: CatalogueRule = {
  id: 'redundant-deny',
  family: 'conflicts',
  summary: 'Other denies already cover everything that this one does.',
  severity: 'info',
  confidence: 'proven',
  audience: 'audit',
  references: [cwe(561, 'Dead Code')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const { rule, pattern, standing } of patternsThatAre(context, 'redundant')) {
      if (rule.effect !== 'deny') continue;
      const edits = removePattern(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: `\`${pattern.text}\` is denied twice: ${coveringWords(role, standing.by)}`,
        tags: ['unnecessary'],
        related: coveringPlaces(role, standing.by),
        fixes: edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'safe', edits }] : [],
      });
    }
  },
};
