import { isWhole, matching, type Policy } from './match.ts';
import { matchesCommand } from './on-command.ts';
import type { ClaudeRule } from './rule.ts';
import { byRules, plain, type Verdict } from './verdict.ts';

/** Aliases that are said to be read as what they stand for. https://code.claude.com/docs/en/permissions#powershell */
const CMDLETS: Readonly<Record<string, string>> = { gci: 'get-childitem', ls: 'get-childitem', dir: 'get-childitem' };

export function onPowerShell(policy: Policy, command: string): Verdict {
  const parts = command
    .split(/\|\||&&|[|;\r\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const quoted = /["'`$({]/.test(command);
  const forms = (part: string) => {
    const lower = part.toLowerCase();
    const name = /^\S+/.exec(lower)?.[0] ?? '';
    const full = Object.hasOwn(CMDLETS, name) ? CMDLETS[name]! + lower.slice(name.length) : lower;
    return [lower, full];
  };
  const covers = (rule: ClaudeRule, part: string) =>
    isWhole(rule, 'PowerShell') ||
    (rule.matcher.kind === 'command' &&
      rule.matcher.tool === 'PowerShell' &&
      forms(part).some((form) => matchesCommand((rule.matcher as { pattern: string }).pattern.toLowerCase(), form)));
  for (const effect of ['deny', 'ask'] as const) {
    const found = matching(policy, effect, (rule) => parts.some((part) => covers(rule, part)));
    if (found.length > 0) return byRules(effect, found, !quoted);
  }
  const granted = parts.map((part) => matching(policy, 'allow', (rule) => covers(rule, part)));
  if (parts.length > 0 && granted.every((found) => found.length > 0)) {
    const rules = [...new Set(granted.flat())];
    // Quotes and blocks are PowerShell's own, which is not read here.
    return quoted
      ? plain('ask', 'a rule may cover it; PowerShell with quotes or blocks is not read here', false)
      : byRules('allow', rules);
  }
  return plain('ask', 'no rule, and Claude Code asks');
}
