import { urlsReached } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { METADATA_URLS } from '../data/hosts.ts';
import { atlas, cwe } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

export const metadataHost: CatalogueRule = {
  id: 'metadata-host',
  family: 'network',
  summary: "A grant reaches a cloud's metadata service, this machine or the private network.",
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [atlas('AML.T0055'), cwe(918, 'Server-Side Request Forgery (SSRF)')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['plaintext-url'],
  checkRole(role, context, report) {
    const urls = METADATA_URLS.flatMap(({ url }) => [url, url.replace(/^http:/, 'https:')]);
    for (const { rule, pattern, action } of urlsReached(context, urls)) {
      const host = action.value.replace(/^https?/, '');
      const { what } = METADATA_URLS.find(({ url }) => url.replace(/^https?/, '') === host)!;
      // Somebody who spells out their own machine means it.
      const meant = /^https?:\/\/(localhost|127\.|10\.)/.test(pattern.text) && !pattern.text.includes('*.');
      if (meant) continue;
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} fetch \`${action.value}\`: ${what}`,
        witness: witnessOf(role, [step(action, `fetches ${what}`)]),
      });
    }
  },
};
