import { unicodeHost } from '../../scope/punycode.ts';
import { hostText, urlsReachedIn } from '../by-url.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { replaceValue } from '../edits.ts';
import { lookalikeOf } from '../lookalike.ts';
import { ASI01, cwe, UTS39 } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const lookalikeHost: CatalogueRule = {
  id: 'lookalike-host',
  family: 'network',
  summary: 'A host is written with letters that look like others.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [UTS39, cwe(1007, 'Insufficient Visual Distinction of Homoglyphs Presented to User'), ASI01],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['plaintext-url', 'methods-open', 'lookalike-name'],
  checkRole(role, context, report) {
    for (const rule of context.grants('fetch')) {
      for (const pattern of rule.patterns) {
        const host = pattern.negated ? undefined : hostText(pattern.text);
        const shown = host === undefined ? undefined : unicodeHost(host);
        const like = shown === undefined ? undefined : lookalikeOf(shown);
        if (host === undefined || like === undefined) continue;
        const reach = urlsReachedIn(context, [pattern.text]).find(
          (each) => each.rule === rule && each.pattern === pattern,
        );
        if (!reach) continue;
        report({
          source: rule.source,
          span: pattern.span,
          message: `\`${host}\` looks like \`${like.text}\` and is not (it has ${like.letters}): ${nameIn(role)} reaches \`${/\/\/([^/:?]+)/.exec(reach.action.value)?.[1] ?? ''}\``,
          witness: witnessOf(role, [step(reach.action, 'reaches a host that only looks like the other')]),
          fixes: [
            {
              title: `Change to \`${pattern.text.replace(host, like.text)}\``,
              kind: 'offer',
              edits: replaceValue(rule.source, pattern.span, JSON.stringify(pattern.text.replace(host, like.text))),
            },
          ],
        });
      }
    }
  },
};
