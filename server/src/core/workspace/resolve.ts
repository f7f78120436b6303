import type { AgentRole, Boundary, Rule, ToolScope } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import type { Located } from '../span.ts';
import type { Work } from '../syntax/work.ts';
import type { ResolvedRole, WorkspaceFacts } from './workspace.ts';

/** What roles are resolved against: everything that names can stand for. */
export interface Names {
  readonly roles: ReadonlyMap<string, AgentRole>;
  readonly tools: ReadonlyMap<string, ToolScope>;
  readonly boundaries: readonly Boundary[];
  readonly facts: WorkspaceFacts;
}

/** Remembers resolved roles from one snapshot to the next. Keyed by manifest, so that it forgets with the text. */
export type Resolutions = WeakMap<
  AgentRole,
  { readonly resolved: ResolvedRole; readonly dependencies: readonly unknown[] }
>;

/**
 * Resolves roles against the names of one snapshot. A role comes out as the same object as before when nothing that it
 * depends on has changed: what it extends and may delegate to, their tools and boundaries, the facts.
 */
export function createResolver(names: Names, remembered: Resolutions, work?: Work): (role: AgentRole) => ResolvedRole {
  const done = new Map<AgentRole, ResolvedRole>();

  const resolve = (role: AgentRole): ResolvedRole => {
    const known = done.get(role);
    if (known) return known;
    const reachable = reachableRoles(names, role);
    const dependencies = [
      names.facts,
      ...reachable,
      ...reachable.flatMap((each) => [
        ...toolsOf(names, lineageOf(names, each)).values(),
        null,
        ...boundariesOf(names, each),
        null,
      ]),
    ];
    const before = remembered.get(role);
    if (before && sameItems(before.dependencies, dependencies)) {
      done.set(role, before.resolved);
      return before.resolved;
    }
    if (work) work.rolesResolved++;
    const delegates = new Map<string, ResolvedRole>();
    const resolved = resolveAnew(names, role, reachable, delegates);
    done.set(role, resolved);
    remembered.set(role, { resolved, dependencies });
    // Only now, since roles may delegate in a circle.
    for (const each of delegatesOf(names, resolved.rules)) delegates.set(nameOf(each), resolve(each));
    return resolved;
  };
  return resolve;
}

function resolveAnew(
  names: Names,
  role: AgentRole,
  reachable: readonly AgentRole[],
  delegates: ReadonlyMap<string, ResolvedRole>,
): ResolvedRole {
  const lineage = lineageOf(names, role);
  const expires = earliestExpiry(lineage);
  const delegated = delegatedRoles(names, lineage, reachable.length);
  return {
    role,
    name: nameOf(role),
    lineage,
    rules: lineage.flatMap((each) => each.rules),
    tools: toolsOf(names, lineage),
    roles: new Map(delegated.map((each) => [nameOf(each), each])),
    delegates,
    boundaries: boundariesOf(names, role),
    facts: names.facts,
    ...(expires ? { expires } : {}),
  };
}

/** The role, then what it extends, breadth first. A name that stands for nothing, or for a role already there, adds nothing. */
export function lineageOf(names: Names, role: AgentRole): AgentRole[] {
  const lineage = new Set([role]);
  for (const each of lineage) {
    for (const { value } of each.extends) {
      const extended = names.roles.get(value);
      if (extended) lineage.add(extended);
    }
  }
  return [...lineage];
}

/** All roles on which what this one may do depends: extended ones, delegates, theirs in turn. */
function reachableRoles(names: Names, role: AgentRole): AgentRole[] {
  const reachable = new Set([role]);
  for (const each of reachable) {
    for (const { value } of each.extends) {
      const extended = names.roles.get(value);
      if (extended) reachable.add(extended);
    }
    for (const delegate of delegatesOf(names, each.rules)) reachable.add(delegate);
  }
  return [...reachable];
}

function delegatedRoles(names: Names, lineage: readonly AgentRole[], most: number): AgentRole[] {
  const delegated = new Set(lineage.flatMap((each) => delegatesOf(names, each.rules)));
  for (const each of delegated) {
    if (delegated.size > most) break;
    for (const role of lineageOf(names, each)) for (const next of delegatesOf(names, role.rules)) delegated.add(next);
  }
  return [...delegated];
}

/** The roles that some `delegate` pattern names. */
function delegatesOf(names: Names, rules: readonly Rule[]): AgentRole[] {
  const found = new Set<AgentRole>();
  for (const rule of rules) {
    if (rule.verb !== 'delegate') continue;
    for (const { text, negated } of rule.patterns) {
      if (negated) continue;
      if (text.includes('*')) {
        for (const [name, role] of names.roles) if (named(text, name)) found.add(role);
      } else {
        const role = names.roles.get(text);
        if (role) found.add(role);
      }
    }
  }
  return [...found];
}

function toolsOf(names: Names, lineage: readonly AgentRole[]): Map<string, ToolScope> {
  const tools = new Map<string, ToolScope>();
  for (const role of lineage) {
    for (const rule of role.rules) {
      if (rule.verb !== 'call') continue;
      for (const { text } of rule.patterns) {
        const slash = text.indexOf('/');
        const name = slash < 0 ? text : text.slice(0, slash);
        if (name.includes('*')) return new Map(names.tools);
        const tool = names.tools.get(name);
        if (tool) tools.set(name, tool);
      }
    }
  }
  return tools;
}

function boundariesOf(names: Names, role: AgentRole): Boundary[] {
  const name = nameOf(role);
  return names.boundaries.filter((boundary) => {
    const applies = boundary.appliesTo.map(({ value }) => value);
    const negated = applies.some((pattern) => pattern.startsWith('!') && named(pattern.slice(1), name));
    return !negated && applies.some((pattern) => !pattern.startsWith('!') && named(pattern, name));
  });
}

function named(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  if (pattern === '*' || pattern === '**') return true;
  return matchesName([{ text: pattern, negated: false }], name);
}

function earliestExpiry(lineage: readonly AgentRole[]): Located<number> | undefined {
  let earliest: Located<number> | undefined;
  for (const { expires } of lineage) if (expires && (!earliest || expires.value < earliest.value)) earliest = expires;
  return earliest;
}

export function nameOf(role: { readonly name?: Located<string> }): string {
  return role.name?.value ?? '';
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
