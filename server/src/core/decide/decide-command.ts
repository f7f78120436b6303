import type { Effect, Rule } from '../model/manifest.ts';
import { matchesCommand, type Word } from '../scope/command.ts';
import type { Match, Scope } from '../scope/question.ts';
import { matchesUrl, readUrl, urlWitness } from '../scope/url.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Action } from './action.ts';
import { allowsMethod } from './conditions.ts';
import type { Decision, NearestMiss, PartDecision } from './decision.ts';
import { type Implied, impliedActions } from './implied.ts';
import { near } from './nearest.ts';
import { type CommandWords, isSameProgram, nearestCommand } from './nearest-command.ts';
import { nearestPath } from './nearest-path.ts';
import { nearestUrl } from './nearest-url.ts';
import { outcome } from './outcome.ts';
import { matchesTarget, type PathTarget, pathTargets } from './path-target.ts';
import { rulesFor, rulesForCommand } from './rule-index.ts';
import type { RunState } from './run-state.ts';
import type { ShellWord } from './shell-node.ts';
import { type LinePart, lineParts } from './shell-walk.ts';
import { withUses } from './state.ts';
import { type Asked, type Question, weigh, weighRestrictions } from './weigh.ts';

/** A command line: every part of it is judged on its own, and the strictest decision is the line's. */
export function decideCommand({ role, action, state }: Asked): Decision {
  const { parts, unparsed } = lineParts(action.value, action.context?.directory ?? '');
  if (unparsed !== undefined) {
    return outcome('deny', 'unparsed-command', [], () => `the line is not understood: ${unparsed}`);
  }
  const judged: PartDecision[] = [];
  let now = state;
  for (const part of parts) {
    for (const each of judgePart(role, part, now)) {
      judged.push(each);
      // A limit counts every command of a line.
      if (each.decision.decision !== 'deny') now = withUses(now, each.decision.rules);
    }
  }
  return combined(judged, parts.filter((part) => part.kind === 'command' && part.needsGrant).length > 1);
}

const STRICTNESS = { allow: 0, ask: 1, deny: 2 } as const;

function combined(judged: readonly PartDecision[], severalCommands: boolean): Decision {
  const strictest = judged.reduce(
    (most, { decision }) => (STRICTNESS[decision.decision] > STRICTNESS[most] ? decision.decision : most),
    'allow' as Decision['decision'],
  );
  const deciding = judged.filter(({ decision }) => decision.decision === strictest);
  const first = deciding[0];
  // Only transparent wrappers around nothing are left: `env` alone is judged as a command, so this does not happen.
  if (!first) return outcome('deny', 'unparsed-command', [], () => 'the line runs nothing');
  const rules = [...new Set(deciding.flatMap(({ decision }) => decision.rules))];
  const obligations = judged.flatMap(({ decision }) => decision.obligations).filter(isFirstOfItsKind);
  const reason = strictest === 'deny' && severalCommands ? 'part-denied' : first.decision.reason;
  const words = (): string =>
    judged.length === 1 ? first.decision.words : `${cut(first.text)}: ${first.decision.words}`;
  const missed = deciding.find(({ decision }) => decision.rules.length === 0 || decision.reason === 'limit-reached');
  return outcome(strictest, reason, rules, words, {
    obligations: strictest === 'deny' ? [] : obligations,
    parts: judged,
    ...(strictest === 'deny' && missed && { nearest: () => missed.decision.nearest }),
  });
}

