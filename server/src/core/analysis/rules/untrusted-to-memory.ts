import type { CatalogueRule } from '../catalogue-rule.ts';
import { askInstead } from '../edits.ts';
import { ASI06, atlas } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const untrustedToMemory: CatalogueRule = {
  id: 'untrusted-to-memory',
  family: 'memory',
  summary: 'Strangers can talk to the role, and it keeps what it likes for later runs, with nobody asked.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI06, atlas('AML.T0080')],
  risk: true,
  since: '0.1.0',
  checkRole(role, context, report) {
    const { exposure } = context;
    if (exposure.level === 'inside') return;
    for (const rule of context.grants('remember')) {
      const pattern = rule.patterns.find(({ negated }) => !negated);
      if (!pattern) continue;
      const action = { verb: 'remember', value: pattern.text.replace(/\*+/g, 'notes') } as const;
      if (!context.allows(action)) continue;
      const ask = askInstead(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: `${exposure.words}, and ${nameIn(role)} remembers \`${action.value}\` with nobody asked: one text steers every later run`,
        ...(exposure.place ? { related: [{ ...exposure.place, message: exposure.words }] } : {}),
        witness: witnessOf(role, [
          ...(exposure.action ? [step(exposure.action, 'reads what a stranger wrote')] : []),
          step(action, 'keeps it for later runs'),
        ]),
        fixes: ask
          ? [
              {
                title: `Ask before remembering \`${pattern.text}\``,
                kind: 'safe',
                edits: ask,
                loses: ['remembering with nobody asked'],
              },
            ]
          : [],
      });
    }
  },
};
