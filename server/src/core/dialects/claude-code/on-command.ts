import type { Effect } from '../../model/manifest.ts';
import { normalisePath } from '../../scope/path.ts';
import type { ToolCall } from '../dialect.ts';
import { isCriticalRemoval, isProtected, isReadOnly, pathsOfFileCommand } from './builtins.ts';
import { filesOf, type Line, pathOfWord, programOf, readLine, type Unit } from './command.ts';
import type { Mode } from './keys.ts';
import { isWhole, matchingCommands, matchingPaths, type Policy } from './match.ts';
import { isInside, onFile } from './on-file.ts';
import { matchesPathRule } from './path-rule.ts';
import type { ClaudeRule } from './rule.ts';
import { matchesGlob } from './text-glob.ts';
import { byRules, inMode, plain, type Verdict } from './verdict.ts';

/** What the rules say of a command line: each command of it by itself, and the files that it writes. */
export function onCommand(policy: Policy, command: string, input: ToolCall['input'], mode: Mode): Verdict {
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
    const sure = matchingUnit(policy, effect, unit, command, unit.forms, true);
    const found = sure.length > 0 ? sure : matchingUnit(policy, effect, unit, command, unit.otherForms);
    if (sure.length === 0 && found.length > 0) documented = false;
    for (const rule of found) rules.add(rule);
    const files = matchingPaths(policy, effect, (rule) => touches(policy, rule, unit));
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
    for (const rule of matchingPaths(
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
  const whole = matchingCommands(policy, 'allow', [], (rule) => isWhole(rule, 'Bash'));
  if (whole.length > 0) return { unit, verdict: byRules('allow', whole) };
  const spelt = [command.trim(), ...unit.whole, unit.stripped];
  const exact = matchingCommands(policy, 'allow', spelt, (rule) => isExact(rule, unit, command));
  if (exact.length > 0) return { unit, verdict: byRules('allow', exact) };
  const never = neverByPattern(unit);
  const found = unit.assigned.length > 0 ? [] : matchingUnit(policy, 'allow', unit, command, [unit.stripped]);
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

/** The rules about one of these forms of a command, and about all commands where those are meant too. */
function matchingUnit(
  policy: Policy,
  effect: Effect,
  unit: Unit,
  command: string,
  forms: readonly string[],
  orAll = false,
): readonly ClaudeRule[] {
  return matchingCommands(
    policy,
    effect,
    [...forms, command.trim(), ...unit.whole],
    (rule) => (orAll && isWhole(rule, 'Bash')) || matchesUnit(rule, unit, command, forms),
  );
}

export function matchesUnit(
  { matcher, effect }: ClaudeRule,
  unit: Unit,
  command: string,
  forms: readonly string[],
): boolean {
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
