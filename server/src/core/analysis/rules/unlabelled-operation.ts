import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { ASI02, atlas } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const unlabelledOperation: CatalogueRule = {
  id: 'unlabelled-operation',
  family: 'tools',
  summary: 'Nothing says what a granted operation does, so no risk of it is looked for.',
  severity: 'info',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, atlas('AML.M0028')],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.grants('call')) {
      const silent = callsOf(role, rule).filter(({ operation }) => operation.does.length === 0);
      const first = silent.find(({ name, operation }) => context.allows(sampleCall(name, operation, rule)));
      if (!first) continue;
      const tool = role.tools.get(first.name.slice(0, first.name.indexOf('/')));
      report({
        source: rule.source,
        span: first.pattern.span,
        message: `nothing says what \`${first.name}\`${silent.length > 1 ? ` and ${silent.length - 1} more` : ''} does, so it is not known whether ${nameIn(role)} sends, spends or destroys by it: say so with \`does\``,
        related: tool ? [{ source: tool.source, span: first.operation.name.span, message: 'without `does`' }] : [],
        witness: witnessOf(role, [step(sampleCall(first.name, first.operation, rule), 'does what nobody wrote down')]),
      });
    }
  },
};
