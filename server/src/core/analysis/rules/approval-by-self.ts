import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI09 } from '../references.ts';

export const approvalBySelf: CatalogueRule = {
  id: 'approval-by-self',
  family: 'approval',
  summary: 'A role, or an agent, approves what a role asks.',
  severity: 'error',
  confidence: 'heuristic',
  audience: 'default',
  references: [ASI09],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    for (const { manifest } of snapshot.sources) {
      if (manifest.kind !== 'AgentRole') continue;
      const name = manifest.name?.value ?? '';
      for (const rule of manifest.rules) {
        for (const approver of rule.approval?.from ?? []) {
          const itself = approver.value === name || approver.value === manifest.identity?.account?.value;
          if (!itself && !snapshot.roles.has(approver.value)) continue;
          report({
            source: rule.source,
            span: approver.span,
            message: itself
              ? `\`${name}\` approves its own requests: nobody else looks`
              : `\`${approver.value}\` is an agent's role: no person approves what \`${name}\` asks`,
          });
        }
      }
    }
  },
};
