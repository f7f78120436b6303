import type { AgentRole } from '../model/manifest.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import type { Changed } from './apply-edits.ts';

/** A role as it is resolved before and after a change. */
export interface AffectedRole {
  readonly before: ResolvedRole;
  readonly after: ResolvedRole;
}

/** The roles whose authority a change touches: edited ones, those that extend them, and those that call an edited tool. */
export function affectedRoles(snapshot: Snapshot, { after, pairs }: Changed): readonly AffectedRole[] {
  const edited = new Map<AgentRole, AgentRole>();
  const names = new Set<string>();
  const tools = new Set<string>();
  for (const { before, after: now } of pairs) {
    if (before.manifest.kind === 'AgentRole' && now.manifest.kind === 'AgentRole') {
      edited.set(before.manifest, now.manifest);
      for (const { name } of [before.manifest, now.manifest]) if (name) names.add(name.value);
    }
    for (const { manifest } of [before, now]) {
      if (manifest.kind === 'ToolScope' && manifest.name) tools.add(manifest.name.value);
    }
  }
  if (names.size === 0 && tools.size === 0) return [];
  const all = snapshot.sources.flatMap(({ manifest }) => (manifest.kind === 'AgentRole' ? [manifest] : []));
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const role of all) {
      if (role.name && role.extends.some(({ value }) => names.has(value))) names.add(role.name.value);
    }
  }
  return all.flatMap((role) => {
    const now = edited.get(role) ?? role;
    const isAffected = edited.has(role) || role.extends.some(({ value }) => names.has(value)) || calls(role, tools);
    return isAffected ? [{ before: snapshot.resolve(role), after: after.resolve(now) }] : [];
  });
}

function calls({ rules }: AgentRole, tools: ReadonlySet<string>): boolean {
  if (tools.size === 0) return false;
  return rules.some(
    ({ verb, patterns }) =>
      verb === 'call' &&
      patterns.some(({ text }) => {
        const tool = text.split('/')[0]!;
        return tool.includes('*') || tool.includes('{') || tools.has(tool);
      }),
  );
}
