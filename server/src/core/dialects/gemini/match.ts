import type { Json } from '../../decide/action.ts';
import type { EngineRule, Mode } from './rule.ts';
import { isMcpName, mcpToolName } from './tools.ts';

/** What the engine knows of a call besides its arguments. */
export interface CallFacts {
  /** The names to try: the tool's own, former ones, and the agent's that is called. */
  readonly names: readonly string[];
  readonly server: string | undefined;
  readonly mode: Mode;
  readonly interactive: boolean;
  readonly subagent: string | undefined;
  /** What the tool says of itself; `unknown` for the tool of a server that is not looked at here. */
  readonly annotations: Readonly<Record<string, Json>> | 'unknown' | undefined;
}

/** Whether a rule is about a call, its arguments aside; `maybe` where that rests on what a server says of its tools. */
export function isAbout(rule: EngineRule, call: CallFacts): 'yes' | 'no' | 'maybe' {
  if (rule.modes.length > 0 && !rule.modes.includes(call.mode)) return 'no';
  if (rule.subagent !== undefined && rule.subagent !== call.subagent) return 'no';
  if (rule.interactive !== undefined && rule.interactive !== call.interactive) return 'no';
  if (rule.mcpName !== undefined && (rule.mcpName === '*' ? !call.server : rule.mcpName !== call.server)) return 'no';
  if (!call.names.some((name) => isNamed(rule, name, call.server))) return 'no';
  if (!rule.annotations) return 'yes';
  if (call.annotations === undefined) return 'no';
  if (call.annotations === 'unknown') return Object.keys(rule.annotations).length === 0 ? 'yes' : 'maybe';
  const said = call.annotations;
  return Object.entries(rule.annotations).every(([key, value]) => said[key] === value) ? 'yes' : 'no';
}

function isNamed({ toolName, mcpName }: EngineRule, name: string, server: string | undefined): boolean {
  if (toolName === '*') return true;
  if (toolName.includes('*')) {
    if (toolName === 'mcp_*') return server !== undefined;
    if (!isMcpName(toolName) || !toolName.endsWith('_*')) return name === toolName;
    const wanted = toolName.slice(4, -2);
    return server === wanted && name.startsWith(`mcp_${wanted}_`);
  }
  if (name === toolName) return true;
  if (!server || name === '') return false;
  if (mcpName && !isMcpName(toolName) && name === mcpToolName(mcpName, toolName)) return true;
  return isMcpName(toolName) && toolName === mcpToolName(server, name);
}
