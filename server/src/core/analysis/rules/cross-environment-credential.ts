import type { Action } from '../../decide/action.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, cwe } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

const LOWER =
  /^(?:dev|develop|development|staging|stage|sandbox|preview|qa|uat|test|testing|demo|ci|local|playground)$/i;
const LOWER_PURPOSE =
  /\b(?:staging|sandbox|preview|development|test|qa|demo) (?:environment|system|cluster|database|server|account)s?\b|\bin staging\b|\bnever (?:in |touches )?production\b/i;
const PRODUCTION = /(?:^|[^a-z])(?:prod|production|live)(?:$|[^a-z])/i;

export const crossEnvironmentCredential: CatalogueRule = {
  id: 'cross-environment-credential',
  family: 'secrets',
  summary: 'A role of one environment reaches the credentials of another.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI03, cwe(269, 'Improper Privilege Management')],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    const { purpose, name } = role.role;
    const named = (name?.value ?? '').split(/[^a-z]+/i).find((word) => LOWER.test(word));
    const said = named ?? LOWER_PURPOSE.exec(purpose?.value ?? '')?.[0];
    const place = named === undefined ? purpose : name;
    if (said === undefined || !place || (named !== undefined && PRODUCTION.test(name?.value ?? ''))) return;
    for (const rule of context.inForce) {
      if (rule.effect !== 'allow' || !['use', 'fetch', 'call', 'read', 'run'].includes(rule.verb)) continue;
      for (const pattern of rule.patterns) {
        if (pattern.negated || !PRODUCTION.test(pattern.text)) continue;
        const value = pattern.text.replace(/\*+/g, 'x');
        const action: Action = { verb: rule.verb, value };
        const decision = context.decide(action);
        if (decision.decision !== 'allow' || !decision.rules.includes(rule)) continue;
        report({
          ...context.placeOf(rule, pattern),
          message: `${nameIn(role)} is for another environment ("${said}"), and \`${pattern.text}\` is of production: a mistake in the one is then one in the other`,
          related: [{ source: role.role.source, span: place.span, message: `"${said}"` }],
          witness: witnessOf(role, [step(action, 'reaches production')]),
        });
      }
    }
  },
};
