import { pathsReached } from '../by-path.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { candidatesOf } from '../data/sensitive-paths.ts';
import { askInstead } from '../edits.ts';
import { atlas, LLM06 } from '../references.ts';
import { nameIn, pathWords, quoted, step, witnessOf } from '../words.ts';

export const readEverything: CatalogueRule = {
  id: 'read-everything',
  family: 'files',
  summary: 'A grant lets the role read outside the workspace: a home directory, or the whole machine.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [atlas('AML.T0055'), LLM06],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: ['secret-readable'],
  checkRole(role, context, report) {
    const outside = candidatesOf('secret', role.facts.files.paths).filter(({ path }) => /^[~/]/.test(path));
    for (const { rule, pattern, action, first, all } of pathsReached(context, ['read'], outside)) {
      // One file of a home directory, spelled out, is not everything.
      if (!pattern.text.includes('**')) continue;
      const ask = askInstead(role.role, rule, pattern);
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} read outside the workspace, for example ${pathWords(first)}${all.length > 1 ? ` (and ${all.length - 1} more)` : ''}`,
        witness: witnessOf(role, [step(action, `reads ${first.what}`)]),
        fixes: ask
          ? [
              {
                title: `Ask before reading ${quoted(rule, pattern)}`,
                kind: 'offer',
                edits: ask,
                loses: ['reading there with nobody asked'],
              },
            ]
          : [],
      });
    }
  },
};
