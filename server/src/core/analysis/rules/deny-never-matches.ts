import type { Action } from '../../decide/action.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { addPatterns, replacePattern } from '../edits.ts';
import { cwe } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

/** Directories that people deny by their bare name. */
const DIRECTORIES = new Set([
  '.git',
  '.github',
  '.ssh',
  '.aws',
  '.kube',
  '.docker',
  '.gnupg',
  '.vscode',
  '.claude',
  '.cursor',
  'node_modules',
  'secrets',
  'infra',
  'infrastructure',
  'migrations',
  'terraform',
  'deploy',
]);

export const denyNeverMatches: CatalogueRule = {
  id: 'deny-never-matches',
  family: 'conflicts',
  summary: 'A deny names a directory, and nothing in it: it holds nothing back.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [cwe(863, 'Incorrect Authorization')],
  risk: false,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const rule of context.own) {
      if (rule.effect !== 'deny' || !['read', 'write', 'delete'].includes(rule.verb)) continue;
      for (const pattern of rule.patterns) {
        if (pattern.negated) continue;
        const directory = pattern.text.replace(/\/+$/, '');
        const literal = directory.replace(/^\*\*\//, '');
        if (/[*?[\]{}]/.test(literal) || literal === '') continue;
        const last = literal.slice(literal.lastIndexOf('/') + 1);
        const under = role.facts.files.paths.find((path) => path.startsWith(`${literal}/`));
        if (under === undefined && !DIRECTORIES.has(last)) continue;
        const covered = rule.patterns.some(
          (each) => !each.negated && (each.text === `${directory}/**` || each.text === '**'),
        );
        if (covered) continue;
        const action: Action = { verb: rule.verb, value: under ?? `${literal}/x` };
        const allowed = context.allows(action);
        // What another tool's pattern means is only known where it has decided.
        if (rule.foreign && !allowed) continue;
        const wide = `${directory}/**`;
        const edits = rule.foreign
          ? addPatterns(role.role, 'deny', rule.verb, [wide])
          : replacePattern(rule, pattern, [pattern.text, wide]);
        report({
          source: rule.source,
          span: pattern.span,
          ...(allowed ? {} : { severity: 'warning' }),
          message: allowed
            ? `${quoted(rule, pattern)} denies no file in it, so ${nameIn(role)} may ${rule.verb} \`${action.value}\``
            : `\`${pattern.text}\` denies no file in it: a pattern means what is under a directory only when it ends in \`/**\``,
          ...(allowed ? { witness: witnessOf(role, [step(action, 'was meant to be denied')]) } : {}),
          fixes: edits ? [{ title: `Deny \`${directory}/**\``, kind: 'safe', edits }] : [],
        });
      }
    }
  },
};
