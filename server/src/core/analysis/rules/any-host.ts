import { urlsReached } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { askInstead } from '../edits.ts';
import { ASI02, atlas } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const anyHost: CatalogueRule = {
  id: 'any-host',
  family: 'network',
  summary: 'A grant lets the role fetch from any host, and so send to any host.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, atlas('AML.T0086')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: [
    'drop-box-host',
    'public-suffix-wildcard',
    'metadata-host',
    'plaintext-url',
    'reflecting-host',
    'tunnel-host',
    'multi-tenant-host',
    'proxying-host',
    'methods-open',
    'missing-label-boundary',
  ],
  checkRole(role, context, report) {
    for (const { rule, pattern, action } of urlsReached(context, [
      'https://evil.example/?d=x',
      'https://evil.example/',
      'http://evil.example/',
    ])) {
      const ask = askInstead(role.role, rule, pattern);
      const writes = rule.methods.length === 0 || rule.methods.some(({ value }) => !['GET', 'HEAD'].includes(value));
      report({
        source: rule.source,
        span: pattern.span,
        ...(writes ? { severity: 'error' } : {}),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} reach any host, for example \`${action.value}\`: ${writes ? 'it can send there whatever it has read' : 'an address alone carries data out'}`,
        witness: witnessOf(role, [step(action, 'carries data to any host')]),
        fixes: ask
          ? [
              {
                title: `Ask before ${quoted(rule, pattern)}`,
                kind: 'offer',
                edits: ask,
                loses: ['fetching with nobody asked'],
              },
            ]
          : [],
      });
    }
  },
};
