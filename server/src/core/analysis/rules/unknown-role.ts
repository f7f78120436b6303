import type { Source } from '../../source.ts';
import type { Located } from '../../span.ts';
import type { CatalogueRule, Report } from '../catalogue-rule.ts';
import { closestName } from '../closest-name.ts';
import { replaceValue } from '../edits.ts';

export const unknownRole: CatalogueRule = {
  id: 'unknown-role',
  family: 'delegation',
  summary: 'A name stands where a role is expected, and no role has it.',
  severity: 'error',
  confidence: 'proven',
  audience: 'default',
  references: [],
  risk: false,
  since: '0.1.0',
  checkWorkspace(snapshot, report) {
    const known = [...snapshot.roles.keys()];
    // A scenario may be run by a principal of another tool's files.
    const foreign = snapshot.foreign.principals.flatMap(({ name, role }) => [name, role.foreign?.name ?? name]);
    for (const { source, manifest } of snapshot.sources) {
      if (manifest.kind === 'AgentRole') {
        for (const name of manifest.extends) check(source, name, known, 'so it brings no rules and no denies', report);
        for (const name of manifest.memory?.shared ?? [])
          check(source, name, known, 'so nobody knows who reads this memory', report);
        for (const rule of manifest.rules) {
          if (rule.verb !== 'delegate') continue;
          for (const { text, negated, span } of rule.patterns) {
            if (!negated && !text.includes('*'))
              check(source, { value: text, span }, known, 'so nothing is handed over', report);
          }
        }
      }
      if (manifest.kind === 'Scenario') {
        const all = [...known, ...foreign];
        if (manifest.role) check(source, manifest.role, all, 'so nothing can be simulated', report);
        for (const step of manifest.steps) {
          if (step.kind === 'action' && step.as) check(source, step.as, known, 'so this step is denied', report);
        }
      }
      if (manifest.kind === 'Boundary') {
        for (const name of manifest.appliesTo) {
          if (!/[*!]/.test(name.value)) check(source, name, known, 'so this boundary does not bound it', report);
        }
      }
    }
  },
};

function check(
  source: Source,
  { value, span }: Located<string>,
  known: readonly string[],
  so: string,
  report: Report,
): void {
  if (value === '' || known.includes(value)) return;
  const closest = closestName(value, known);
  report({
    source,
    span,
    message: `no role here is called \`${value}\`, ${so}${closest === undefined ? '' : `; did you mean \`${closest}\`?`}`,
    fixes:
      closest === undefined
        ? []
        : [{ title: `Change to \`${closest}\``, kind: 'offer', edits: replaceValue(source, span, closest) }],
  });
}
