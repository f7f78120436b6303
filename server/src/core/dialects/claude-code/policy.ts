import type { Action, Json } from '../../decide/action.ts';
import type { Effect } from '../../model/manifest.ts';
import { normalisePath } from '../../scope/path.ts';
import type { Dialect, Enforcer, ForeignDecision, ToolCall } from '../dialect.ts';
import { isCriticalRemoval, isProtected, isReadOnly, pathsOfFileCommand } from './builtins.ts';
import { filesOf, type Line, pathOfWord, programOf, readLine, type Unit } from './command.ts';
import { hostOf, matchesDomain } from './domain.ts';
import type { Mode } from './keys.ts';
import { matchesPathRule } from './path-rule.ts';
import type { ClaudeRule } from './rule.ts';
import type { Sandbox } from './sandbox.ts';
import { matchesGlob } from './text-glob.ts';
import { canonicalTool, mcpName, TOOLS } from './tools.ts';

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

/** What is said of a request before the mode is asked. */
interface Verdict {
  readonly effect: Effect;
  readonly rules: readonly ClaudeRule[];
  readonly words: string;
  /** False where it is the stricter of what the documentation leaves open. */
  readonly documented: boolean;
  /** Asked by a rule: no mode takes that away. */
  readonly byRule?: boolean;
  /** A write that no rule approves, or a removal that nothing approves. */
  readonly guarded?: 'protected' | 'critical';
  /** Inside the working directories, as far as that is known. */
  readonly inside?: boolean;
  readonly edits?: boolean;
  readonly enforcer?: Enforcer;
  readonly parts?: ForeignDecision['parts'];
  /** True where the mode has been asked already. */
  readonly settled?: boolean;
}

/** Decides as Claude Code would: deny, then ask, then allow, then what the mode makes of the rest. Total. */
export function decideCall(policy: Policy, call: ToolCall, mode: Mode, dialect: Dialect): ForeignDecision {
  const tool = canonicalTool(call.tool);
  const same: ToolCall = tool === call.tool ? call : { tool, input: call.input };
  const verdict = inMode(verdictOn(policy, same, mode, dialect), mode);
  const { effect, rules, words, documented, parts } = verdict;
  return {
    effect,
    rules,
    words,
    documented,
    enforcer: effect === 'ask' ? 'prompt-only' : (verdict.enforcer ?? 'engine'),
    near: rules.length > 0 ? [] : nearRules(policy, same),
    ...(parts ? { parts } : {}),
  };
}

/** What the mode makes of it. https://code.claude.com/docs/en/permission-modes#available-modes */
function inMode(verdict: Verdict, mode: Mode): Verdict {
  const { effect, guarded } = verdict;
  if (effect === 'deny' || verdict.settled) return verdict;
  if (effect === 'ask' && verdict.byRule) {
    return mode === 'dontAsk' ? denied(verdict, `${verdict.words}, and in \`dontAsk\` nobody is asked`) : verdict;
  }
  if (guarded !== undefined) {
    const what =
      guarded === 'critical' ? 'a removal that no rule approves' : 'a protected path, which no rule approves';
    if (mode === 'dontAsk') return denied(verdict, `${what}, and in \`dontAsk\` nobody is asked`);
    if (mode === 'auto') return classified(verdict, what);
    if (mode === 'bypassPermissions' && guarded === 'protected')
      return allowed(verdict, 'in `bypassPermissions` nobody is asked');
    if (mode === 'plan' && guarded === 'protected')
      return denied(verdict, 'in `plan` nothing is edited before a plan is approved');
    return { ...verdict, effect: 'ask', rules: [], words: what };
  }
  if (mode === 'plan' && verdict.edits) return denied(verdict, 'in `plan` nothing is edited before a plan is approved');
  if (effect === 'allow') return verdict;
  switch (mode) {
    case 'bypassPermissions':
      return allowed(verdict, 'in `bypassPermissions` nobody is asked');
    case 'dontAsk':
      return denied(verdict, `${verdict.words}, and in \`dontAsk\` nobody is asked`);
    case 'acceptEdits':
      return verdict.edits && verdict.inside
        ? allowed(verdict, 'in `acceptEdits` files of the project are edited without asking')
        : verdict;
    case 'auto':
      if (verdict.edits && verdict.inside)
        return allowed(verdict, 'in `auto` files of the project are edited without asking');
      return classified(verdict, verdict.words);
    default:
      return verdict;
  }
}

