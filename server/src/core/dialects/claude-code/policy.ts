import type { Effect } from '../../model/manifest.ts';
import { textIn } from '../calls.ts';
import type { Dialect, ForeignDecision, ToolCall } from '../dialect.ts';
import { hostOf } from '../url-host.ts';
import { matchesDomain } from './domain.ts';
import type { Mode } from './keys.ts';
import { isWhole, matchesParameter, matching, type Policy } from './match.ts';
import { nearRules } from './near.ts';
import { onCommand } from './on-command.ts';
import { onFile } from './on-file.ts';
import { onPowerShell } from './on-powershell.ts';
import type { ClaudeRule } from './rule.ts';
import { canonicalTool, mcpName, TOOLS } from './tools.ts';
import { byRules, inMode, plain, type Verdict } from './verdict.ts';

/** Decides as Claude Code would: deny, then ask, then allow, then what the mode makes of the rest. Total. */
export function decideCall(policy: Policy, call: ToolCall, mode: Mode, dialect: Dialect): ForeignDecision {
  const tool = canonicalTool(call.tool);
  const same: ToolCall = tool === call.tool ? call : { tool, input: call.input };
  const verdict = inMode(verdictOn(policy, same, mode, dialect), mode);
  const { effect, rules, words, documented, parts } = verdict;
  let near: ForeignDecision['near'] | undefined;
  return {
    effect,
    rules,
    words,
    documented,
    enforcer: effect === 'ask' ? 'prompt-only' : (verdict.enforcer ?? 'engine'),
    // Found when somebody reads them: the analysis takes thousands of decisions and reads few.
    get near() {
      near ??= rules.length > 0 ? [] : nearRules(policy, same);
      return near;
    },
    ...(parts ? { parts } : {}),
  };
}

function verdictOn(policy: Policy, call: ToolCall, mode: Mode, dialect: Dialect): Verdict {
  const { tool, input } = call;
  if (policy.tools && !policy.tools(tool)) return plain('deny', `it does not have the tool ${tool}`);
  const whole = matching(policy, 'deny', (rule) => isWhole(rule, tool));
  if (whole.length > 0) return byRules('deny', whole);
  const parameters = (effect: Effect) => matching(policy, effect, (rule) => matchesParameter(rule, tool, input));
  const refused = parameters('deny');
  if (refused.length > 0) return byRules('deny', refused);
  const asked = parameters('ask');
  const rest = verdictOnTool(policy, call, mode, dialect);
  if (asked.length > 0 && rest.effect !== 'deny')
    return { ...byRules('ask', asked), ...(rest.parts ? { parts: rest.parts } : {}) };
  return rest;
}

function verdictOnTool(policy: Policy, call: ToolCall, mode: Mode, dialect: Dialect): Verdict {
  const { tool, input } = call;
  switch (tool) {
    case 'Bash':
    case 'Monitor':
      return onCommand(policy, textIn(input, 'command'), input, mode);
    case 'PowerShell':
      return onPowerShell(policy, textIn(input, 'command'));
    case 'Read':
      return onFile(policy, 'read', tool, textIn(input, 'file_path'));
    case 'Grep':
    case 'Glob':
      return onFile(policy, 'read', tool, textIn(input, 'path') || '.');
    case 'Edit':
    case 'Write':
      return onFile(policy, 'write', tool, textIn(input, 'file_path'));
    case 'NotebookEdit':
      return onFile(policy, 'write', tool, textIn(input, 'notebook_path'));
    case 'WebFetch': {
      const host = hostOf(textIn(input, 'url'));
      return onRest(
        policy,
        tool,
        (rule) => rule.matcher.kind === 'domain' && host !== undefined && matchesDomain(rule.matcher.domain, host),
      );
    }
    case 'Agent': {
      const name = textIn(input, 'subagent_type');
      return onRest(policy, tool, (rule) => rule.matcher.kind === 'agent' && rule.matcher.name === name);
    }
    case 'Skill': {
      const name = textIn(input, 'skill') || textIn(input, 'command');
      const words = textIn(input, 'args');
      return onRest(
        policy,
        tool,
        ({ matcher }) => matcher.kind === 'skill' && matcher.name === name && (matcher.withArguments || words === ''),
      );
    }
    default:
      if (TOOLS.has(tool) || mcpName(tool)?.tool !== undefined) return onRest(policy, tool, () => false);
      return plain('deny', `${dialect.title} ${dialect.version} has no tool ${tool}`);
  }
}

/** Tools whose rules are about the tool as a whole, or about one word of their input. */
function onRest(policy: Policy, tool: string, matches: (rule: ClaudeRule) => boolean): Verdict {
  for (const effect of ['deny', 'ask', 'allow'] as const) {
    const found = matching(policy, effect, (rule) => isWhole(rule, tool) || matches(rule));
    if (found.length > 0) return byRules(effect, found);
  }
  const asks = TOOLS.get(tool)?.asks ?? true;
  return asks ? plain('ask', 'no rule, and Claude Code asks') : plain('allow', `${tool} needs no permission`);
}
