import { denyPaths, pathsReached } from '../by-path.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { candidatesOf } from '../data/sensitive-paths.ts';
import { ASI05, cve } from '../references.ts';
import { nameIn, pathWords, quoted, step, witnessOf } from '../words.ts';

const USUAL = [
  '.git/**',
  '**/.gitmodules',
  '**/.husky/**',
  '**/.vscode/**',
  '**/.idea/**',
  '**/.devcontainer/**',
  '**/.devcontainer.json',
  '**/.envrc',
  '**/mise.toml',
  '**/.mise.toml',
  '**/.pre-commit-config.yaml',
];

export const autorunWritable: CatalogueRule = {
  id: 'autorun-writable',
  family: 'files',
  summary: 'A grant lets the role write a file that runs without anybody asking for it.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI05, cve('CVE-2026-26268')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const { rule, pattern, action, first, all } of pathsReached(
      context,
      ['write'],
      candidatesOf('autorun', role.facts.files.paths),
      'autorun',
    )) {
      report({
        source: rule.source,
        span: pattern.span,
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} write ${pathWords(first)}${all.length > 1 ? ` (and ${all.length - 1} more that run by themselves)` : ''}`,
        witness: witnessOf(role, [step(action, `writes ${first.what}`)]),
        fixes: denyPaths(role, 'write', USUAL),
      });
    }
  },
};
