import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI10, atlas, ZERO_TRUST } from '../references.ts';
import { listWords } from '../words.ts';

const NEEDED = [
  { word: 'attempts', answers: 'what it tried and was not allowed' },
  { word: 'decisions', answers: 'why something was allowed' },
  { word: 'arguments', answers: 'what exactly it did' },
  { word: 'approvals', answers: 'who agreed to what' },
] as const;

export const traceIncomplete: CatalogueRule = {
  id: 'trace-incomplete',
  family: 'trace',
  summary: 'A trace leaves out what a review asks first.',
  severity: 'info',
  confidence: 'heuristic',
  audience: 'strict',
  references: [atlas('AML.M0024'), ASI10, ZERO_TRUST],
  risk: false,
  since: '0.1.0',
  checkRole({ role, name }, context, report) {
    const { trace } = role;
    if (!trace || trace.record.length === 0 || !context.acts) return;
    const kept = new Set(trace.record.map(({ value }) => value));
    const asks = context.inForce.some(({ effect }) => effect === 'ask');
    const missing = NEEDED.filter(({ word }) => !kept.has(word) && (word !== 'approvals' || asks));
    if (missing.length === 0) return;
    report({
      source: role.source,
      span: trace.span,
      message: `the trace of \`${name}\` is without ${listWords(missing.map(({ word }) => `\`${word}\``))}: afterwards nobody can say ${missing[0]!.answers}`,
    });
  },
};
