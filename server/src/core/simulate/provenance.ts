import type { Json, Origin } from '../decide/action.ts';
import type { AgentRole } from '../model/manifest.ts';
import type { Node } from '../syntax/node.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Readings } from './readings.ts';

/**
 * Where each argument's value is known from: what the step declares, the manifest (the value stands in it as a whole
 * scalar), and results of earlier steps (the value stands in them as a word of its own). A value that came with
 * untrusted text and nothing else has the one origin `untrusted`, which satisfies no `from`. Nested values have dotted
 * names; a list has the origins that all of its items share.
 */
export function originsOf(
  args: { readonly [key: string]: Json } | undefined,
  declared: ReadonlyMap<string, readonly Origin[]>,
  role: ResolvedRole | undefined,
  readings: Readings,
): { readonly [argument: string]: readonly Origin[] } | undefined {
  const found: Record<string, readonly Origin[]> = {};
  const visit = (name: string, value: Json, depth: number): ReadonlySet<Origin> => {
    const origins = new Set(declared.get(name));
    if (Array.isArray(value)) {
      const lists = value.slice(0, 100).map((item: Json) => visit('', item, depth + 1));
      for (const origin of lists[0] ?? []) if (lists.every((list) => list.has(origin))) origins.add(origin);
      if (lists.some((list) => list.has('untrusted'))) origins.add('untrusted');
    } else if (typeof value === 'object' && value !== null) {
      if (depth < 8)
        for (const [key, inner] of Object.entries(value)) visit(`${name}.${key}`, inner as Json, depth + 1);
    } else {
      for (const origin of knownFrom(String(value), role, readings)) origins.add(origin);
    }
    if (name !== '' && origins.size > 0) found[name] = [...origins];
    return origins;
  };
  for (const [name, value] of Object.entries(args ?? {})) visit(name, value, 0);
  for (const [name, origins] of declared) found[name] ??= origins;
  return Object.keys(found).length === 0 ? undefined : found;
}

function knownFrom(value: string, role: ResolvedRole | undefined, readings: Readings): readonly Origin[] {
  if (value === '') return [];
  const origins: Origin[] = [];
  if (role?.lineage.some((each) => scalarsOf(each).has(value))) origins.push('role');
  for (const { text, origin } of readings.results) {
    if (!origins.includes(origin) && standsIn(text, value)) origins.push(origin);
  }
  return origins;
}

/** The value with no letter or digit directly before or after it. */
function standsIn(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const around = `${text[at - 1] ?? ' '} ${text[at + value.length] ?? ' '}`;
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
}

const scalars = new WeakMap<AgentRole, ReadonlySet<string>>();

/** Every scalar value of a manifest; keys and comments do not count. */
function scalarsOf(role: AgentRole): ReadonlySet<string> {
  const known = scalars.get(role);
  if (known !== undefined) return known;
  const found = new Set<string>();
  // Through aliases, one node can be reached on a great many ways: each is looked at once.
  const visited = new Set<Node>();
  const pending: Node[] = [role.node];
  const add = (node: Node | undefined) => {
    if (node !== undefined && !visited.has(node)) pending.push(node);
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    visited.add(node);
    if (node.kind === 'scalar') found.add(String(node.value));
    else if (node.kind === 'seq') for (const item of node.items) add(item);
    else for (const entry of node.entries) add(entry.value);
  }
  scalars.set(role, found);
  return found;
}
