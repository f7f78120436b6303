import type { AgentRole } from '../../model/manifest.ts';
import type { CatalogueRule } from '../catalogue-rule.ts';
import { ASI08 } from '../references.ts';
import { nameIn } from '../words.ts';

export const delegationCycle: CatalogueRule = {
  id: 'delegation-cycle',
  family: 'delegation',
  summary: 'A role hands work to a role that may hand it back.',
  severity: 'warning',
  confidence: 'proven',
  audience: 'default',
  references: [ASI08],
  risk: false,
  since: '0.1.0',
  checkRole(role, context, report) {
    for (const rule of context.own) {
      if (rule.verb !== 'delegate' || rule.effect === 'deny') continue;
      for (const pattern of rule.patterns) {
        const path = pattern.negated ? undefined : pathBack(role.name, pattern.text, role.roles);
        if (!path) continue;
        report({
          source: rule.source,
          span: pattern.span,
          message: `${nameIn(role)} hands work to ${path.map((name) => `\`${name}\``).join(', which hands it to ')}, back where it began: nothing ends that but a budget`,
        });
      }
    }
  },
};

/** The names on the way from one role to itself, through this one. */
function pathBack(start: string, first: string, roles: ReadonlyMap<string, AgentRole>): string[] | undefined {
  if (first === start) return [start];
  const queue: string[][] = [[first]];
  const seen = new Set([first]);
  for (let path = queue.shift(); path; path = queue.shift()) {
    for (const rule of roles.get(path.at(-1)!)?.rules ?? []) {
      if (rule.verb !== 'delegate' || rule.effect === 'deny') continue;
      for (const { text, negated } of rule.patterns) {
        if (negated) continue;
        if (text === start) return [...path, start];
        if (!seen.has(text)) {
          seen.add(text);
          queue.push([...path, text]);
        }
      }
    }
  }
  return undefined;
}
