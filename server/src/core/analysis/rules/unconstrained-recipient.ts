import type { Argument, Rule } from '../../model/manifest.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { ASI02, atlas, LLM06 } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { nameIn, step, witnessOf } from '../words.ts';

/** Arguments that say to whom, and for how much. */
const RECIPIENT =
  /^(to|cc|bcc|recipients?|attendees?|invitees?|participants?|guests?|assignees?|e?mail|address|destination|dest|target|channel|chat|chat_?id|room|webhook|url|uri|endpoint|host|phone|number_to|user|user_?id|account|account_?id|iban|wallet|payee|beneficiary|owner|org|organi[sz]ation|repo|repository|bucket)$/i;
const AMOUNT = /^(amount|sum|price|total|value|quantity|credits|limit_usd)$/i;
/** Values for the witness, by what the argument is. */
const STRANGER = { to: 'someone@evil.example', url: 'https://evil.example/', other: 'somebody-else' };

export const unconstrainedRecipient: CatalogueRule = {
  id: 'unconstrained-recipient',
  family: 'tools',
  summary: 'An operation that sends, spends or writes is granted, and nothing says to whom or how much.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, LLM06, atlas('AML.T0086')],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.own) {
      if (rule.effect === 'deny') continue;
      // Where a person sees the arguments, and the agreement is to these, they are the constraint.
      const bound = rule.approval?.binds.some(({ value }) => value === 'arguments') ?? false;
      if (rule.effect === 'ask' && (bound || rule.approval?.otherwise?.value !== 'allow')) continue;
      for (const { operation, name, pattern } of callsOf(role, rule)) {
        const effects = new Set(operation.does.map(({ value }) => value));
        const outward =
          effects.has('send') || effects.has('spend') || operation.sends.some(({ value }) => value === 'network');
        if (!outward) continue;
        const open = operation.arguments.find(
          (argument) => matters(argument, effects.has('spend')) && isOpen(argument, rule),
        );
        if (!open) continue;
        const action = sampleCall(name, operation, rule, { [open.name.value]: sampleOf(open) });
        const { decision } = context.decide(action);
        if (decision !== rule.effect) continue;
        report({
          source: rule.source,
          span: pattern.span,
          ...(rule.effect === 'ask' ? { severity: 'warning' } : {}),
          message: `nothing bounds \`${open.name.value}\` of \`${name}\`: ${nameIn(role)} may choose ${AMOUNT.test(open.name.value) ? 'any amount' : `it, for example ${JSON.stringify(sampleOf(open))}`}`,
          witness: witnessOf(role, [step(action, 'reaches whomever it names', rule.effect)]),
        });
      }
    }
  },
};

function matters({ name, schema }: Argument, spends: boolean): boolean {
  return RECIPIENT.test(name.value) ? schema.type !== 'boolean' : spends && AMOUNT.test(name.value);
}

/** Neither the tool's own bounds nor the rule's conditions say anything about who or how much. */
function isOpen({ name, schema }: Argument, rule: Rule): boolean {
  const bounded = AMOUNT.test(name.value)
    ? schema.maximum !== undefined || schema.exclusiveMaximum !== undefined || schema.enum !== undefined
    : schema.enum !== undefined || schema.const !== undefined || schema.pattern !== undefined;
  const condition = rule.where.find(({ argument }) => argument.value === name.value);
  const tested = condition?.tests.some(
    (test) =>
      test.kind !== 'max-length' && test.kind !== 'min' && !(test.kind === 'matches' && /^\*+$/.test(test.pattern)),
  );
  return !bounded && !tested;
}

function sampleOf({ name, schema }: Argument) {
  if (schema.type === 'number' || schema.type === 'integer') return AMOUNT.test(name.value) ? 1_000_000 : 1;
  if (schema.type === 'array') return [STRANGER.to];
  if (/url|uri|webhook|endpoint/i.test(name.value) || schema.format === 'uri') return STRANGER.url;
  return /^(to|cc|bcc|recipients?|e?mail|address)$/i.test(name.value) || schema.format === 'email'
    ? STRANGER.to
    : STRANGER.other;
}
