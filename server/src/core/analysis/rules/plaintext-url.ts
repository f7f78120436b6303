import type { CatalogueRule } from '../catalogue-rule.ts';
import { replaceValue } from '../edits.ts';
import { cwe, ZERO_TRUST } from '../references.ts';
import { nameIn, quoted } from '../words.ts';

const LOCAL = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$)/;

export const plaintextUrl: CatalogueRule = {
  id: 'plaintext-url',
  family: 'network',
  summary: 'A grant or a tool uses a connection that anybody on the way can read and change.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [cwe(319, 'Cleartext Transmission of Sensitive Information'), ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const rule of context.own) {
      if (rule.verb !== 'fetch' || rule.effect === 'deny') continue;
      for (const pattern of rule.patterns) {
        if (pattern.negated || !/^(http|ws|ftp):\/\//.test(pattern.text) || LOCAL.test(pattern.text)) continue;
        report({
          source: rule.source,
          span: pattern.span,
          message: `${quoted(rule, pattern)} is not encrypted: whoever is on the way can put words before ${nameIn(role)}`,
        });
      }
    }
  },
  checkTool(tool, report) {
    const url = tool.server?.url;
    if (!url || !/^(http|ws):\/\//.test(url.value) || LOCAL.test(url.value)) return;
    report({
      source: tool.source,
      span: url.span,
      message: `\`${tool.name?.value ?? 'this tool'}\` is reached without encryption: whoever is on the way can change what it returns`,
      fixes: [
        {
          title: 'Use https',
          kind: 'offer',
          edits: replaceValue(tool.source, url.span, url.value.replace(/^(http|ws):/, '$1s:')),
        },
      ],
    });
  },
};
