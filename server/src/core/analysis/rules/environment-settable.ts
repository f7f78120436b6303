import { settableVariables } from '../../authority/settable-variables.ts';
import { narrowings } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI05, cve, cwe } from '../references.ts';
import { holdWords, nameIn, quoted, step, witnessOf } from '../words.ts';

export const environmentSettable: CatalogueRule = {
  id: 'environment-settable',
  family: 'shell',
  summary: 'A grant leaves open the value of a variable by which a granted command loads what the role wrote.',
  severity: 'error',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI05, cwe(427, 'Uncontrolled Search Path Element'), cve('CVE-2026-22708')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    for (const { rule, pattern, variable, line, plants, achieves, needs } of settableVariables(context)) {
      if (!context.own.includes(rule)) continue;
      const first = plants === undefined ? '' : `, once it has written \`${plants}\``;
      report({
        source: rule.source,
        span: pattern.span,
        ...(context.held ? { severity: 'info', audience: 'strict' } : {}),
        message: `${quoted(rule, pattern)} lets ${nameIn(role)} choose \`${variable}\`: \`${line}\`${first}, ${achieves}${needs === undefined ? '' : `, given ${needs}`}; ${holdWords(context)}`,
        witness: witnessOf(role, [
          ...(plants === undefined ? [] : [step({ verb: 'write', value: plants }, 'plants what is run')]),
          step({ verb: 'run', value: line }, achieves),
        ]),
        fixes: () => narrowings(role, rule, pattern),
      });
    }
  },
};
