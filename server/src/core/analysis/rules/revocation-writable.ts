import { denyPaths } from '../by-path.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI10 } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const revocationWritable: CatalogueRule = {
  id: 'revocation-writable',
  family: 'revocation',
  summary: 'The role may write the page by which it is stopped.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'strict',
  references: [ASI10],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    const how = role.role.revoke?.how;
    if (!how || !isPath(how.value)) return;
    for (const verb of ['write', 'delete'] as const) {
      const action = { verb, value: how.value };
      const decision = context.decide(action);
      const rule = decision.rules[0];
      if (decision.decision !== 'allow' || !rule) continue;
      report({
        source: role.role.source,
        span: how.span,
        message: `${nameIn(role)} may ${verb} \`${how.value}\`, which says how it is stopped`,
        related: [{ ...context.placeOf(rule, context.patternFor(rule, action)), message: 'allowed here' }],
        witness: witnessOf(role, [step(action, 'changes how it is stopped')]),
        fixes: verb === 'write' ? denyPaths(role, 'write', [how.value]) : [],
      });
      return;
    }
  },
};

/** A path, and no address or sentence. */
function isPath(text: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(text) && !/\s/.test(text) && /[/.]/.test(text);
}
