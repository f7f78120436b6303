import { urlsReachedIn } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { isUnder, REFLECTORS } from '../data/hosts.ts';
import { removals } from '../edits.ts';
import { atlas, cwe } from '../references.ts';
import { quoted, step, witnessOf } from '../words.ts';

export const reflectingHost: CatalogueRule = {
  id: 'reflecting-host',
  family: 'network',
  summary: 'A grant reaches a name that stands for whatever address is written in it.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [atlas('AML.T0055'), cwe(918, 'Server-Side Request Forgery (SSRF)')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['public-suffix-wildcard', 'plaintext-url', 'methods-open'],
  checkRole(role, context, report) {
    const patterns = REFLECTORS.map(({ host }) => `*://**.${host}:*`);
    const preferred = REFLECTORS.flatMap(({ host }) => [
      `http://169.254.169.254.${host}/`,
      `http://169-254-169-254.${host}/`,
      `https://169-254-169-254.${host}/`,
    ]);
    for (const { rule, pattern, action } of urlsReachedIn(context, patterns, preferred)) {
      const host = hostOf(action.value);
      const { host: under } = REFLECTORS.find((each) => isUnder(host, each.host))!;
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} covers \`${host}\`: a name under \`${under}\` stands for an address that whoever writes the name chooses, also one of this machine or of the private network`,
        witness: witnessOf(role, [step(action, 'reaches an address behind a name')]),
        fixes: () => removals(role.role, rule, pattern),
      });
    }
  },
};

function hostOf(url: string): string {
  return /\/\/([^/:?]+)/.exec(url)?.[1] ?? '';
}
