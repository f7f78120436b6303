import { bareRegion, exceptionRegion } from '../../authority/bare-region.ts';
import { doMeet } from '../../authority/region-questions.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { removePattern } from '../edits.ts';
import { cwe } from '../references.ts';

export const exceptionWithoutEffect: CatalogueRule = {
  id: 'exception-without-effect',
  family: 'conflicts',
  summary: 'An exception takes nothing out, because no pattern of its list covers any of it.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [cwe(561, 'Dead Code')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.own) {
      const patterns = rule.patterns.filter(({ negated }) => !negated);
      for (const exception of rule.patterns) {
        if (!exception.negated || patterns.length === 0) continue;
        const taken = exceptionRegion(rule, exception);
        if (patterns.some((each) => doMeet(role, bareRegion(rule, each), taken) !== 'no')) continue;
        const edits = removePattern(role.role, rule, exception);
        report({
          source: rule.source,
          span: exception.span,
          message: `\`!${exception.text}\` takes nothing out: no pattern beside it covers any of that`,
          tags: ['unnecessary'],
          fixes: edits ? [{ title: `Remove \`!${exception.text}\``, kind: 'safe', edits }] : [],
        });
      }
    }
  },
};
