import { normalisePath } from '../../scope/path.ts';
import { isProtected } from './builtins.ts';
import { isWhole, matching, type Policy } from './match.ts';
import { matchesPathRule } from './path-rule.ts';
import type { ClaudeRule } from './rule.ts';
import { byRules, plain, type Verdict } from './verdict.ts';

/** What the rules say of a file that a tool reads or writes. */
export function onFile(policy: Policy, verb: 'read' | 'write', tool: string, written: string): Verdict {
  if (written === '') return plain('ask', 'it names no file');
  const path = normalisePath(written, policy.project);
  const inside = isInside(policy, path);
  const more = { inside, ...(verb === 'write' ? { edits: true } : {}) };
  const matchesPaths = (families: readonly string[], perhaps: boolean) => (rule: ClaudeRule) => {
    const { matcher } = rule;
    if (matcher.kind !== 'path' || !families.includes(matcher.tool)) return false;
    const match = matchesPathRule(matcher.path, path);
    return match === true || (perhaps && match === 'perhaps');
  };
  // A deny of `Read` also holds for what has to be read back: https://code.claude.com/docs/en/permissions#read-and-edit
  const denying = verb === 'read' ? ['Read'] : tool === 'NotebookEdit' ? ['Edit'] : ['Edit', 'Read'];
  const own = verb === 'read' ? ['Read'] : ['Edit'];
  for (const effect of ['deny', 'ask'] as const) {
    const families = effect === 'deny' ? denying : own;
    const sure = matching(
      policy,
      effect,
      (rule) =>
        isWhole(rule, tool) || (effect === 'ask' && isToolOf(rule, tool, verb)) || matchesPaths(families, false)(rule),
    );
    if (sure.length > 0) return { ...byRules(effect, sure), ...more };
    // A bare `Edit` takes that tool away; whether it holds for the other tools that edit is not said.
    const perhaps = matching(
      policy,
      effect,
      (rule) => isToolOf(rule, tool, verb) || matchesPaths(families, true)(rule),
    );
    if (perhaps.length > 0) return { ...byRules(effect, perhaps, false), ...more };
  }
  const granting = verb === 'read' ? ['Read', 'Edit'] : ['Edit'];
  const granted = matching(
    policy,
    'allow',
    (rule) =>
      isToolOf(rule, tool, verb) || (verb === 'read' && isWhole(rule, 'Edit')) || matchesPaths(granting, false)(rule),
  );
  if (verb === 'write' && isProtected(path)) {
    return { ...plain('ask', 'a protected path'), ...more, guarded: 'protected' };
  }
  if (granted.length > 0) return { ...byRules('allow', granted), ...more };
  if (verb === 'read') {
    return inside
      ? { ...plain('allow', 'no rule; what is in the working directory is read without asking'), ...more }
      : { ...plain('ask', 'no rule, and it is outside of the working directory'), ...more };
  }
  return { ...plain('ask', 'no rule, and Claude Code asks before it edits'), ...more };
}

/** A rule without a path: `Edit` is about every tool that edits, `Write` about the one. */
function isToolOf(rule: ClaudeRule, tool: string, verb: 'read' | 'write'): boolean {
  if (isWhole(rule, tool)) return true;
  if (rule.matcher.kind !== 'tool') return false;
  return verb === 'write' && rule.matcher.tool === 'Edit';
}

export function isInside(policy: Policy, path: string): boolean {
  return [policy.project, ...policy.directories].some((directory) => isUnder(directory, path));
}

function isUnder(directory: string, path: string): boolean {
  if (directory === '' || directory === '.') return !/^[~/]|^\.\.(?:\/|$)/.test(path);
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}
