import type { RoleContext } from '../analysis/catalogue-rule.ts';
import { contextOf } from '../analysis/context.ts';
import { step } from '../analysis/words.ts';
import type { Verb } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { asDelegate } from './combined.ts';
import { byPrograms, commands } from './effects-of-commands.ts';
import { calls, fetches, names, personalCall } from './effects-of-tools.ts';
import { files } from './effects-on-files.ts';
import type { Gate } from './impact.ts';
import { decided } from './reach.ts';
import { given, type Reachable } from './reached-effect.ts';
import { reachesUrl } from './sandbox.ts';
import { type Variant, verbsAskedAt, withGranted } from './variant.ts';
import { OUTSIDE_URLS } from './ways-out.ts';

interface Section {
  /** The verbs that it depends on. */
  readonly verbs: readonly Verb[];
  /** `before` is what the sections before it have found. */
  find(role: ResolvedRole, context: RoleContext, before: readonly Reachable[]): readonly Reachable[];
}

const SECTIONS: readonly Section[] = [
  { verbs: ['read', 'write', 'delete'], find: files },
  // A command may be asked about for what it does to a file or an address.
  { verbs: ['run', 'read', 'write', 'delete', 'fetch'], find: commands },
  { verbs: ['fetch'], find: fetches },
  { verbs: ['call'], find: calls },
  { verbs: ['use', 'remember', 'delegate'], find: names },
];

type Sections = readonly (readonly Reachable[])[];

const sections = new WeakMap<ResolvedRole, Map<Gate, { readonly now: number; readonly found: Sections }>>();
const results = new WeakMap<ResolvedRole, Map<Gate, { readonly now: number; readonly all: readonly Reachable[] }>>();

/**
 * What a role reaches of a fixed list of effects once every ask with no more than this gate is granted, one run for each
 * effect and impact. The list does not depend on the role: whoever may do more reaches at least as much. The rules of the
 * grants are the role's own.
 */
export function reachables(
  role: ResolvedRole,
  gate: Gate,
  now: number,
  visited: ReadonlySet<string> = new Set(),
): readonly Reachable[] {
  const known = results.get(role) ?? new Map();
  const before = known.get(gate);
  if (before?.now === now) return before.all;
  const variant = withGranted(role, gate);
  const context = contextOf(variant.role, now);
  const own = sectionsOf(role, gate, now)
    .flat()
    .map((each) => withOriginals(each, variant));
  const direct = best([...own, ...byPrograms(variant.role, context, own)]);
  const all = best([
    ...direct,
    ...flows(variant.role, context, direct),
    ...delegations(variant.role, context, gate, new Set([...visited, role.name])),
  ]);
  // In a circle of delegates a role is seen without those that led to it, which is not all of it.
  if (visited.size === 0 || role.delegates.size === 0) results.set(role, known.set(gate, { now, all }));
  return all;
}

/** What is not asked about at just this gate is the same as with the gate below. */
function sectionsOf(role: ResolvedRole, gate: Gate, now: number): Sections {
  const known = sections.get(role) ?? new Map();
  const before = known.get(gate);
  if (before?.now === now) return before.found;
  const variant = withGranted(role, gate).role;
  const less = gate === 0 ? undefined : sectionsOf(role, (gate - 1) as Gate, now);
  const asked = verbsAskedAt(role, gate);
  const found: (readonly Reachable[])[] = [];
  SECTIONS.forEach(({ verbs, find }, index) => {
    const isSame = less && !verbs.some((verb) => asked.has(verb));
    found.push(isSame ? less[index]! : find(variant, contextOf(variant, now), found.flat()));
  });
  sections.set(role, known.set(gate, { now, found }));
  return found;
}

function withOriginals(each: Reachable, { original }: Variant): Reachable {
  return { ...each, grants: each.grants.map(({ rule, ...rest }) => ({ ...rest, rule: original(rule) })) };
}
/** The first of each effect and impact: the others add nothing that a person would count. */
function best(all: readonly Reachable[]): readonly Reachable[] {
  const first = new Map<string, Reachable>();
  for (const each of all) {
    const key = `${each.class} ${each.impact}`;
    const other = first.get(key);
    // What is known outweighs what was only assumed, and a shorter run a longer one.
    if (!other || rank(each) < rank(other)) first.set(key, each);
  }
  return [...first.values()];
}

function rank({ assumed, steps, by, implied }: Reachable): number {
  return (assumed === undefined ? 0 : 100) + (implied ? 50 : 0) + (by === undefined ? 0 : 10) + steps.length;
}
/** What another role does on its behalf counts as what it does. */
function delegations(role: ResolvedRole, context: RoleContext, gate: Gate, visited: ReadonlySet<string>): Reachable[] {
  const found: Reachable[] = [];
  for (const [name, delegate] of role.delegates) {
    if (visited.has(name)) continue;
    const reach = decided(context, { verb: 'delegate', value: name });
    if (reach?.kind !== 'allowed') continue;
    for (const each of reachables(delegate, gate, context.now, visited)) {
      found.push({
        ...each,
        steps: [step(reach.action, 'hands the work over'), ...asDelegate(each.steps, name)],
        grants: [...each.grants, ...given(reach.grant)],
        words: `\`${name}\`, to which it hands work, ${each.words}`,
        by: each.by ?? name,
      });
    }
  }
  return found;
}
/** Private data, and a way for it to leave. */
function flows(role: ResolvedRole, context: RoleContext, found: readonly Reachable[]): Reachable[] {
  const secret = found.find((each) => each.class === 'secrets' && each.by === undefined);
  const personal = secret ? undefined : personalCall(role, context);
  const read = secret ?? personal;
  const out = found.find((each) => each.class === 'send' && each.by === undefined);
  const any = found.find((each) => each.class === 'program' && each.by === undefined);
  const way = out ?? (any && reachesUrl(role.role.sandbox, OUTSIDE_URLS[0]!) ? any : undefined);
  if (!read || !way) return [];
  const assumed = read.assumed ?? way.assumed;
  if (secret?.implied) return [{ ...secret, class: 'outside', implied: true }];
  return [
    {
      class: 'outside',
      impact: 3,
      steps: [...read.steps, ...way.steps].slice(0, 5),
      grants: [...read.grants, ...way.grants],
      words: `${read.words}, and ${way.words}`,
      ...(assumed ? { assumed } : {}),
    },
  ];
}
