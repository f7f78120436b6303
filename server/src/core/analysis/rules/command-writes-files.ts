import { confidenceOf, narrowings, reachedByPattern } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI02, cve } from '../references.ts';
import { lineWords, nameIn, quoted, stepsOf, witnessOf } from '../words.ts';

/** Programs that exist to write: nobody who grants them is surprised. */
const WRITERS = new Set(['cp', 'mv', 'tee', 'dd', 'install', 'ln', 'patch', 'split', 'csplit']);

export const commandWritesFiles: CatalogueRule = {
  id: 'command-writes-files',
  family: 'shell',
  summary: "A grant of a program that seems only to read also writes files of the caller's choice.",
  severity: 'warning',
  confidence: 'proven',
  audience: 'strict',
  references: [ASI02, cve('CVE-2025-64755')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    if (role.role.sandbox?.write !== undefined) return;
    for (const [reached] of reachedByPattern(
      role,
      context,
      ({ entry }) => entry.effect === 'write' && !WRITERS.has(entry.program),
    )) {
      const { rule, pattern } = reached;
      report({
        source: rule.source,
        span: pattern.span,
        // With somebody there who did not choose the input, this is for those who ask; else it is for everybody.
        ...(context.unattended || context.exposure.level === 'anyone' ? { audience: 'default' } : {}),
        confidence: confidenceOf(reached),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} write files that no write rule grants, for example ${lineWords(reached)}`,
        witness: witnessOf(role, stepsOf(reached), reached.harmless),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
