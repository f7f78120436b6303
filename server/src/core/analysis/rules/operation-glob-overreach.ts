import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { replacePattern } from '../edits.ts';
import { atlas, LLM06 } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { nameIn, step, witnessOf } from '../words.ts';

/** Labels of what must not come along by accident, the worst first. */
const DELICATE = ['secret', 'financial', 'personal'];

export const operationGlobOverreach: CatalogueRule = {
  id: 'operation-glob-overreach',
  family: 'tools',
  summary: 'A pattern of operations also matches one that returns what the others do not.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [LLM06, atlas('AML.M0028')],
  risk: true,
  since: '0.1.0',
  covers: ['secret-returned'],
  checkRole(role, context, report) {
    for (const rule of context.grants('call')) {
      for (const pattern of rule.patterns) {
        const operations = pattern.text.split('/').slice(1).join('/');
        if (pattern.negated || !operations.includes('*') || /^\*+$/.test(operations)) continue;
        const calls = callsOf(role, {
          ...rule,
          patterns: [pattern, ...rule.patterns.filter(({ negated }) => negated)],
        });
        for (const label of DELICATE) {
          const has = ({ operation }: (typeof calls)[number]) => operation.returns.some(({ value }) => value === label);
          const odd = calls.filter(has);
          const others = calls.filter((call) => !has(call));
          const [first] = odd;
          if (!first || odd.length >= others.length) continue;
          const action = sampleCall(first.name, first.operation, rule);
          if (!context.allows(action)) continue;
          const narrow =
            others.length <= 12
              ? replacePattern(
                  rule,
                  pattern,
                  others.map(({ name }) => name),
                )
              : undefined;
          report({
            source: rule.source,
            span: pattern.span,
            message: `\`${pattern.text}\` also matches \`${first.name}\`, which returns \`${label}\`; the ${others.length} others that ${nameIn(role)} may call by it do not`,
            witness: witnessOf(role, [step(action, `returns ${label}`)]),
            fixes: narrow
              ? [
                  {
                    title: `Name the ${others.length} others`,
                    kind: 'offer',
                    edits: narrow,
                    loses: odd.map(({ name }) => name),
                  },
                ]
              : [],
          });
          break;
        }
      }
    }
  },
};
