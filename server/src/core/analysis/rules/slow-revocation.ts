import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI10, ZERO_TRUST } from '../references.ts';
import { DAY, durationWords, HOUR, MINUTE } from '../words.ts';

export const slowRevocation: CatalogueRule = {
  id: 'slow-revocation',
  family: 'revocation',
  summary: "Taking a role's authority away takes longer than doing harm with it.",
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'strict',
  references: [ASI10, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  options: {
    // A choice of ours: what takes longer is no brake.
    longest: { kind: 'duration', default: HOUR, help: 'The longest time that it may take: `1h`.' },
  },
  checkRole({ role, name }, context, report, options) {
    const within = role.revoke?.within;
    if (!within || within.value <= options.number('longest') || !context.acts) return;
    const calls = role.budget?.calls?.value;
    const window = calls && { minute: MINUTE, hour: HOUR, day: DAY, run: undefined }[calls.per];
    const acts = window ? Math.floor(calls.amount * Math.max(1, within.value / window)) : undefined;
    report({
      source: role.source,
      span: within.span,
      message: `stopping \`${name}\` takes up to ${durationWords(within.value)}${acts === undefined ? '' : `, in which its budget lets it act ${acts} times`}: whatever made somebody stop it goes on meanwhile`,
    });
  },
};
