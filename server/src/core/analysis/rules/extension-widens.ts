import { exceeds } from '../../authority/policy.ts';
import { actionToWords } from '../../decide/action-json.ts';
import type { ResolvedRole } from '../../workspace/workspace.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI03, LLM06 } from '../references.ts';
import { listWords, nameIn, step, witnessOf } from '../words.ts';

export const extensionWidens: CatalogueRule = {
  id: 'extension-widens',
  family: 'delegation',
  summary: 'A role grants more than all that it extends: whoever agreed to those has not agreed to this.',
  severity: 'info',
  confidence: 'proven',
  audience: 'audit',
  references: [ASI03, LLM06],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    const [first] = role.role.extends;
    const inherited = role.rules.filter((each) => each.source !== role.role.source);
    if (first === undefined || inherited.length === 0) return;
    const origin: ResolvedRole = { ...role, rules: inherited };
    const beyond = exceeds(role, origin, { now: context.now }).filter(({ rule }) => rule.source === role.role.source);
    const shown = beyond.flatMap(({ rule, answer }) =>
      answer.kind === 'witness' ? [{ rule, action: answer.action, ...context.decide(answer.action) }] : [],
    );
    const [most] = shown;
    const bases = listWords(role.role.extends.map(({ value }) => `\`${value}\``));
    if (most) {
      report({
        source: role.role.source,
        span: first.span,
        message: `${nameIn(role)} may ${actionToWords(most.action)}, which nothing in ${bases} grants${shown.length > 1 ? `; ${shown.length - 1} more of its rules go beyond that` : ''}`,
        related: shown.slice(0, 5).map(({ rule, action }) => ({
          source: rule.source,
          span: rule.patterns[0]?.span ?? rule.verbSpan,
          message: `grants ${actionToWords(action)}`,
        })),
        witness: witnessOf(role, [step(most.action, 'is more than it extends', most.decision)]),
      });
      return;
    }
    const unknown = beyond.find(({ answer }) => answer.kind === 'unknown');
    if (unknown?.answer.kind !== 'unknown') return;
    report({
      source: role.role.source,
      span: first.span,
      confidence: 'heuristic',
      message: `it is not known whether ${nameIn(role)} grants more than ${bases}: ${unknown.answer.why}`,
    });
  },
};
