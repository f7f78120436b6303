import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI06, ASI07, atlas } from '../references.ts';
import { nameIn } from '../words.ts';

export const sharedMemory: CatalogueRule = {
  id: 'shared-memory',
  family: 'memory',
  summary: 'What strangers can make one role remember, other roles read.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI06, ASI07, atlas('AML.T0080')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    if (context.exposure.level === 'inside') return;
    for (const other of role.role.memory?.shared ?? []) {
      if (other.value === role.name) continue;
      report({
        source: role.role.source,
        span: other.span,
        message: `${context.exposure.words}, and \`${other.value}\` reads what ${nameIn(role)} remembers: a stranger's text reaches it without passing anybody`,
        ...(context.exposure.place
          ? { related: [{ ...context.exposure.place, message: context.exposure.words }] }
          : {}),
      });
    }
  },
};
