import { moreWords, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI05, cve, cwe } from '../references.ts';
import { holdWords, nameIn, quoted, step, witnessOf } from '../words.ts';

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
  ],
  checkRole(role, context, report) {
    for (const all of reachedByPattern(role, context, ({ entry }) => entry.effect === 'exec' && !entry.interpreter)) {
      const [{ rule, pattern, entry, line, harmless }] = all;
      report({
        source: rule.source,
        span: pattern.span,
        ...(context.held ? { severity: 'info', audience: 'strict' } : {}),
        confidence: entry.verified === 'executed' ? 'proven' : 'modelled',
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} run any program, for example \`${line}\`, which ${entry.achieves}${moreWords(all)}; ${holdWords(context)}`,
        witness: witnessOf(role, [step({ verb: 'run', value: line }, entry.achieves)], harmless),
        fixes: narrowings(role, rule, pattern),
      });
    }
  },
};
