import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { cwe } from '../references.ts';
import { coveringPlaces, patternsThatAre } from '../standing-words.ts';

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
    for (const { rule, pattern, standing } of patternsThatAre(context, 'dead')) {
      const effects = new Set(standing.by.map(({ rule: by }) => by.effect));
      const edits = removePattern(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: effects.has('ask')
          ? `\`${pattern.text}\` is not allowed by this rule: everything it covers is ${effects.has('deny') ? 'denied or asked first' : 'asked first'}`
          : `\`${pattern.text}\` grants nothing: everything it covers is denied, and a deny always wins`,
        tags: ['unnecessary'],
        related: coveringPlaces(role, standing.by),
        fixes: edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'safe', edits }] : [],
      });
    }
  },
};
