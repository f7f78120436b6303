import { confidenceOf, loudnessOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI05, cwe } from '../references.ts';
import { holdWords, lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

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
    'deferred-execution',
    'write-then-run',
    'environment-settable',
  ],
  checkRole(role, context, report) {
    for (const [reached] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'exec' && entry.interpreter,
    )) {
      const { rule, pattern, entry } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        ...loudnessOf(reached, context),
        confidence: confidenceOf(reached),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} say what ${entry.program} runs, for example ${lineWords(reached)}; ${holdWords(context)}`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
