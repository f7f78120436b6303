import { urlsReachedIn } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { TUNNELS } from '../data/hosts.ts';
import { removals } from '../edits.ts';
import { ASI02, atlas } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const tunnelHost: CatalogueRule = {
  id: 'tunnel-host',
  family: 'network',
  summary: 'A grant reaches a name that a tunnel gives to whoever opens one.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, atlas('AML.T0086')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['public-suffix-wildcard', 'plaintext-url', 'methods-open'],
  checkRole(role, context, report) {
    const patterns = TUNNELS.map((host) => `*://**.${host}:*`);
    const preferred = TUNNELS.flatMap((host) => [`https://attacker.${host}/`, `https://attacker.${host}/x`]);
    for (const { rule, pattern, action } of urlsReachedIn(context, patterns, preferred)) {
      const host = /\/\/([^/:?]+)/.exec(action.value)![1]!;
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} covers \`${host}\`: whoever opens the tunnel has that name, and ${nameIn(role)} reads from and sends to their machine`,
        witness: witnessOf(role, [step(action, "reaches somebody's own machine")]),
        fixes: () => removals(role.role, rule, pattern),
      });
    }
  },
};
