import type { CatalogueRule } from '../catalogue-rule.ts';
import { askInstead } from '../edits.ts';
import { ASI02, LLM06 } from '../references.ts';
import { nameIn, quoted, step, witnessOf } from '../words.ts';

const OUTSIDE = ['~/.ssh/authorized_keys', '~/.bashrc', '/etc/cron.d/x', '/usr/local/bin/git'];
const INSIDE = ['.git/hooks/pre-commit', '.github/workflows/ci.yml', 'AGENTS.md'];

export const writeEverything: CatalogueRule = {
  id: 'write-everything',
  family: 'files',
  summary: 'A grant lets the role write every file.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI02, LLM06],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: [
    'own-policy-writable',
    'autorun-writable',
    'ci-writable',
    'write-then-run',
    'evidence-writable',
    'trace-writable',
  ],
  checkRole(role, context, report) {
    for (const rule of context.grants('write')) {
      for (const pattern of rule.patterns) {
        const allowed = (value: string) => {
          const action = { verb: 'write', value } as const;
          const decision = context.decide(action);
          return decision.decision === 'allow' && context.patternFor(rule, action) === pattern;
        };
        const outside = OUTSIDE.find(allowed);
        const inside = INSIDE.every(allowed) ? INSIDE[0] : undefined;
        const value = outside ?? inside;
        if (pattern.negated || value === undefined || !pattern.text.includes('**')) continue;
        const ask = askInstead(role.role, rule, pattern);
        report({
          source: rule.source,
          span: pattern.span,
          message: `${quoted(rule, pattern)} lets ${nameIn(role)} write every file${outside ? ', also outside the workspace' : ' of the workspace'}, for example \`${value}\`, which then runs by itself`,
          witness: witnessOf(role, [step({ verb: 'write', value }, 'writes what then runs')]),
          fixes: ask
            ? [
                {
                  title: `Ask before writing ${quoted(rule, pattern)}`,
                  kind: 'offer',
                  edits: ask,
                  loses: ['writing with nobody asked'],
                },
              ]
            : [],
        });
      }
    }
  },
};
