import { writeThenRuns } from '../../authority/write-then-run.ts';
import { narrowings } from '../by-pattern.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { addPatterns } from '../edits.ts';
import { ASI05, cwe } from '../references.ts';
import { holdWords, nameIn, step, witnessOf } from '../words.ts';

export const writeThenRun: CatalogueRule = {
  id: 'write-then-run',
  family: 'shell',
  summary: 'The role may write a file that a command it may run executes: together they run any program.',
  severity: 'error',
  confidence: 'modelled',
  audience: 'default',
  references: [ASI05, cwe(94, 'Code Injection')],
  risk: true,
  since: '0.1.0',
  foreign: true,
  checkRole(role, context, report) {
    const seen = new Set<unknown>();
    for (const way of writeThenRuns(role, context)) {
      const { action, rule, pattern } = way.plant;
      if (seen.has(pattern ?? rule)) continue;
      seen.add(pattern ?? rule);
      // A default of the tool stands nowhere: then the command is what somebody chose.
      const place = rule.foreign?.isDefault ? context.placeOf(way.run) : context.placeOf(rule, pattern);
      const byCommand = action.verb === 'run';
      // A deny of the file holds what is written, and not what an unknown program does.
      const deny = way.surprising && !byCommand ? addPatterns(role.role, 'deny', 'write', [way.file]) : undefined;
      const by = byCommand ? ` by \`${action.value.split(' <<<')[0]}\`` : '';
      const first = `writes \`${way.file}\`${by}${way.exists ? '' : ', which is not there yet,'} and then runs \`${way.command}\``;
      report({
        ...place,
        ...(context.held || !way.surprising ? { severity: 'info', audience: 'strict' } : {}),
        message: `${nameIn(role)} ${first}, which runs what that file says: any program; ${holdWords(context)}`,
        related: [{ ...context.placeOf(way.run), message: `\`${way.command}\` is allowed here` }],
        witness: witnessOf(role, [
          step(action, 'plants the program'),
          step({ verb: 'run', value: way.command }, 'runs it'),
        ]),
        fixes: deny
          ? [{ title: `Deny writing \`${way.file}\``, kind: 'offer', edits: deny, loses: [`writing \`${way.file}\``] }]
          : byCommand && pattern
            ? narrowings(role, rule, pattern)
            : [],
      });
    }
  },
};
