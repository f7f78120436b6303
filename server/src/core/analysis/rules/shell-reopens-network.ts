import { confidenceOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI02, atlas, cve } from '../references.ts';
import { holdsHosts } from '../sandbox.ts';
import { givenWords, lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

export const shellReopensNetwork: CatalogueRule = {
  id: 'shell-reopens-network',
  family: 'network',
  summary: 'Fetches are bounded, and a granted command reaches any host nevertheless.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, atlas('AML.T0086'), cve('CVE-2025-55284')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    if (holdsHosts(role.role.sandbox)) return;
    if (context.allows({ verb: 'fetch', value: 'https://evil.example/' })) return;
    for (const [reached] of reachedByPattern(role, context, ({ entry }) => entry.effect === 'net')) {
      const { rule, pattern } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        confidence: confidenceOf(reached),
        message: `${nameIn(role)} may not fetch \`https://evil.example/\`, but ${quoted(rule, pattern)} allows ${lineWords(reached)}, which ${reached.entry.achieves}${givenWords(reached)}`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
