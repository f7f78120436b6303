import { wayTo } from '../../authority/effective.ts';
import { type CatalogueRule, headOf } from '../catalogue-rule.ts';
import { ASI01, ASI05, atlas } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const untrustedToExec: CatalogueRule = {
  id: 'untrusted-to-exec',
  family: 'flow',
  summary: 'Strangers can talk to the role, and it can run any program with nobody asked.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI05, ASI01, atlas('AML.M0030')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    const { exposure } = context;
    const run = wayTo(role, context, 'run');
    if (exposure.level === 'inside' || !run || context.held) return;
    const { rule, pattern } = run.grants.at(-1)!;
    report({
      ...(exposure.place?.source === role.role.source ? exposure.place : headOf(role.role)),
      message: `${exposure.words}, and ${run.words}: a stranger's text can make ${nameIn(role)} run any program`,
      related: [{ ...context.placeOf(rule, pattern), message: run.words }],
      witness: witnessOf(role, [
        ...(exposure.action ? [step(exposure.action, 'reads what a stranger wrote')] : []),
        ...run.steps,
      ]),
    });
  },
};
