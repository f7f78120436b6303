import { domainOf } from '../authority/region.ts';
import type { Action } from '../decide/action.ts';
import { decide } from '../decide/decide.ts';
import { freshRun } from '../decide/run-state.ts';
import type { ForeignDecision, ForeignPolicy } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/index.ts';
import type { Effect, Rule, Verb } from '../model/manifest.ts';
import { commandLine, plainWords } from '../scope/command-pattern.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import type { Exported } from './exported.ts';

/** An action that a role and another tool's policy decide differently. */
export interface Difference {
  readonly action: Action;
  readonly role: Effect;
  readonly target: Effect;
  /** Why the tool decides as it does. */
  readonly words: string;
}

/** The tool's policy as it stands to the role: `wider` is what the tool permits beyond the role. */
export interface Comparison {
  readonly compared: number;
  /** The target permits more than the role. */
  readonly wider: readonly Difference[];
  /** The target asks where the role denies. */
  readonly asked: readonly Difference[];
  readonly narrower: readonly Difference[];
}

/**
 * What was exported, read back with the target's own meaning and put to actions about the edges of every pattern of the
 * role. Undefined where the target is no format that is read.
 */
export function compareExported(role: ResolvedRole, exported: Exported, now: number): Comparison | undefined {
  const dialect = dialectOf(exported.target);
  if (dialect === undefined) return undefined;
  const files = exported.files
    .map(({ path, text, reads }) => ({
      path: reads?.path ?? path,
      source: { uri: `export:/${path}`, text },
      layer: reads?.layer ?? dialect.layerOf?.(path) ?? ('project' as const),
    }))
    .filter(({ path }) => dialect.kindOf(path) !== undefined);
  const { policies } = dialect.read(files, role.facts);
  const policy = policies.find(({ name }) => name === exported.principal) ?? policies[0];
  if (policy === undefined) return undefined;
  return compareDecisions(role, (action) => mostPermitted(policy, action), edgeActions(role), now);
}

/** Puts actions to a role and to another tool. Where the tool has no answer, nothing is compared. */
export function compareDecisions(
  role: ResolvedRole,
  theirsOf: (action: Action) => Pick<ForeignDecision, 'effect' | 'words'> | undefined,
  actions: Iterable<Action>,
  now: number,
): Comparison {
  const state = freshRun(now);
  const wider: Difference[] = [];
  const asked: Difference[] = [];
  const narrower: Difference[] = [];
  let compared = 0;
  for (const action of actions) {
    const theirs = theirsOf(action);
    if (theirs === undefined) continue;
    compared++;
    const mine = decide(role, action, state);
    const difference = { action, role: mine.decision, target: theirs.effect, words: theirs.words };
    if (RANK[theirs.effect] === RANK[mine.decision]) continue;
    if (RANK[theirs.effect] < RANK[mine.decision]) narrower.push(difference);
    else if (theirs.effect === 'ask') asked.push(difference);
    else wider.push(difference);
  }
  return { compared, wider, asked, narrower };
}

/** How much an effect permits. */
export const RANK: Readonly<Record<Effect, number>> = { deny: 0, ask: 1, allow: 2 };

/** The most that any of the tool's ways to do it would be allowed; undefined where it has no way. */
export function mostPermitted(policy: ForeignPolicy, action: Action): ForeignDecision | undefined {
  let most: ForeignDecision | undefined;
  for (const call of policy.callsFor(action)) {
    const decision = policy.decide(call);
    if (most === undefined || RANK[decision.effect] > RANK[most.effect]) most = decision;
  }
  return most;
}

const MOST_ACTIONS = 2_000;

/**
 * Actions about the edges of every pattern: what is in it, and what is just outside. Deterministic. `most` in all, and of
 * each pattern no more than its share of values, so that no rule of a long list is left out.
 */
export function edgeActions(
  role: { readonly rules: readonly Pick<Rule, 'verb' | 'patterns'>[] },
  most = MOST_ACTIONS,
): readonly Action[] {
  const actions = new Map<string, Action>();
  const add = (verb: Verb, value: string) => {
    if (value === '' || actions.size >= most) return;
    actions.set(`${verb} ${value}`, { verb, value });
  };
  const patterns = role.rules.reduce((sum, rule) => sum + rule.patterns.length, 0);
  const share = Math.max(1, Math.min(MOST_VALUES, Math.floor(most / (patterns * EDGES))));
  for (const rule of role.rules) {
    for (const { text } of rule.patterns) {
      for (const value of firstOf(domainOf(rule.verb).templates(text), share)) {
        add(rule.verb, value);
        for (const edge of edgesOf(rule.verb, value)) add(rule.verb, edge);
      }
    }
  }
  return [...actions.values()];
}

/** Values of one pattern, and about how many edges each has. */
const MOST_VALUES = 12;
const EDGES = 14;

export function* firstOf<T>(values: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const value of values) {
    if (count++ >= most) return;
    yield value;
  }
}

function edgesOf(verb: Verb, value: string): readonly string[] {
  switch (verb) {
    case 'run': {
      const words = plainWords(value);
      if (words === undefined) return [];
      const [program = '', ...rest] = words;
      return [
        [program],
        words.slice(0, -1),
        [...words, 'x'],
        [...words, '--force'],
        [program, '-C', '.', ...rest],
        [program, '--no-pager', ...rest],
        ['env', ...words],
        ['sudo', ...words],
        [`/usr/bin/${program}`, ...rest],
        [`${program}x`, ...rest],
      ]
        .map(commandLine)
        .concat(`${value} && ${value}`, `${value} > out.txt`, `bash -c ${commandLine([value])}`);
    }
    case 'read':
    case 'write':
    case 'delete': {
      const name = value.slice(value.lastIndexOf('/') + 1);
      return [
        `${value}/x`,
        `${value}x`,
        `a/${name}`,
        `other/${value}`,
        name,
        value.toUpperCase(),
        `a/../${value}`,
        `~/${name}`,
      ];
    }
    case 'fetch':
      return [
        value.replace('://', '://a.'),
        value.replace('://', '://evil.example/'),
        value.replace('https:', 'http:'),
        `${value}x`,
      ];
    default:
      return [`${value}x`, value.replace(/[^/]+$/, 'delete_everything')];
  }
}
