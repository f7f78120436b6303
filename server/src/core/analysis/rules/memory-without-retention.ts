import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI06 } from '../references.ts';

export const memoryWithoutRetention: CatalogueRule = {
  id: 'memory-without-retention',
  family: 'memory',
  summary: 'What an agent remembers never lapses.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI06],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    const remembers = context.own.find((rule) => rule.verb === 'remember' && rule.effect !== 'deny');
    if (role.memory?.for || !(remembers || (role.memory && role.memory.keeps.length > 0))) return;
    report({
      source: role.source,
      span: role.memory?.span ?? remembers?.verbSpan ?? role.span,
      message: `what \`${name}\` remembers never lapses: one poisoned note steers every later run`,
    });
  },
};
