import type { AgentRole, ToolScope } from '../../model/manifest.ts';
import { openQuestions } from '../../syntax/questions.ts';
import type { CatalogueRule, Report } from '../catalogue-rule.ts';

export const unansweredQuestion: CatalogueRule = {
  id: 'unanswered-question',
  family: 'hygiene',
  summary: 'A manifest has questions that nobody has answered yet.',
  severity: 'info',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
  checkRole: ({ role }, _context, report) => checkManifest(role, report),
  checkTool: (tool, report) => checkManifest(tool, report),
};

/** One finding for a manifest, at its first question. */
function checkManifest({ source }: AgentRole | ToolScope, report: Report): void {
  const questions = openQuestions(source.text);
  const [first, ...others] = questions;
  if (!first) return;
  const about = questions.map(({ words }) => /^([\w-]+):/.exec(words)?.[1] ?? words);
  const shown = about.length > 6 ? `${about.slice(0, 6).join(', ')} and ${about.length - 6} more` : about.join(', ');
  report({
    source,
    span: first.span,
    message: `${questions.length === 1 ? 'one question is' : `${questions.length} questions are`} open: ${shown}`,
    related: others.map(({ words, span }) => ({ source, span, message: words })),
  });
}
