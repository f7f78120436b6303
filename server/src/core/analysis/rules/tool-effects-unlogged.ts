import type { CatalogueRule } from '../catalogue-rule.ts';
import { replaceValue } from '../edits.ts';
import { ASI10, atlas } from '../references.ts';

export const toolEffectsUnlogged: CatalogueRule = {
  id: 'tool-effects-unlogged',
  family: 'trace',
  summary: 'A tool that changes things keeps nothing of its calls.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [atlas('AML.M0024'), ASI10],
  risk: false,
  since: '0.1.0',
  checkTool(tool, report) {
    const { log, operations } = tool;
    const acting = operations.find(({ does }) => does.some(({ value }) => value !== 'read'));
    if (log?.arguments?.value !== 'none' || !acting) return;
    report({
      source: tool.source,
      span: log.arguments.span,
      message: `\`${acting.name.value}\` changes something, and nothing is kept of what it was called with: afterwards nobody can say what was changed`,
      related: [{ source: tool.source, span: acting.name.span, message: 'changes something' }],
      fixes: [
        {
          title: 'Keep redacted arguments',
          kind: 'offer',
          edits: replaceValue(tool.source, log.arguments.span, 'redacted'),
        },
      ],
    });
  },
};
