import { hostText, urlsReachedIn } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { SHARED_SUFFIXES } from '../data/hosts.ts';
import { replaceValue } from '../edits.ts';
import { ASI02, cve, cwe } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

/** Top-level names that nobody can register under: RFC 6761, RFC 6762, ICANN's reservation of `internal` (2024). */
const PRIVATE = /^(internal|local|localhost|lan|home|corp|test|invalid|arpa)$/;
/** Top-level names that stand for a wildcard in this place, where one of them fits. */
const TOP = ['com', 'co', 'io', 'net', 'org', 'dev', 'app', 'ai', 'xyz'];

export const missingLabelBoundary: CatalogueRule = {
  id: 'missing-label-boundary',
  family: 'network',
  summary: 'A wildcard inside a host name covers names that anybody can register.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [cve('CVE-2026-24052'), cwe(777, 'Regular Expression without Anchors'), ASI02],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['plaintext-url', 'methods-open', 'multi-tenant-host'],
  checkRole(role, context, report) {
    for (const rule of context.grants('fetch')) {
      for (const pattern of rule.patterns) {
        const host = pattern.negated ? undefined : hostText(pattern.text);
        if (host === undefined || /[{}\\[\]/]/.test(host)) continue;
        for (const registered of registrable(host)) {
          const reach = urlsReachedIn(context, [pattern.text.replace(host, registered)]).find(
            (each) => each.rule === rule && each.pattern === pattern,
          );
          if (!reach) continue;
          const exact = pattern.text.replace(host, host.replaceAll('*', ''));
          report({
            source: rule.source,
            span: pattern.span,
            message: `${quoted(rule, pattern)} covers \`${registered}\`, a name that anybody can register: ${nameIn(role)} reads from and sends to whoever does`,
            witness: witnessOf(role, [step(reach.action, 'reaches a host that a stranger registered')]),
            // Only `*acme.example` says what was meant.
            fixes: !/^\*+[^*.][^*]*$/.test(host)
              ? []
              : [
                  {
                    title: `Change to \`${exact}\``,
                    kind: 'offer',
                    edits: replaceValue(rule.source, pattern.span, JSON.stringify(exact)),
                    loses: [`every other host that \`${pattern.text}\` covers`],
                  },
                ],
          });
          break;
        }
      }
    }
  },
};

/** Names in the pattern that a stranger can register: none where the wildcard is left of what somebody has bought. */
function registrable(host: string): readonly string[] {
  const labels = host.split('.');
  const filled = labels.map((label) => (/^\*+$/.test(label) ? 'www' : label.replace(/\*+/g, 'evil')));
  const top = labels.at(-1)!;
  if (labels.length < 2 || PRIVATE.test(top)) return [];
  if (top.includes('*')) return TOP.map((each) => [...filled.slice(0, -1), each].join('.'));
  const bought = labels.findIndex((_, at) => SHARED_SUFFIXES.includes(labels.slice(at + 1).join('.')));
  const at = bought < 0 ? labels.length - 2 : bought;
  return /\*[^*]|[^*]\*/.test(labels[at]!) ? [filled.join('.')] : [];
}
