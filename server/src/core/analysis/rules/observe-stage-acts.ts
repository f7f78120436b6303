import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI02 } from '../references.ts';

export const observeStageActs: CatalogueRule = {
  id: 'observe-stage-acts',
  family: 'rollout',
  summary: 'A role that is still observing may change things.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI02],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    if (role.stage?.value !== 'observe') return;
    const acting = context.own.find(
      (rule) => rule.effect === 'allow' && !['read', 'fetch', 'call'].includes(rule.verb),
    );
    if (!acting) return;
    report({
      source: role.source,
      span: acting.verbSpan,
      message: `\`${name}\` is in stage \`observe\` and may ${acting.verb} without being asked`,
      related: [{ source: role.source, span: role.stage.span, message: 'said to observe only' }],
    });
  },
};
