import { confidenceOf, loudnessOf, moreWords, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI05, cve, cwe } from '../references.ts';
import { givenWords, holdWords, lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

export const prefixReachesExec: CatalogueRule = {
  id: 'prefix-reaches-exec',
  family: 'shell',
  summary: 'A grant of one program, through its own options, allows every program.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI05, cwe(88, 'Argument Injection'), cve('CVE-2025-58764'), cve('CVE-2026-24887')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: [
    'destructive-ungated',
    'publish-ungated',
    'shell-reopens-network',
    'command-writes-files',
    'deny-has-side-door',
    'missing-word-boundary',
    'environment-readable',
    'deferred-execution',
    'write-then-run',
    'environment-settable',
  ],
  checkRole(role, context, report) {
    for (const all of reachedByPattern(role, context, ({ entry }) => entry.effect === 'exec' && !entry.interpreter)) {
      const [reached] = all;
      const { rule, pattern } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        ...loudnessOf(reached, context),
        confidence: confidenceOf(reached),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run any program, for example ${lineWords(reached)}, which ${reached.entry.achieves}${givenWords(reached)}${moreWords(all)}; ${holdWords(context)}`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
