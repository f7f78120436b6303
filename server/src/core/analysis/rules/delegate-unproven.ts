import type { CatalogueRule } from '../catalogue-rule.ts';
import { delegatesCompared } from '../delegates.ts';
import { ASI03, LLM06 } from '../references.ts';
import { nameIn } from '../words.ts';

export const delegateUnproven: CatalogueRule = {
  id: 'delegate-unproven',
  family: 'delegation',
  summary: 'It is not known whether a role that is handed work may do more than the one that hands it.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI03, LLM06],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const { rule, pattern, delegate, excesses } of delegatesCompared(role, context)) {
      // Where it is shown to exceed, that is told, and by how much more is no matter.
      if (excesses.some(({ answer }) => answer.kind === 'witness')) continue;
      for (const { rule: grant, answer } of excesses) {
        if (answer.kind !== 'unknown') continue;
        report({
          source: rule.source,
          span: pattern.span,
          message: `it is not known whether \`${delegate.name}\` stays within what ${nameIn(role)} may: ${answer.why}`,
          related: [
            {
              source: grant.source,
              span: grant.patterns[0]?.span ?? grant.verbSpan,
              message: `this grant of \`${delegate.name}\` could not be compared`,
            },
          ],
        });
        break;
      }
    }
  },
};
