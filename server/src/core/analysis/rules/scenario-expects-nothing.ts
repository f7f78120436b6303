import type { CatalogueRule } from '../catalogue-rule.ts';

export const scenarioExpectsNothing: CatalogueRule = {
  id: 'scenario-expects-nothing',
  family: 'hygiene',
  summary: 'A scenario runs and expects nothing.',
  severity: 'info',
  confidence: 'proven',
  audience: 'strict',
  references: [],
  risk: false,
  since: '0.1.0',
  checkScenario(scenario, _snapshot, report) {
    const actions = scenario.steps.filter((each) => each.kind === 'action');
    if (actions.length === 0 || actions.some(({ expect, because }) => expect || because)) return;
    const { source, name, span } = scenario;
    report({
      source,
      span: name?.span ?? { start: span.start, end: Math.min(span.end, span.start + 1) },
      message: 'no step says what it expects, so this scenario passes whatever the role may do',
    });
  },
};
