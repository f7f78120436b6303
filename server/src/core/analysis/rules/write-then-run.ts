import { writeThenRuns } from '../../authority/write-then-run.ts';
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
      const pattern = context.patternFor(way.write, { verb: 'write', value: way.file });
      if (seen.has(pattern ?? way.write)) continue;
      seen.add(pattern ?? way.write);
      const place = context.placeOf(way.write, pattern);
      const deny = way.surprising ? addPatterns(role.role, 'deny', 'write', [way.file]) : undefined;
      const first = `writes \`${way.file}\`${way.exists ? '' : ', which is not there yet,'} and then runs \`${way.command}\``;
      report({
        ...place,
        ...(context.held || !way.surprising ? { severity: 'info', audience: 'strict' } : {}),
        message: `${nameIn(role)} ${first}, which runs what that file says: any program; ${holdWords(context)}`,
        related: [{ ...context.placeOf(way.run), message: `\`${way.command}\` is allowed here` }],
        witness: witnessOf(role, [
          step({ verb: 'write', value: way.file }, 'plants the program'),
          step({ verb: 'run', value: way.command }, 'runs it'),
        ]),
        fixes: deny
          ? [{ title: `Deny writing \`${way.file}\``, kind: 'offer', edits: deny, loses: [`writing \`${way.file}\``] }]
          : [],
      });
    }
  },
};
