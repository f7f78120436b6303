import type { CatalogueRule } from '../catalogue-rule.ts';
import { replaceValue } from '../edits.ts';
import { cwe, LLM02 } from '../references.ts';

export const secretsLogged: CatalogueRule = {
  id: 'secrets-logged',
  family: 'trace',
  summary: "A tool's log keeps credentials as they are.",
  severity: 'warning',
  confidence: 'heuristic',
  audience: 'default',
  references: [LLM02, cwe(532, 'Insertion of Sensitive Information into Log File')],
  risk: false,
  since: '0.1.0',
  checkTool(tool, report) {
    const { log, operations } = tool;
    const secret = operations.find(({ returns }) => returns.some(({ value }) => value === 'secret'));
    if (log?.results?.value !== 'full' || !secret) return;
    report({
      source: tool.source,
      span: log.results.span,
      message: `\`${secret.name.value}\` returns a secret, and results are kept in full: whoever reads the log has it`,
      related: [{ source: tool.source, span: secret.name.span, message: 'returns a secret' }],
      fixes: [
        {
          title: 'Keep only a digest',
          kind: 'offer',
          edits: replaceValue(tool.source, log.results.span, 'digest'),
          loses: ['results in the log'],
        },
      ],
    });
  },
};
