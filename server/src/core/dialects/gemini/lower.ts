import type { ForeignRule } from '../dialect.ts';
import { effectiveName, type RuleDraft } from './policy-file.ts';
import type { EngineRule } from './rule.ts';

/** The engine's rules for one of a file: one for each of its prefixes and each of its tools, in this order. */
export function engineRulesOf(draft: RuleDraft, tier: number, written?: ForeignRule): readonly EngineRule[] {
  const { toolNames, mcpName, subagent, annotations, effect, priority, modes, interactive, allowsRedirection } = draft;
  return draft.args.flatMap((args) => {
    if (typeof args === 'object' && 'refused' in args) return [];
    return toolNames.map((toolName) => ({
      toolName: effectiveName(toolName, mcpName),
      ...(mcpName === undefined ? {} : { mcpName }),
      ...(subagent === undefined ? {} : { subagent }),
      ...(annotations ? { annotations } : {}),
      ...(args === 'any' ? {} : { args }),
      effect,
      priority: tier + priority / 1000,
      modes,
      ...(interactive === undefined ? {} : { interactive }),
      allowsRedirection,
      ...(written ? { written } : {}),
    }));
  });
}
