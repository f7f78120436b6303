import { urlsReached } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { SHARED_SUFFIXES } from '../data/hosts.ts';
import { askInstead } from '../edits.ts';
import { ASI02, atlas } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const publicSuffixWildcard: CatalogueRule = {
  id: 'public-suffix-wildcard',
  family: 'network',
  summary: 'A wildcard stands over a name under which anybody can have a host.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, atlas('AML.T0086')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['plaintext-url', 'methods-open', 'multi-tenant-host', 'proxying-host'],
  checkRole(role, context, report) {
    const urls = SHARED_SUFFIXES.flatMap((suffix) => [
      `https://attacker.${suffix}/`,
      `https://attacker.${suffix}/?d=x`,
      `http://attacker.${suffix}/`,
    ]);
    for (const { rule, pattern, action } of urlsReached(context, urls)) {
      const host = /\/\/([^/]+)/.exec(action.value)![1]!;
      const suffix = host.slice(host.indexOf('.') + 1);
      const ask = askInstead(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} covers \`${host}\`: anybody can have a name under \`${suffix}\`, so ${nameIn(role)} reads from and sends to anybody`,
        witness: witnessOf(role, [step(action, 'reaches a host that a stranger owns')]),
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
