import type { CatalogueRule } from '../catalogue-rule.ts';
import { atlas, LLM10 } from '../references.ts';

export const budgetResetsPerRun: CatalogueRule = {
  id: 'budget-resets-per-run',
  family: 'budget',
  summary: 'Strangers set a role going, and each run has a budget of its own.',
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'strict',
  references: [LLM10, atlas('AML.T0034.002')],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, _context, report) {
    const anyone = role.triggers.find(({ by }) => by?.value === 'anyone');
    const kinds = [role.budget?.calls, role.budget?.spend, role.budget?.tokens].flatMap((each) => each ?? []);
    const [first] = kinds;
    if (!anyone || !first || kinds.some(({ value }) => value.per !== 'run')) return;
    report({
      source: role.source,
      span: first.span,
      message: `each run of \`${name}\` begins with a budget of its own, and anyone can begin a run: as many strangers as like use it up as often as they like`,
      related: [{ source: role.source, span: anyone.by?.span ?? anyone.span, message: 'anyone' }],
    });
  },
};