function denied(verdict: Verdict, words: string): Verdict {
  return { ...verdict, effect: 'deny', words };
}

function allowed(verdict: Verdict, words: string): Verdict {
  return { ...verdict, effect: 'allow', rules: [], words, documented: true };
}

/** A model looks at it, and nobody can say what it will find. */
function classified(verdict: Verdict, words: string): Verdict {
  return {
    ...verdict,
    effect: 'ask',
    rules: [],
    words: `${words}; in \`auto\` a classifier decides, and what it decides is not known`,
    documented: false,
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

// --- files

function onFile(policy: Policy, verb: 'read' | 'write', tool: string, written: string): Verdict {
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

function isInside(policy: Policy, path: string): boolean {
  return [policy.project, ...policy.directories].some((directory) => isUnder(directory, path));
}

function isUnder(directory: string, path: string): boolean {
  if (directory === '' || directory === '.') return !/^[~/]|^\.\.(?:\/|$)/.test(path);
  return path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`);
}

// --- commands

function onCommand(policy: Policy, command: string, input: ToolCall['input'], mode: Mode): Verdict {
  if (command.trim() === '') return plain('ask', 'there is nothing to run');
  const line = readLine(command, policy.project);
  if (line.unparsed !== undefined)
    return plain('ask', `the line cannot be read for certain, and then it asks: ${line.unparsed}`);
  const { units } = line;
  const denied = restrictions(policy, line, command, 'deny');
  if (denied) return denied;
  const critical = units.some((unit) => isCriticalRemoval(unit, policy.project, policy.project));
  const sandboxed = isSandboxed(policy, line, input);
  const skipsWhole = sandboxed && policy.sandbox?.autoAllow === true && mode !== 'plan';
  const asked = restrictions(policy, line, command, 'ask');
  if (asked && !(skipsWhole && asked.rules.every((rule) => rule.matcher.kind === 'tool'))) return asked;
  if (critical) return { ...plain('ask', 'a removal that no rule approves'), guarded: 'critical' };
  if (skipsWhole) {
    return { ...plain('allow', 'it runs in the sandbox, and those commands are not asked about'), enforcer: 'os' };
  }
  const parts = units.map((unit) => onUnit(policy, unit, command, mode));
  const writes = line.redirections.map((target) => onTarget(policy, target, line));
  const all = [...parts.map(({ verdict }) => verdict), ...writes].map((verdict) => ({
    ...inMode(verdict, mode),
    settled: true,
  }));
  const strictest = all.find(({ effect }) => effect === 'deny') ?? all.find(({ effect }) => effect === 'ask');
  const shown = parts.map(({ unit }, index) => ({
    text: unit.text,
    effect: all[index]!.effect,
    rules: all[index]!.rules,
  }));
  if (strictest) {
    const isWhole = all.length === 1;
    const where = parts[all.indexOf(strictest)];
    return {
      ...strictest,
      words: isWhole || !where ? strictest.words : `${where.unit.text}: ${strictest.words}`,
      parts: shown,
    };
  }
  if (
    line.hasChange &&
    units.some((unit) => programOf(unit) === 'git') &&
    all.some(({ rules }) => rules.length === 0)
  ) {
    return { ...plain('ask', '`cd` together with git asks'), parts: shown };
  }
  const rules = [...new Set(all.flatMap((verdict) => verdict.rules))];
  const first = all.find(({ rules: own }) => own.length > 0) ?? all[0];
  if (!first) return plain('ask', 'it runs nothing that could be compared with a rule', false);
  return { ...first, rules, documented: all.every((verdict) => verdict.documented), parts: shown };
}

/** The deny or the ask that stands against the line: of one of its commands, or of a file that it is known to touch. */
function restrictions(policy: Policy, line: Line, command: string, effect: 'deny' | 'ask'): Verdict | undefined {
  const rules = new Set<ClaudeRule>();
  let documented = true;
  const parts = line.units.map((unit) => {
    const sure = matching(
      policy,
      effect,
      (rule) => isWhole(rule, 'Bash') || matchesUnit(rule, unit, command, unit.forms),
    );
    const found =
      sure.length > 0 ? sure : matching(policy, effect, (rule) => matchesUnit(rule, unit, command, unit.otherForms));
    if (sure.length === 0 && found.length > 0) documented = false;
    for (const rule of found) rules.add(rule);
    const files = matching(policy, effect, (rule) => touches(policy, rule, unit));
    if (files.length > 0 && !RECOGNISED.has(programOf(unit))) documented = false;
    for (const rule of files) rules.add(rule);
    return {
      text: unit.text,
      effect: found.length + files.length > 0 ? effect : ('allow' as Effect),
      rules: [...found, ...files],
    };
  });
  for (const target of line.redirections) {
    const { path } = target;
    if (path === undefined) continue;
    const families = target.verb === 'write' ? ['Edit', 'Read'] : ['Read'];
    for (const rule of matching(
      policy,
      effect,
      ({ matcher }) => matcher.kind === 'path' && families.includes(matcher.tool),
    )) {
      if (rule.matcher.kind !== 'path' || (effect === 'ask' && rule.matcher.tool === 'Read' && target.verb === 'write'))
        continue;
      if (matchesPathRule(rule.matcher.path, path) === false) continue;
      rules.add(rule);
      if (target.verb === 'read') documented = false;
    }
  }
  if (rules.size === 0) return undefined;
  return { ...byRules(effect, [...rules], documented), parts };
}

/** Commands that are said to be recognised as reading files. https://code.claude.com/docs/en/permissions#read-and-edit */
const RECOGNISED: ReadonlySet<string> = new Set(['cat', 'head', 'tail', 'sed']);

/** Whether a `Read` or `Edit` rule is about a file that the command is known to read or write. */
function touches(policy: Policy, rule: ClaudeRule, unit: Unit): boolean {
  const { matcher } = rule;
  if (matcher.kind !== 'path') return false;
  return filesOf(unit).some(({ verb, word }) => {
    if (verb === 'fetch') return false;
    if (verb === 'read' && matcher.tool !== 'Read') return false;
    if (verb !== 'read' && rule.effect === 'ask' && matcher.tool === 'Read') return false;
    const path = pathOfWord(word, policy.project);
    return path !== undefined && matchesPathRule(matcher.path, path) !== false;
  });
}

function onUnit(
  policy: Policy,
  unit: Unit,
  command: string,
  mode: Mode,
): { readonly unit: Unit; readonly verdict: Verdict } {
  const whole = matching(policy, 'allow', (rule) => isWhole(rule, 'Bash'));
  if (whole.length > 0) return { unit, verdict: byRules('allow', whole) };
  const exact = matching(policy, 'allow', (rule) => isExact(rule, unit, command));
  if (exact.length > 0) return { unit, verdict: byRules('allow', exact) };
  const never = neverByPattern(unit);
  const found =
    unit.assigned.length > 0
      ? []
      : matching(policy, 'allow', (rule) => matchesUnit(rule, unit, command, [unit.stripped]));
  if (found.length > 0 && never === undefined) {
    if (unit.open === undefined) return { unit, verdict: byRules('allow', found) };
    const words = `\`${found[0]!.text}\` covers it but for ${unit.open}, of which the documentation does not speak`;
    return { unit, verdict: plain('ask', words, false) };
  }
  if (found.length > 0 && never !== undefined) return { unit, verdict: plain('ask', never) };
  const readOnly = isReadOnly(unit, (path) => isInside(policy, normalisePath(path, policy.project)));
  if (readOnly === 'yes') return { unit, verdict: plain('allow', 'one of the commands that only read') };
  const paths = mode === 'acceptEdits' ? pathsOfFileCommand(unit, policy.project) : undefined;
  if (paths?.every((path) => isInside(policy, path) && !isProtected(path))) {
    return { unit, verdict: plain('allow', 'in `acceptEdits` it changes files of the project without asking') };
  }
  if (readOnly === 'perhaps') {
    return {
      unit,
      verdict: plain('ask', 'no rule; whether it is one of the commands that only read is not documented', false),
    };
  }
  return { unit, verdict: plain('ask', 'no rule, and Claude Code asks') };
}

/** Commands that a rule with `*` never approves. https://code.claude.com/docs/en/permissions#process-wrappers */
function neverByPattern(unit: Unit): string | undefined {
  const program = programOf(unit);
  if (['watch', 'setsid', 'ionice', 'flock'].includes(program))
    return `\`${program}\` is approved by no rule with \`*\``;
  const acts = program === 'find' && unit.words.some(({ text }) => /^-(exec|execdir|ok|okdir|delete)$/.test(text));
  return acts ? '`find` with `-exec` or `-delete` is approved by no rule with `*`' : undefined;
}

/** A rule without `*` that spells out the command, or the whole line. */
function isExact({ matcher }: ClaudeRule, unit: Unit, command: string): boolean {
  if (matcher.kind !== 'command' || matcher.tool !== 'Bash' || matcher.pattern.includes('*')) return false;
  if (matcher.pattern === command.trim()) return true;
  return unit.whole.includes(matcher.pattern) || (unit.assigned.length === 0 && unit.stripped === matcher.pattern);
}

function matchesUnit({ matcher, effect }: ClaudeRule, unit: Unit, command: string, forms: readonly string[]): boolean {
  if (matcher.kind !== 'command' || matcher.tool !== 'Bash') return false;
  if (forms.some((form) => matchesCommand(matcher.pattern, form))) return true;
  if (effect === 'allow' || matcher.pattern.includes('*')) return false;
  return matcher.pattern === command.trim() || unit.whole.includes(matcher.pattern);
}

/** `*` is any text; ` *` and `:*` at the end are any number of words, none included. https://code.claude.com/docs/en/permissions#bash */
export function matchesCommand(pattern: string, text: string): boolean {
  const spaced = pattern.endsWith(':*') ? `${pattern.slice(0, -2)} *` : pattern;
  if (matchesGlob(spaced, text)) return true;
  return spaced.endsWith(' *') && matchesGlob(spaced.slice(0, -2), text);
}

function isSandboxed({ sandbox }: Policy, { units }: Line, input: ToolCall['input']): boolean {
  if (!sandbox) return false;
  if (input.dangerouslyDisableSandbox === true && sandbox.escapable) return false;
  return !units.some((unit) =>
    sandbox.excluded.some((pattern) => unit.forms.some((form) => matchesCommand(pattern, form))),
  );
}

/** The target of a redirection, as a file that is written. https://code.claude.com/docs/en/permissions#redirections */
function onTarget(policy: Policy, target: Line['redirections'][number], line: Line): Verdict {
  const { verb, path, text } = target;
  if (/[<>]\s*(?:&\d+|\/dev\/null)$/.test(text) || path === '/dev/null') return plain('allow', 'nothing is written');
  if (verb === 'read') {
    if (path !== undefined && isInside(policy, path))
      return plain('allow', 'what is in the working directory is read without asking');
    return plain('ask', `whether \`${text}\` is read without asking is not documented`, false);
  }
  if (path === undefined)
    return plain('ask', `\`${text}\`: a target with \`~\`, a pattern or a variable needs approval`);
  if (line.hasChange && !path.startsWith('/'))
    return plain('ask', `\`${text}\`: after \`cd\` it is not known where that is`);
  const verdict = onFile(policy, 'write', 'Edit', path);
  return { ...verdict, words: `\`${text}\`: ${verdict.words}` };
}

/** Aliases that are said to be read as what they stand for. https://code.claude.com/docs/en/permissions#powershell */
const CMDLETS: Readonly<Record<string, string>> = { gci: 'get-childitem', ls: 'get-childitem', dir: 'get-childitem' };

function onPowerShell(policy: Policy, command: string): Verdict {
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

// --- what rules have in common

function matching(policy: Policy, effect: Effect, matches: (rule: ClaudeRule) => boolean): readonly ClaudeRule[] {
  return policy.rules.filter((rule) => rule.effect === effect && rule.liveness.state === 'live' && matches(rule));
}

/** Whether the rule is about every use of the tool. */
function isWhole({ matcher }: ClaudeRule, tool: string): boolean {
  if (matcher.kind !== 'tool') return false;
  if (matcher.tool === tool) return true;
  const own = mcpName(matcher.tool);
  if (own && own.tool === undefined && !matcher.tool.includes('*')) return mcpName(tool)?.server === own.server;
  if (matcher.tool === 'Bash' && tool === 'Monitor') return true;
  return matcher.tool.includes('*') && matchesGlob(matcher.tool, tool);
}

function matchesParameter({ matcher }: ClaudeRule, tool: string, input: ToolCall['input']): boolean {
  if (matcher.kind !== 'parameter') return false;
  if (matcher.tool !== tool && !(matcher.tool.includes('*') && matchesGlob(matcher.tool, tool))) return false;
  if (!Object.hasOwn(input, matcher.parameter)) return false;
  const value: Json = input[matcher.parameter]!;
  if (value === null || typeof value === 'object') return false;
  return matchesGlob(matcher.value, String(value));
}

const PAST = { allow: 'allowed', ask: 'asked about', deny: 'denied' } as const;

function byRules(effect: Effect, rules: readonly ClaudeRule[], documented = true): Verdict {
  const others = rules.length - 1;
  const more = others > 0 ? ` and ${others} more rule${others === 1 ? '' : 's'}` : '';
  const open = documented ? '' : ', as far as the documentation goes';
  const words = `${PAST[effect]} by \`${rules[0]!.text}\`${more}${open}`;
  return { effect, rules, words, documented, ...(effect === 'ask' ? { byRule: true } : {}) };
}

function plain(effect: Effect, words: string, documented = true): Verdict {
  return { effect, rules: [], words, documented };
}

function textIn(input: ToolCall['input'], key: string): string {
  const value = input[key];
  return typeof value === 'string' ? value : '';
}

// --- rules that came close

const MOST_NEAR = 3;

function nearRules(policy: Policy, call: ToolCall): ForeignDecision['near'] {
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

/** The calls by which Claude carries an action out. Paths of actions are the workspace's, and those of calls the project's. */
export function callsFor(action: Action, project: string): readonly ToolCall[] {
  const { verb } = action;
  const isPath = verb === 'read' || verb === 'write' || verb === 'delete';
  const value = isPath ? fromRoot(action.value, project) : action.value;
  switch (verb) {
    case 'read':
      return [{ tool: 'Read', input: { file_path: value } }];
    case 'write':
      return [
        { tool: 'Edit', input: { file_path: value } },
        { tool: 'Write', input: { file_path: value } },
        ...(value.endsWith('.ipynb') ? [{ tool: 'NotebookEdit', input: { notebook_path: value } }] : []),
      ];
    case 'delete':
      return [{ tool: 'Bash', input: { command: `rm ${quotedWord(value)}` } }];
    case 'run':
      return [{ tool: 'Bash', input: { command: value } }];
    case 'fetch':
      return (action.method ?? 'GET') === 'GET' ? [{ tool: 'WebFetch', input: { url: value } }] : [];
    case 'call': {
      const cut = value.indexOf('/');
      return cut > 0
        ? [{ tool: `mcp__${value.slice(0, cut)}__${value.slice(cut + 1)}`, input: action.with ?? {} }]
        : [];
    }
    case 'delegate':
      return [{ tool: 'Agent', input: { subagent_type: value } }];
    default:
      return [];
  }
}

function fromRoot(path: string, project: string): string {
  const normal = normalisePath(path);
  if (project === '' || /^[~/]/.test(normal)) return path;
  if (normal === project) return '.';
  if (normal.startsWith(`${project}/`)) return normal.slice(project.length + 1);
  return `${'../'.repeat(project.split('/').length)}${normal}`;
}

function quotedWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What a call comes to in our verbs. */
export function actionOf({ tool, input }: ToolCall, project: string): Action | undefined {
  const of = (verb: Action['verb'], key: string): Action | undefined => {
    const value = textIn(input, key);
    if (value === '') return undefined;
    return {
      verb,
      value: project !== '' && (verb === 'read' || verb === 'write') ? normalisePath(value, project) : value,
    };
  };
  switch (canonicalTool(tool)) {
    case 'Bash':
    case 'Monitor':
      return of('run', 'command');
    case 'Read':
      return of('read', 'file_path');
    case 'Grep':
    case 'Glob':
      return of('read', 'path');
    case 'Edit':
    case 'Write':
      return of('write', 'file_path');
    case 'NotebookEdit':
      return of('write', 'notebook_path');
    case 'WebFetch':
      return of('fetch', 'url');
    case 'Agent':
      return of('delegate', 'subagent_type');
    default: {
      const mcp = mcpName(tool);
      return mcp?.tool === undefined ? undefined : { verb: 'call', value: `${mcp.server}/${mcp.tool}`, with: input };
    }
  }
}
