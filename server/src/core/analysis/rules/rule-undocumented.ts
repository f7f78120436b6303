import type { CatalogueRule } from '../catalogue-rule.ts';

export const ruleUndocumented: CatalogueRule = {
  id: 'rule-undocumented',
  family: 'conflicts',
  summary: "What a rule in another tool's file does is not documented.",
  severity: 'info',
  confidence: 'heuristic',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkRole(role, _context, report) {
    const policy = role.role.foreign;
    for (const rule of policy?.own ?? policy?.rules ?? []) {
      const { liveness } = rule;
      if (!policy || liveness.state !== 'unknown') continue;
      const { instead } = liveness;
      const edits = instead === undefined ? undefined : policy.edits?.replace?.(rule, instead);
      report({
        source: rule.source,
        span: rule.span,
        message: `nobody says what \`${rule.text}\` does: ${liveness.why}${instead === undefined ? '' : `. Write \`${instead}\``}`,
        references: liveness.reference ? [liveness.reference] : [],
        fixes: edits ? [{ title: `Write \`${instead}\``, kind: 'offer', edits }] : [],
      });
    }
  },
};
