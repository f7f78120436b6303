import { urlsReached } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { DROP_BOXES } from '../data/hosts.ts';
import { removePattern } from '../edits.ts';
import { ASI02, atlas } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const dropBoxHost: CatalogueRule = {
  id: 'drop-box-host',
  family: 'network',
  summary: 'A grant reaches a place that exists to receive or publish what anybody sends.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, atlas('AML.T0086')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['public-suffix-wildcard', 'plaintext-url', 'multi-tenant-host', 'methods-open'],
  checkRole(role, context, report) {
    const urls = DROP_BOXES.flatMap(({ host, path }) => [
      `https://${host}${path ?? '/'}x`,
      `https://${host}${path ?? '/'}`,
      `https://x.${host}/`,
    ]);
    for (const { rule, pattern, action } of urlsReached(context, urls)) {
      const remove = removePattern(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} reach \`${action.value}\`, where whoever owns the address reads what is sent`,
        witness: witnessOf(role, [step(action, 'leaves data where others collect it')]),
        fixes: remove
          ? [
              {
                title: `Remove ${quoted(rule, pattern)}`,
                kind: 'offer',
                edits: remove,
                loses: [`${quoted(rule, pattern)}`],
              },
            ]
          : [],
      });
    }
  },
};
