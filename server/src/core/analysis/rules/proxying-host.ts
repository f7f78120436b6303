import { urlsReached } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { PROXY_URLS } from '../data/hosts.ts';
import { removals } from '../edits.ts';
import { ASI02, atlas, cwe } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const proxyingHost: CatalogueRule = {
  id: 'proxying-host',
  family: 'network',
  summary: 'A grant reaches a service that fetches whatever address it is told.',
  severity: 'warning',
  confidence: 'modelled',
  audience: 'default',
  references: [atlas('AML.T0086'), cwe(441, "Unintended Proxy or Intermediary ('Confused Deputy')"), ASI02],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['methods-open'],
  checkRole(role, context, report) {
    const values = PROXY_URLS.map(({ value }) => value);
    for (const { rule, pattern, action } of urlsReached(context, values)) {
      const { how } = PROXY_URLS.find(({ value }) => value === action.value)!;
      report({
        source: rule.source,
        span: pattern.span,
        // Whether a redirection is followed is for the client to say, and not known here.
        ...(how === 'fetches' ? {} : { audience: 'strict' }),
        message:
          how === 'fetches'
            ? `${quoted(rule, pattern)} fetches whatever address it is told: through it ${nameIn(role)} reaches any host, for example with \`${action.value}\``
            : `${quoted(rule, pattern)} sends whoever asks on to any host: where redirections are followed, ${nameIn(role)} reaches them all`,
        witness: witnessOf(role, [step(action, how === 'fetches' ? 'reaches any host' : 'is sent on to any host')]),
        fixes: () => removals(role.role, rule, pattern),
      });
    }
  },
};
