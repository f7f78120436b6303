import type { CatalogueRule } from '../catalogue-rule.ts';
import { replacePattern } from '../edits.ts';
import { ASI03, atlas, LLM06 } from '../references.ts';
import { nameIn, step, witnessOf } from '../words.ts';

export const credentialWildcard: CatalogueRule = {
  id: 'credential-wildcard',
  family: 'secrets',
  summary: 'A wildcard lets the role use every credential there is.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [ASI03, atlas('AML.T0055'), LLM06],
  risk: true,
  since: '0.1.0',
  covers: ['cross-environment-credential'],
  checkRole(role, context, report) {
    const held = [
      ...new Set([...role.tools.values()].flatMap(({ credentials }) => credentials.map((each) => each.value))),
    ];
    for (const rule of context.grants('use')) {
      for (const pattern of rule.patterns) {
        if (pattern.negated || !pattern.text.includes('*')) continue;
        const all = /^\*+$/.test(pattern.text);
        const invented = pattern.text.replace(/\*+/g, all ? 'PRODUCTION_ADMIN_TOKEN' : 'ADMIN');
        const matching = held.filter((value) => context.patternFor(rule, { verb: 'use', value }) === pattern);
        const value = [...matching, invented].find((each) => context.allows({ verb: 'use', value: each }));
        if (value === undefined) continue;
        const narrow =
          matching.length > 0 && matching.length <= 6 ? replacePattern(rule, pattern, matching) : undefined;
        report({
          source: rule.source,
          span: pattern.span,
          ...(all ? {} : { severity: 'warning', audience: 'strict' }),
          message: all
            ? `\`${pattern.text}\` lets ${nameIn(role)} use every credential, for example \`${value}\`, and every one that is added later`
            : `\`${pattern.text}\` lets ${nameIn(role)} use every credential of that kind, those that are added later as well`,
          witness: witnessOf(role, [step({ verb: 'use', value }, 'uses a credential that nobody named')]),
          fixes: narrow
            ? [
                {
                  title: `Name ${matching.length === 1 ? 'the one' : `the ${matching.length}`} that tools here hold`,
                  kind: 'offer',
                  edits: narrow,
                  loses: ['every other credential'],
                },
              ]
            : [],
        });
      }
    }
  },
};
