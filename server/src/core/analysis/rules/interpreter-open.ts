import { narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI05, cwe } from '../references.ts';
import { holdWords, nameIn, quoted, step, witnessOf } from '../words.ts';

export const interpreterOpen: CatalogueRule = {
  id: 'interpreter-open',
  family: 'shell',
  summary: 'A grant leaves it open what an interpreter, build tool or package runner runs.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI05, cwe(94, 'Code Injection')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: [
    'prefix-reaches-exec',
    'destructive-ungated',
    'publish-ungated',
    'shell-reopens-network',
    'command-writes-files',
    'deny-has-side-door',
    'environment-readable',
    'write-then-run',
  ],
  checkRole(role, context, report) {
    for (const [{ rule, pattern, entry, line, harmless }] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'exec' && entry.interpreter,
    )) {
      report({
        source: rule.source,
        span: pattern.span,
        ...(context.held ? { severity: 'info', audience: 'strict' } : {}),
        confidence: entry.verified === 'executed' ? 'proven' : 'modelled',
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} say what ${entry.program} runs, for example \`${line}\`; ${holdWords(context)}`,
        witness: witnessOf(role, [step({ verb: 'run', value: line }, entry.achieves)], harmless),
        fixes: narrowings(role, rule, pattern),
      });
    }
  },
};