function isFirstOfItsKind(
  obligation: Decision['obligations'][number],
  index: number,
  all: Decision['obligations'],
): boolean {
  const same = (other: Decision['obligations'][number]): boolean =>
    other.kind === obligation.kind &&
    ('rule' in other && 'rule' in obligation
      ? other.rule === obligation.rule
      : other.kind === 'budget' && obligation.kind === 'budget'
        ? other.what === obligation.what
        : true);
  return all.findIndex(same) === index;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function judgePart(role: ResolvedRole, part: LinePart, state: RunState): PartDecision[] {
  return part.kind === 'redirection' ? judgeRedirection(role, part, state) : judgeCommand(role, part, state);
}

function placed(part: {
  readonly text: string;
  readonly span?: { readonly start: number; readonly end: number };
}): Pick<PartDecision, 'text' | 'start' | 'end'> {
  return { text: part.text, ...(part.span && { start: part.span.start, end: part.span.end }) };
}

/** What the words of a command come to, whatever role is asked. */
interface Meaning {
  readonly command: CommandWords;
  /** The words with the assignments before them. */
  readonly all: readonly Word[];
  readonly implied: readonly Implied[];
  /** Undefined where it is only known when it runs, or where there is none. */
  readonly program: string | undefined;
}

const meanings = new WeakMap<LinePart, Meaning>();

function meaningOf(part: LinePart & { kind: 'command' }): Meaning {
  let meaning = meanings.get(part);
  if (!meaning) {
    const { assignments, words } = part;
    const command = { assignments: assignments.map(assignmentWord), words: words.map((each) => each.word) };
    const all = command.assignments.length === 0 ? command.words : [...command.assignments, ...command.words];
    const first = words[0]?.word;
    const program = first?.kind === 'literal' ? first.text : undefined;
    meaning = { command, all, implied: impliedActions(words), program };
    meanings.set(part, meaning);
  }
  return meaning;
}

function judgeCommand(role: ResolvedRole, part: LinePart & { kind: 'command' }, state: RunState): PartDecision[] {
  const { directories, needsGrant } = part;
  const { command, all, implied, program } = meaningOf(part);
  const question: Question = {
    role,
    verb: 'run',
    state,
    rules: rulesForCommand(role, program),
    matches: ({ rule, scope }) => matchesRun(scope, command, all, rule.effect),
    patternOf: (rule) => commandPatternOf(rule, command, all),
    nearest: () => nearestRun(role, command, implied, state, directories),
  };
  const decision = needsGrant ? weigh(question) : weighRestrictions(question);
  const judged: PartDecision[] = [];
  if (decision) judged.push({ ...placed(part), action: { verb: 'run', value: part.text }, decision });
  for (const each of implied) {
    const found = judgeImplied(role, each, part, state);
    if (found) judged.push(found);
  }
  return judged;
}

/**
 * Grants cover a command with its assignments, and exceptions to them also without. A deny holds for it also without
 * them, since `A=1 git push` pushes just as well; so does an ask, which then grants nothing.
 */
function matchesRun(scope: Scope, command: CommandWords, all: readonly Word[], effect: Effect): Match {
  const whole = matchesCommand(scope, all);
  if (command.assignments.length === 0) return whole;
  const negated = scope.filter((pattern) => pattern.negated).map(({ text }) => ({ text, negated: false }));
  const granted = without(whole, matchesCommand(negated, command.words));
  if (effect === 'allow' || granted === 'yes') return granted;
  const positive = scope.filter((pattern) => !pattern.negated);
  const bare = command.words.length === 0 ? 'no' : matchesCommand(positive, command.words);
  const held = without(bare, matchesCommand(negated, all));
  if (effect === 'deny') return whole === 'yes' || held === 'no' ? whole : held;
  return whole === 'no' && held === 'no' ? 'no' : 'maybe';
}

function without(covered: Match, taken: Match): Match {
  if (covered === 'no' || taken === 'yes') return 'no';
  return covered === 'yes' && taken === 'no' ? 'yes' : 'maybe';
}

function assignmentWord({ name, value }: { readonly name: string; readonly value: Word }): Word {
  if (value.kind === 'literal') return { kind: 'literal', text: `${name}=${value.text}` };
  return { ...value, prefix: `${name}=${value.prefix}`, splits: false };
}

function commandPatternOf(rule: Rule, command: CommandWords, all: readonly Word[]): string {
  const found = rule.patterns.find(
    (pattern) =>
      !pattern.negated &&
      (matchesCommand([pattern], all) !== 'no' || matchesCommand([pattern], command.words) !== 'no'),
  );
  return (found ?? rule.patterns[0])?.text ?? '';
}

/** The run rule about the same program; else what the command would have done, where a rule came close to that. */
function nearestRun(
  role: ResolvedRole,
  command: CommandWords,
  implied: readonly Implied[],
  state: RunState,
  directories: LinePart['directories'],
): NearestMiss | undefined {
  const run = nearestCommand(role, command, state);
  if (isSameProgram(run)) return run;
  for (const each of implied) {
    const found = each.verb === 'fetch' ? nearestFetch(role, each, state) : nearestFile(role, each, state, directories);
    if (found) return found;
  }
  return run;
}

function nearestFetch(role: ResolvedRole, { word, method }: Implied, state: RunState): NearestMiss | undefined {
  const url = word.word.kind === 'literal' ? readUrl(word.word.text) : readUrl(word.word.prefix);
  if ('problem' in url) return undefined;
  const granted = [...rulesFor(role, 'fetch').allow, ...rulesFor(role, 'fetch').ask].find(({ scope }) =>
    matchesUrl(scope, url),
  );
  if (granted) return asProgram(granted.rule, 'fetch');
  return nearestUrl(role, url, method ?? 'GET', state);
}

function nearestFile(
  role: ResolvedRole,
  { verb, word, tree }: Implied,
  state: RunState,
  directories: LinePart['directories'],
): NearestMiss | undefined {
  const target = pathTargets(word, directories, tree)[0];
  if (target?.kind !== 'path' || verb === 'fetch') return undefined;
  const granted = [...rulesFor(role, verb).allow, ...rulesFor(role, verb).ask].find(
    ({ scope }) => matchesTarget(scope, target) === 'yes',
  );
  if (granted) return asProgram(granted.rule, verb);
  const { allow, ask } = rulesFor(role, verb);
  return allow.length + ask.length > 0 ? nearestPath(role, verb, target.path, state) : undefined;
}

/** A grant of what the program would do is no grant of the program. */
function asProgram(rule: Rule, verb: string): NearestMiss {
  return near(
    rule,
    rule.patterns.find((each) => !each.negated)?.text ?? '',
    'verb',
    verb,
    'run',
    0,
    `it grants ${verb}, and not the program that does it`,
  ).miss;
}

/** The strictest of several decisions; the first of equally strict ones. */
function strictest(decisions: readonly Decision[]): Decision | undefined {
  let found: Decision | undefined;
  for (const each of decisions) if (!found || STRICTNESS[each.decision] > STRICTNESS[found.decision]) found = each;
  return found;
}

function judgeImplied(role: ResolvedRole, implied: Implied, part: LinePart, state: RunState): PartDecision | undefined {
  const { verb, word } = implied;
  // Words that xargs adds stand nowhere in the line; then it is the command that may do this.
  const at = word.text === '' ? part : word;
  if (verb === 'fetch') {
    const decision = weighRestrictions(fetchQuestion(role, implied, state));
    const value = word.word.kind === 'literal' ? word.word.text : word.text;
    const action: Action = {
      verb,
      value,
      ...(implied.method && implied.method !== 'GET' && { method: implied.method }),
    };
    return decision && { ...placed(at), action, decision };
  }
  const targets = pathTargets(word, part.directories, implied.tree).map((target) =>
    implied.skipsHidden ? withoutHidden(target) : target,
  );
  const decided = targets.flatMap((target) => {
    const decision = weighRestrictions(targetQuestion(role, verb, target, word, state));
    return decision ? [{ target, decision }] : [];
  });
  const decision = strictest(decided.map((each) => each.decision));
  const target = decided.find((each) => each.decision === decision)?.target;
  return decision && { ...placed(at), action: { verb, value: targetText(target, word) }, decision };
}

/** A search that skips hidden files reads nothing under names that begin with a dot, but for what it is told by name. */
function withoutHidden(target: PathTarget): PathTarget {
  if (target.kind !== 'path' || !target.tree) return target;
  const base = target.path === '.' ? '' : `${target.path.replace(/[*?[\]{}!\\,]/g, '?')}/`;
  const all = { text: `${base}**`, negated: false };
  const itself = target.path === '.' ? [] : [{ text: base.slice(0, -1), negated: false }];
  const hidden = [`${base}**/.*`, `${base}**/.*/**`].map((text) => ({ text, negated: false }));
  return { kind: 'patterns', patterns: [...itself, all], hidden };
}

function targetText(target: PathTarget | undefined, word: ShellWord): string {
  return target?.kind === 'path' ? target.path : word.text || '…';
}

function judgeRedirection(
  role: ResolvedRole,
  part: LinePart & { kind: 'redirection' },
  state: RunState,
): PartDecision[] {
  const { verb, target, directories } = part;
  const targets = pathTargets(target, directories);
  const decided = targets.map((each) => ({ each, decision: weigh(targetQuestion(role, verb, each, target, state)) }));
  const decision = strictest(decided.map((each) => each.decision));
  if (!decision) {
    const words = 'a redirection needs a file name';
    return [
      {
        ...placed(part),
        action: { verb, value: target.text },
        decision: outcome('deny', 'invalid-action', [], () => words),
      },
    ];
  }
  const value = targetText(decided.find((each) => each.decision === decision)?.each, target);
  return [{ ...placed(part), action: { verb, value }, decision }];
}

function targetQuestion(
  role: ResolvedRole,
  verb: 'read' | 'write' | 'delete',
  target: PathTarget,
  word: ShellWord,
  state: RunState,
): Question {
  return {
    role,
    verb,
    state,
    matches: ({ scope, rule }) => {
      const match = matchesTarget(scope, target);
      // Any path at all: only a grant of everything covers it.
      return match === 'maybe' && rule.effect !== 'deny' && isEverything(scope) ? 'yes' : match;
    },
    patternOf: (rule) =>
      rule.patterns.find((each) => !each.negated && matchesTarget([each], target) !== 'no')?.text ??
      rule.patterns[0]?.text ??
      '',
    nearest: () =>
      target.kind === 'path' ? nearestPath(role, verb, target.path, state) : dynamicTarget(role, verb, word),
  };
}

function isEverything(scope: Scope): boolean {
  const has = (text: string): boolean => scope.some((each) => each.text === text);
  return has('**') && has('/**') && !scope.some((each) => each.negated);
}

function dynamicTarget(
  role: ResolvedRole,
  verb: 'read' | 'write' | 'delete',
  word: ShellWord,
): NearestMiss | undefined {
  const { allow, ask } = rulesFor(role, verb);
  const rule = (allow[0] ?? ask[0])?.rule;
  const pattern = rule?.patterns.find((each) => !each.negated)?.text;
  if (!rule || pattern === undefined) return undefined;
  return near(rule, pattern, 'path', pattern, word.text, 0, `path is ${word.text}, which is only known when it runs`)
    .miss;
}

function fetchQuestion(role: ResolvedRole, { word, method }: Implied, state: RunState): Question {
  const known = word.word.kind === 'literal' ? readUrl(word.word.text) : undefined;
  const fixed = word.word.kind === 'dynamic' ? fixedOrigin(word.word.prefix) : undefined;
  const matches = (rule: Rule, scope: Scope): Match => {
    if (method !== undefined && !allowsMethod(rule, method)) return 'no';
    if (known && !('problem' in known)) return matchesUrl(scope, known) ? 'yes' : 'no';
    if (known || fixed === undefined) return 'maybe';
    const question = { all: [scope, [{ text: fixed, negated: false }]], none: [] };
    return urlWitness(question).kind === 'empty' ? 'no' : 'maybe';
  };
  return {
    role,
    verb: 'fetch',
    state,
    matches: ({ rule, scope }) => matches(rule, scope),
    patternOf: (rule) =>
      rule.patterns.find((each) => !each.negated && matches(rule, [each]) !== 'no')?.text ??
      rule.patterns[0]?.text ??
      '',
    nearest: () => undefined,
  };
}

/** Every address that begins so, where at least the host is known; undefined where it is not. */
function fixedOrigin(prefix: string): string | undefined {
  const origin = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#@:{}[\]*\\]+(?::\d+)?)[/?#]/i.exec(prefix);
  if (!origin) return undefined;
  const url = readUrl(`${origin[1] ?? 'http://'}${origin[2]}/`);
  return 'problem' in url ? undefined : `${url.scheme}://${url.host}:${url.port}/**`;
}
