import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { atlas, cwe, LLM02 } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { nameIn, step, witnessOf } from '../words.ts';

/** Arguments that hold a credential. */
const SECRET =
  /^(?:password|passwd|passphrase|secret|client_secret|api_?key|access_?token|auth_?token|private_?key|otp|pin)$/i;

export const secretsRecorded: CatalogueRule = {
  id: 'secrets-recorded',
  family: 'trace',
  summary: 'What a role records has credentials in it.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [LLM02, cwe(532, 'Insertion of Sensitive Information into Log File'), atlas('AML.M0024')],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    const { trace } = role.role;
    const results = trace?.record.find(({ value }) => value === 'results');
    const taken = trace?.record.find(({ value }) => value === 'arguments');
    if (!trace || trace.redact.length > 0 || !(results || taken)) return;
    for (const rule of context.own) {
      if (rule.effect === 'deny') continue;
      for (const { operation, name, pattern } of callsOf(role, rule)) {
        const returned = results && operation.returns.find(({ value }) => value === 'secret');
        const argument = taken && operation.arguments.find((each) => SECRET.test(each.name.value));
        const place = returned ? results : argument ? taken : undefined;
        const action = sampleCall(name, operation, rule);
        if (!place || context.decide(action).decision !== rule.effect) continue;
        report({
          source: role.role.source,
          span: place.span,
          message: returned
            ? `${nameIn(role)} records what \`${name}\` returns, which is a secret, and nothing is blotted out: whoever reads the trace has it`
            : `${nameIn(role)} records the arguments of \`${name}\`, \`${argument!.name.value}\` among them, and nothing is blotted out: whoever reads the trace has it`,
          related: [{ source: rule.source, span: pattern.span, message: `\`${name}\`` }],
          witness: witnessOf(role, [step(action, 'leaves a secret in the record', rule.effect)]),
        });
        return;
      }
    }
  },
};
