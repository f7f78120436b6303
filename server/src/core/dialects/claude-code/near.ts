import { textIn } from '../calls.ts';
import type { ForeignDecision, ToolCall } from '../dialect.ts';
import { hostOf } from '../url-host.ts';
import { programOf, readLine } from './command.ts';
import type { Policy } from './match.ts';
import { matchesUnit } from './on-command.ts';
import type { ClaudeRule } from './rule.ts';
import { mcpName } from './tools.ts';

const MOST_NEAR = 3;

/** Rules that came close to a request which none of them decides, each with why it does not. */
export function nearRules(policy: Policy, call: ToolCall): ForeignDecision['near'] {
  const found: { rule: ClaudeRule; why: string }[] = [];
  const add = (rule: ClaudeRule, why: string) => {
    if (found.length < MOST_NEAR) found.push({ rule, why });
  };
  const live = policy.rules.filter((rule) => rule.liveness.state === 'live');
  if (call.tool === 'Bash') {
    const { units } = readLine(textIn(call.input, 'command'), policy.project);
    for (const rule of live) {
      const { matcher } = rule;
      if (matcher.kind !== 'command' || matcher.tool !== 'Bash') continue;
      const program = /^\S+/.exec(matcher.pattern)?.[0]?.replace(/:?\*$/, '') ?? '';
      const unit = units.find((each) => each.words.some(({ text }) => text === program));
      if (!unit || program === '' || matchesUnit(rule, unit, '', unit.forms)) continue;
      if (programOf(unit) !== program) add(rule, `\`${program}\` is not the program that runs`);
      else if (unit.assigned.length > 0) add(rule, `it does not look past \`${unit.assigned[0]}=\``);
      else if (!matcher.pattern.includes('*')) add(rule, 'it is this command exactly, and no other arguments');
      else add(rule, `the command does not read as \`${matcher.pattern}\``);
    }
    return found;
  }
  const file = textIn(call.input, 'file_path') || textIn(call.input, 'notebook_path') || textIn(call.input, 'path');
  const host = call.tool === 'WebFetch' ? hostOf(textIn(call.input, 'url')) : undefined;
  const mcp = mcpName(call.tool);
  for (const rule of live) {
    const { matcher } = rule;
    if (matcher.kind === 'path' && file !== '') {
      const base = matcher.path.base === '' ? 'the project' : `\`${matcher.path.base}\``;
      add(rule, `\`${file}\` does not match; it is relative to ${base}`);
    } else if (matcher.kind === 'domain' && host !== undefined) add(rule, `the host is ${host}`);
    else if (matcher.kind === 'tool' && mcp && mcpName(matcher.tool)?.server === mcp.server)
      add(rule, `it names \`${matcher.tool}\``);
  }
  return found;
}
