import { wayTo } from '../../authority/effective.ts';
import { type CatalogueRule, headOf } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { atlas, RULE_OF_TWO } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const ruleOfTwo: CatalogueRule = {
  id: 'rule-of-two',
  family: 'flow',
  summary:
    'Strangers can talk to the role, it reads private data, and it changes things, with nobody asked in between.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'strict',
  references: [RULE_OF_TWO, atlas('AML.M0030')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    const { exposure } = context;
    const read = wayTo(role, context, 'read');
    if (exposure.level === 'inside' || !read) return;
    for (const rule of context.inForce) {
      if (rule.effect !== 'allow') continue;
      for (const { operation, name, pattern } of callsOf(role, rule)) {
        const action = sampleCall(name, operation, rule);
        if (operation.does.every(({ value }) => value === 'read') || !context.allows(action)) continue;
        report({
          ...(exposure.place?.source === role.role.source ? exposure.place : headOf(role.role)),
          message: `${exposure.words}, ${read.words}, and \`${name}\` changes something: ${nameIn(role)} holds all three with nobody asked`,
          related: [{ ...context.placeOf(rule, pattern), message: `\`${name}\` changes something` }],
          witness: witnessOf(role, [
            ...(exposure.action ? [step(exposure.action, 'reads what a stranger wrote')] : []),
            ...read.steps,
            step(action, 'changes something'),
          ]),
        });
        return;
      }
    }
  },
};
