import type { Action } from '../../decide/action.ts';
import { readAction } from '../../decide/action-json.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { sampleCall } from '../sample-call.ts';

export const exampleFails: CatalogueRule = {
  id: 'example-fails',
  family: 'hygiene',
  summary: 'An example that a rule declares is decided otherwise.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.own) {
      for (const example of rule.examples) {
        let action: Action = { verb: rule.verb, value: example.value };
        if (rule.verb === 'call') {
          const call = callsOf(role, rule).find(({ name }) => name === example.value);
          if (call) action = sampleCall(call.name, call.operation, rule);
        }
        if ('problem' in readAction({ [action.verb]: action.value })) continue;
        const decision = context.decide(action);
        if (decision.decision === rule.effect) continue;
        report({
          source: rule.source,
          span: example.span,
          message: `this example of ${rule.effect === 'allow' ? 'an allow' : rule.effect === 'ask' ? 'an ask' : 'a deny'} is decided \`${decision.decision}\`: ${decision.words}`,
          related: decision.rules
            .filter((each) => each !== rule)
            .map((each) => ({
              source: each.source,
              span: each.patterns[0]?.span ?? each.verbSpan,
              message: `${each.effect} by this`,
            })),
        });
      }
    }
  },
};
