import type { CatalogueRule } from '../catalogue-rule.ts';
import { callsOf } from '../context.ts';
import { replacePattern } from '../edits.ts';
import { ASI02, atlas, LLM06 } from '../references.ts';
import { sampleCall } from '../sample-call.ts';
import { listWords, nameIn, quoted, step, witnessOf } from '../words.ts';

const HARM = ['destroy', 'spend', 'execute', 'send', 'write'];

export const operationWildcard: CatalogueRule = {
  id: 'operation-wildcard',
  family: 'tools',
  summary: 'A wildcard grants every operation of a tool, those that destroy, spend, send or write as well.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [LLM06, ASI02, atlas('AML.M0028')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  covers: [
    'irreversible-ungated',
    'unconstrained-recipient',
    'operation-glob-overreach',
    'secret-returned',
    'open-query-language',
    'unlabelled-operation',
  ],
  checkRole(role, context, report) {
    for (const rule of context.grants('call')) {
      for (const pattern of rule.patterns) {
        if (pattern.negated || !pattern.text.includes('*')) continue;
        const calls = callsOf(role, {
          ...rule,
          patterns: [pattern, ...rule.patterns.filter(({ negated }) => negated)],
        });
        const harmful = calls
          .flatMap((call) => {
            const harm = Math.min(
              ...call.operation.does.map(({ value }) => HARM.indexOf(value)).filter((rank) => rank >= 0),
              9,
            );
            const action = sampleCall(call.name, call.operation, rule);
            return harm < 9 && context.allows(action)
              ? [{ ...call, action, harm: harm - Number(call.operation.reversible?.value === false) }]
              : [];
          })
          .sort((a, b) => a.harm - b.harm);
        const [worst] = harmful;
        if (worst) {
          const reads = calls
            .filter(({ operation }) => operation.does.every(({ value }) => value === 'read'))
            .map(({ name }) => name);
          const narrow = reads.length > 0 && reads.length <= 12 ? replacePattern(rule, pattern, reads) : undefined;
          report({
            source: rule.source,
            span: pattern.span,
            message: `${quoted(rule, pattern)} lets ${nameIn(role)} call ${listWords(harmful.map(({ name }) => `\`${name}\``))} with nobody asked`,
            witness: witnessOf(role, [
              step(
                worst.action,
                worst.operation.reversible?.value === false ? 'cannot be undone' : 'changes something',
              ),
            ]),
            fixes: narrow
              ? [
                  {
                    title: `Allow the ${reads.length} operations that only read`,
                    kind: 'offer',
                    edits: narrow,
                    loses: harmful.map(({ name }) => name),
                  },
                ]
              : [],
          });
        } else if (calls.length === 0) {
          const tool = pattern.text.split('/')[0]!;
          const value = `${tool.replaceAll('*', 'any-tool')}/delete_everything`;
          if (pattern.text.split('/')[1] !== undefined && !/^\*+$/.test(pattern.text.split('/')[1]!)) continue;
          if ([...role.tools.keys()].includes(tool) || !context.allows({ verb: 'call', value })) continue;
          report({
            source: rule.source,
            span: pattern.span,
            severity: 'warning',
            message: `${quoted(rule, pattern)} lets ${nameIn(role)} call whatever ${tool.includes('*') ? 'any tool' : `\`${tool}\``} offers: no tool scope here says what that is`,
            witness: witnessOf(role, [step({ verb: 'call', value }, 'calls an operation that nobody listed')]),
          });
        }
      }
    }
  },
};
