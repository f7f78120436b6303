import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { candidatesOf, type PathClass, scopeOfClass } from '../analysis/data/sensitive-paths.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { EffectClass, Impact } from './impact.ts';
import { reachInto } from './reach.ts';
import { literal, mayGrant, type Reachable, reachable } from './reached-effect.ts';

export const CLASSES: readonly {
  readonly kind: PathClass;
  readonly verbs: readonly ('read' | 'write' | 'delete')[];
  readonly class: EffectClass;
  readonly impact: Impact;
  readonly achieves: string;
}[] = [
  {
    kind: 'authority',
    verbs: ['write', 'delete'],
    class: 'authority',
    impact: 4,
    achieves: 'changes what agents here may do',
  },
  { kind: 'ci', verbs: ['write'], class: 'pipeline', impact: 4, achieves: 'changes what the pipeline runs' },
  { kind: 'autorun', verbs: ['write'], class: 'persistence', impact: 3, achieves: 'leaves a program to run later' },
  { kind: 'secret', verbs: ['read'], class: 'secrets', impact: 3, achieves: 'reads credentials' },
];
export function files(role: ResolvedRole, context: RoleContext): Reachable[] {
  const found: Reachable[] = [];
  for (const { kind, verbs, class: effect, impact, achieves } of CLASSES) {
    for (const verb of verbs) {
      if (!mayGrant(role, context, verb)) continue;
      const own = kind === 'authority' && context.path !== undefined ? [context.path] : [];
      const prefer = [...own, ...candidatesOf(kind, role.facts.files.paths).map(({ path }) => path)];
      const target = [...own.map((text) => ({ text: literal(text), negated: false })), ...scopeOfClass(kind)];
      const reach = reachInto(role, context, verb, target, prefer);
      found.push(...reachable(reach, effect, impact, (path) => `${achieves}: ${verb} \`${path}\``, achieves));
    }
  }
  for (const verb of ['write', 'delete'] as const) {
    if (!mayGrant(role, context, verb)) continue;
    const does = verb === 'write' ? 'changes' : 'deletes';
    const outside = ['/**', '~/**', '../**'].map((text) => ({ text, negated: false }));
    found.push(
      ...reachable(
        reachInto(role, context, verb, outside),
        'beyond',
        2,
        (path) => `${does} files outside the workspace: \`${path}\``,
      ),
      ...reachable(
        reachInto(role, context, verb, EVERYTHING, role.facts.files.paths.slice(0, 100)),
        'files',
        verb === 'write' ? 1 : 2,
        (path) => `${does} files: \`${path}\``,
      ),
    );
  }
  if (mayGrant(role, context, 'read')) {
    const reach = reachInto(role, context, 'read', [...EVERYTHING, ...OUTSIDE], role.facts.files.paths.slice(0, 100));
    found.push(...reachable(reach, 'reading', 1, (path) => `reads files: \`${path}\``));
  }
  return found;
}
const EVERYTHING = [{ text: '**', negated: false }];
const OUTSIDE = ['/**', '~/**', '../**'].map((text) => ({ text, negated: false }));
