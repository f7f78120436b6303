import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI09 } from '../references.ts';
import { DAY, durationWords } from '../words.ts';

export const approvalWindowLong: CatalogueRule = {
  id: 'approval-window-long',
  family: 'approval',
  summary: 'An approval may come long after the question.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI09],
  risk: false,
  since: '0.1.0',
  options: {
    // A choice of ours: whoever is asked in the evening can answer in the morning.
    longest: { kind: 'duration', default: DAY, help: 'The longest time that an answer may take: `1d`.' },
  },
  checkRole({ name }, context, report, options) {
    for (const rule of context.own) {
      const within = rule.approval?.within;
      if (rule.effect !== 'ask' || !within || within.value <= options.number('longest')) continue;
      report({
        source: rule.source,
        span: within.span,
        message: `an answer to \`${name}\` may take ${durationWords(within.value)}: what was shown then is no longer how things are`,
      });
    }
  },
};
