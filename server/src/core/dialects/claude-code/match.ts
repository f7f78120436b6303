import type { Json } from '../../decide/action.ts';
import type { Effect } from '../../model/manifest.ts';
import type { ToolCall } from '../dialect.ts';
import type { Mode } from './keys.ts';
import type { ClaudeRule } from './rule.ts';
import type { Sandbox } from './sandbox.ts';
import { matchesGlob } from './text-glob.ts';
import { mcpName } from './tools.ts';

/** Everything that a decision of Claude Code is taken from. */
export interface Policy {
  /** Rules of all files together that are read. */
  readonly rules: readonly ClaudeRule[];
  readonly mode: Mode;
  /** The directory in which a session starts, relative to the workspace's root. */
  readonly project: string;
  /** Further working directories, normalised. */
  readonly directories: readonly string[];
  readonly sandbox: Sandbox | undefined;
  /** The tools that the agent has; absent: all. */
  readonly tools?: (tool: string) => boolean;
}

export function matching(
  policy: Policy,
  effect: Effect,
  matches: (rule: ClaudeRule) => boolean,
): readonly ClaudeRule[] {
  return policy.rules.filter((rule) => rule.effect === effect && rule.liveness.state === 'live' && matches(rule));
}

/** Whether the rule is about every use of the tool. */
export function isWhole({ matcher }: ClaudeRule, tool: string): boolean {
  if (matcher.kind !== 'tool') return false;
  if (matcher.tool === tool) return true;
  const own = mcpName(matcher.tool);
  if (own && own.tool === undefined && !matcher.tool.includes('*')) return mcpName(tool)?.server === own.server;
  if (matcher.tool === 'Bash' && tool === 'Monitor') return true;
  return matcher.tool.includes('*') && matchesGlob(matcher.tool, tool);
}

export function matchesParameter({ matcher }: ClaudeRule, tool: string, input: ToolCall['input']): boolean {
  if (matcher.kind !== 'parameter') return false;
  if (matcher.tool !== tool && !(matcher.tool.includes('*') && matchesGlob(matcher.tool, tool))) return false;
  if (!Object.hasOwn(input, matcher.parameter)) return false;
  const value: Json = input[matcher.parameter]!;
  if (value === null || typeof value === 'object') return false;
  return matchesGlob(matcher.value, String(value));
}

export function textIn(input: ToolCall['input'], key: string): string {
  const value = input[key];
  return typeof value === 'string' ? value : '';
}
