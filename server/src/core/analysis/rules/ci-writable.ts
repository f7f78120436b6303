import { denyPaths, pathsReached } from '../by-path.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { candidatesOf } from '../data/sensitive-paths.ts';
import { ASI03, ASI04 } from '../references.ts';
import { nameIn, pathWords, quoted, step, witnessOf } from '../words.ts';

const USUAL = [
  '.github/workflows/**',
  '.github/actions/**',
  '**/.gitlab-ci.yml',
  '**/.circleci/**',
  '**/azure-pipelines.y*ml',
  '**/Jenkinsfile',
  '**/buildspec.y*ml',
  '**/bitbucket-pipelines.yml',
];

export const ciWritable: CatalogueRule = {
  id: 'ci-writable',
  family: 'files',
  summary: "A grant lets the role change what the pipeline runs, with the pipeline's rights.",
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI03, ASI04],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const { rule, pattern, action, first } of pathsReached(
      context,
      ['write'],
      candidatesOf('ci', role.facts.files.paths),
      'ci',
    )) {
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} write ${pathWords(first)}: that is more than its own authority`,
        witness: witnessOf(role, [step(action, 'changes what the pipeline runs')]),
        fixes: denyPaths(role, 'write', USUAL),
      });
    }
  },
};
