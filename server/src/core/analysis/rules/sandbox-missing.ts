import type { CatalogueRule } from '../catalogue-rule.ts';
import { addKey } from '../edits.ts';
import { ASI05, atlas } from '../references.ts';
import { nameIn } from '../words.ts';

export const sandboxMissing: CatalogueRule = {
  id: 'sandbox-missing',
  family: 'network',
  summary: 'The role runs commands with nobody there, and nothing holds what they write and whom they reach.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'strict',
  references: [ASI05, atlas('AML.M0026')],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    if (context.held || !context.unattended) return;
    const rule = context.grants('run')[0];
    if (!rule) return;
    const { sandbox } = role.role;
    const open = [
      sandbox?.write === undefined ? 'what it writes' : '',
      sandbox?.network === undefined ? 'whom it reaches' : '',
    ];
    const edits = sandbox ? undefined : addKey(role.role, 'sandbox: { write: ["."], network: [] }');
    report({
      source: rule.source,
      span: rule.verbSpan,
      message: `${nameIn(role)} runs \`${rule.patterns[0]?.text ?? ''}\` with nobody there, and no sandbox holds ${open.filter(Boolean).join(' and ')}`,
      fixes: edits
        ? [
            {
              title: 'Hold commands to the workspace, without a network',
              kind: 'offer',
              edits,
              loses: ['commands that need the network'],
            },
          ]
        : [],
    });
  },
};
