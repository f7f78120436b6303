import { bareRegion, exceptionRegion } from '../../authority/bare-region.ts';
import { asRestriction, type Cover, isCoveredBy } from '../../authority/region.ts';
import { someAction } from '../../authority/region-questions.ts';
import { smallestCover } from '../../authority/smallest-cover.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { cwe } from '../references.ts';
import { patternsThatAre } from '../standing-words.ts';
import { listWords } from '../words.ts';

export const exceptionsTakeAll: CatalogueRule = {
  id: 'exceptions-take-all',
  family: 'conflicts',
  summary: 'The exceptions of a rule take out everything that one of its patterns covers: the pattern does nothing.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [cwe(561, 'Dead Code'), cwe(863, 'Incorrect Authorization')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const { rule, pattern, standing } of patternsThatAre(context, 'empty')) {
      if (standing.because !== 'patterns') continue;
      const exceptions = rule.patterns.filter(({ negated }) => negated);
      const covers = exceptions.map((each) => ({ pattern: each, cover: asRestriction(exceptionRegion(rule, each)) }));
      const subject = bareRegion(rule, pattern);
      const outside = (some: readonly { readonly cover: Cover }[]) =>
        someAction(
          role,
          [subject],
          some.map(({ cover }) => cover),
        );
      // A pattern that matches nothing at all is told where patterns are read.
      if (outside([]).kind === 'empty') continue;
      const by = smallestCover({ covers, outside, has: ({ cover }, action) => isCoveredBy(cover, action) });
      const deny = rule.effect === 'deny';
      const edits = deny ? undefined : removePattern(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        ...(deny ? { severity: 'error' } : {}),
        message: `\`${pattern.text}\` ${deny ? 'denies' : 'grants'} nothing: ${listWords(by.map((each) => `\`!${each.pattern.text}\``))} ${by.length === 1 ? 'takes' : 'take'} everything out of it again`,
        tags: ['unnecessary'],
        related: by.map((each) => ({ source: rule.source, span: each.pattern.span, message: 'taken out here' })),
        fixes: edits ? [{ title: `Remove \`${pattern.text}\``, kind: 'offer', edits }] : [],
      });
    }
  },
};
