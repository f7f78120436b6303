import { denyPaths, pathsReached } from '../by-path.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { candidatesOf, USUAL_SECRETS } from '../data/sensitive-paths.ts';
import { atlas, LLM02 } from '../references.ts';
import { nameIn, pathWords, quoted, step, witnessOf } from '../words.ts';

export const secretReadable: CatalogueRule = {
  id: 'secret-readable',
  family: 'files',
  summary: 'A grant lets the role read credentials or keys.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [atlas('AML.T0055'), LLM02],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const { rule, pattern, action, first, all } of pathsReached(
      context,
      ['read'],
      candidatesOf('secret', role.facts.files.paths),
      'secret',
    )) {
      const more = all.length > 1 ? ` (and ${all.length - 1} more such ${all.length === 2 ? 'file' : 'files'})` : '';
      report({
        source: rule.source,
        span: pattern.span,
        severity: first.exists || first.path.startsWith('~') || first.path.startsWith('/') ? 'error' : 'warning',
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} read ${pathWords(first)}${more}`,
        witness: witnessOf(role, [step(action, `reads ${first.what}`)]),
        fixes: denyPaths(role, 'read', USUAL_SECRETS),
      });
    }
  },
};
