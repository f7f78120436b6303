import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI10, ZERO_TRUST } from '../references.ts';
import { DAY, durationWords } from '../words.ts';

export const shortRetention: CatalogueRule = {
  id: 'short-retention',
  family: 'trace',
  summary: 'Records are gone before anybody reviews them.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI10, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  options: {
    // A choice of ours and not a measured one: a month is the shortest time in which a monthly review sees everything.
    shortest: { kind: 'duration', default: 30 * DAY, help: 'The shortest time that is long enough: `30d`.' },
  },
  checkRole({ role, name }, context, report, options) {
    const retain = role.trace?.retain;
    if (!retain || retain.value >= options.number('shortest') || !context.acts) return;
    report({
      source: role.source,
      span: retain.span,
      message: `records of \`${name}\` are gone after ${durationWords(retain.value)}: what is noticed later, or in a monthly review, can no longer be looked into`,
    });
  },
};
