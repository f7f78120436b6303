import { denyPaths } from '../by-path.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI10, ZERO_TRUST } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const traceWritable: CatalogueRule = {
  id: 'trace-writable',
  family: 'trace',
  summary: 'The role may write where its own trace goes.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI10, ZERO_TRUST],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    const sink = role.role.trace?.sink;
    if (!sink || /^[a-z][a-z0-9+.-]*:/i.test(sink.value)) return;
    const file = sink.value.endsWith('/') ? `${sink.value}trace.jsonl` : sink.value;
    for (const verb of ['write', 'delete'] as const) {
      const action = { verb, value: file } as const;
      const decision = context.decide(action);
      const rule = decision.rules[0];
      if (decision.decision !== 'allow' || !rule) continue;
      report({
        source: role.role.source,
        span: sink.span,
        message: `${nameIn(role)} may ${verb} \`${file}\`, where the record of what it did is kept`,
        related: [{ ...context.placeOf(rule, context.patternFor(rule, action)), message: 'allowed here' }],
        witness: witnessOf(role, [step(action, 'rewrites the record of what it did')]),
        fixes:
          verb === 'write' ? denyPaths(role, 'write', [sink.value.endsWith('/') ? `${sink.value}**` : sink.value]) : [],
      });
      return;
    }
  },
};
