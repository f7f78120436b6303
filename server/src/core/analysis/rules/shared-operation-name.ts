import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { ASI04, atlas } from '../references.ts';
import { nameIn } from '../words.ts';

export const sharedOperationName: CatalogueRule = {
  id: 'shared-operation-name',
  family: 'tools',
  summary: 'Two tools that one role calls have an operation of the same name.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [atlas('AML.T0110'), ASI04],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    const byName = new Map<string, { readonly name: string; readonly does: string }>();
    for (const rule of [...context.grants('call'), ...context.grants('call', 'ask')]) {
      for (const { name, pattern, operation } of callsOf(role, rule)) {
        const key = name
          .slice(name.indexOf('/') + 1)
          .toLowerCase()
          .replace(/[^a-z0-9]/g, '');
        const does = operation.does.map(({ value }) => value).join(', ');
        const other = byName.get(key);
        if (!other) byName.set(key, { name, does });
        // Two that do the same kind of thing are no worse when they are confused.
        if (!other || other.name.split('/')[0] === name.split('/')[0] || other.does === does) continue;
        report({
          source: rule.source,
          span: pattern.span,
          message: `\`${name}\` (${does}) and \`${other.name}\` (${other.does}) have one name without their tool's: a client that leaves that out, or a model that mixes them up, makes ${nameIn(role)} call the other`,
        });
      }
    }
  },
};
