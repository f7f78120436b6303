import type { Pattern } from '../../model/manifest.ts';
import { hostAddress, hostText, type UrlReach, urlsReached, urlsReachedIn } from '../by-url.ts';
import type { CatalogueRule, RoleContext } from '../catalogue-rule.ts';
import { METADATA_URLS, nearAddress } from '../data/hosts.ts';
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
    const found = known(context);
    const patterns = new Set(found.map(({ pattern }) => pattern));
    for (const { rule, pattern, action, what } of [...found, ...spelled(context, patterns)]) {
      const spelling = otherSpelling(pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} fetch \`${action.value}\`: ${what}${spelling === undefined ? '' : `, ${spelling} in another spelling`}`,
        witness: witnessOf(role, [step(action, `fetches ${what}`)]),
      });
    }
  },
};

interface Near extends UrlReach {
  readonly what: string;
}

/** Addresses that are known for what they hand out. */
function known(context: RoleContext): readonly Near[] {
  const urls = METADATA_URLS.flatMap(({ url }) => [url, url.replace(/^http:/, 'https:')]);
  return urlsReached(context, urls).flatMap((reach) => {
    const rest = reach.action.value.replace(/^https?/, '');
    const { what } = METADATA_URLS.find(({ url }) => url.replace(/^https?/, '') === rest)!;
    // Somebody who spells out their own machine means it.
    const meant = /^https?:\/\/(localhost|127\.|10\.)/.test(reach.pattern.text) && !reach.pattern.text.includes('*.');
    return meant ? [] : [{ ...reach, what }];
  });
}

/** Addresses near by that are written out: those of this link, and any other in a spelling that hides what it is. */
function spelled(context: RoleContext, known: ReadonlySet<Pattern>): readonly Near[] {
  return context.grants('fetch').flatMap((rule) =>
    rule.patterns.flatMap((pattern) => {
      const near = pattern.negated || known.has(pattern) ? undefined : nearOf(pattern);
      if (!near || (!near.onLink && otherSpelling(pattern) === undefined)) return [];
      const reach = urlsReachedIn(context, [pattern.text]).find(
        (each) => each.pattern === pattern && each.rule === rule,
      );
      return reach ? [{ ...reach, what: near.what }] : [];
    }),
  );
}

/** The usual spelling of a near address that is written otherwise. */
function otherSpelling(pattern: Pattern): string | undefined {
  const near = nearOf(pattern);
  return near && near.plain !== hostText(pattern.text) ? near.plain : undefined;
}

function nearOf(pattern: Pattern): ReturnType<typeof nearAddress> {
  const host = hostText(pattern.text);
  const address = host === undefined ? undefined : hostAddress(host);
  return address && nearAddress(address);
}
