import { exceeds, keepsRestrictions } from '../authority/policy.ts';
import { asRestriction, type RegionQuestion, regionOf, regionOfPattern, regionWitness } from '../authority/region.ts';
import type { Action } from '../decide/action.ts';
import { decide } from '../decide/decide.ts';
import { foreignEffect } from '../decide/decide-foreign.ts';
import { freshRun } from '../decide/run-state.ts';
import type { ForeignPolicy, Liveness } from '../dialects/dialect.ts';
import type { Effect, Rule } from '../model/manifest.ts';
import type { ResolvedRole, Snapshot } from '../workspace/workspace.ts';
import { entryLine, SHOWN } from './command-line.ts';
import { commandEntries } from './data/commands/index.ts';
import { SENSITIVE_PATHS } from './data/sensitive-paths.ts';

/**
 * An action that a change of a role allows, or allows unasked, and that was not: told exactly, and where that is not
 * possible by a large sample. `exact` says which.
 */
export function newlyAllowed(
  before: Snapshot,
  old: ResolvedRole,
  now: ResolvedRole,
): { readonly action?: Action; readonly exact: boolean } {
  // What patterns of another tool stand for is only known by asking about single actions.
  let unknown = old.role.foreign !== undefined;
  for (const may of unknown ? [] : (['grant', 'allow'] as const)) {
    for (const { answer } of exceeds(now, old, { now: before.now, may })) {
      if (answer.kind === 'witness') return { action: answer.action, exact: true };
      unknown = true;
    }
  }
  unknown ||= !keepsRestrictions(now, old, before.now) || lastsLonger(now, old);
  if (!unknown) return { exact: true };
  const state = { ...freshRun(before.now), approval: 'none' as const };
  const rank = (resolved: ResolvedRole, action: Action) => {
    const { foreign } = resolved.role;
    return STRENGTH[foreign ? foreignEffect(foreign, action) : decide(resolved, action, state).decision];
  };
  for (const action of probes(before, old, now)) {
    if (rank(now, action) > rank(old, action)) return { action, exact: false };
  }
  return { exact: false };
}

function lastsLonger(now: ResolvedRole, old: ResolvedRole): boolean {
  return old.expires !== undefined && !(now.expires !== undefined && now.expires.value <= old.expires.value);
}

/** Whether a policy of another tool has lost allows, or gained asks and denies, and is otherwise as it was. */
export function isNarrower(now: ResolvedRole, old: ResolvedRole): boolean {
  const [after, before] = [now.role.foreign, old.role.foreign];
  if (!after || !before) return false;
  if (!(after.isMonotone && before.isMonotone) && !after.isWithin) return false;
  const same = (key: 'modes' | 'attended' | 'sandbox' | 'toolList') =>
    JSON.stringify(after[key], withoutPlaces) === JSON.stringify(before[key], withoutPlaces);
  if (!same('modes') || !same('attended') || !same('sandbox') || !same('toolList')) return false;
  if (after.isWithin) return after.isWithin(before);
  const texts = (policy: ForeignPolicy, ...effects: readonly Effect[]) =>
    new Set(
      policy.rules.flatMap(({ effect, text, liveness }) =>
        effects.includes(effect) && !DEAD.has(liveness.state) ? [text] : [],
      ),
    );
  const within = (some: ReadonlySet<string>, all: ReadonlySet<string>) => [...some].every((each) => all.has(each));
  return (
    within(texts(after, 'allow'), texts(before, 'allow')) &&
    within(texts(before, 'deny'), texts(after, 'deny')) &&
    within(texts(before, 'ask'), texts(after, 'ask', 'deny'))
  );
}

/** What a rule comes to that decides nothing, whatever else there is. */
const DEAD: ReadonlySet<Liveness['state']> = new Set(['ignored', 'never-consulted', 'cannot-match', 'invalid']);

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'place' || key === 'span' ? undefined : value;
}

const STRENGTH = { deny: 0, ask: 1, allow: 2 };

/** Rules that were added or taken away, and rules beside them, that are looked at for what is in both. */
const MOST_CHANGED = 40;
const MOST_BESIDE = 100;

/**
 * Actions by which two versions of a role are compared: what the rules of either name, all known mischief, and the
 * workspace's files and commands.
 */
function* probes(snapshot: Snapshot, old: ResolvedRole, now: ResolvedRole): Iterable<Action> {
  yield* namedBy(old, now);
  const rules = [...now.rules, ...old.rules];
  const programs = new Set(
    rules
      .filter(({ verb }) => verb === 'run')
      .flatMap(({ patterns }) => patterns.map(({ text }) => text.split(' ')[0]!)),
  );
  const anyProgram = [...programs].some((program) => program.includes('*'));
  for (const { path } of SENSITIVE_PATHS) yield* touching(path);
  for (const path of snapshot.facts.files.paths.slice(0, 2000)) yield* touching(path);
  yield* touching('x/new.txt');
  for (const entry of commandEntries()) {
    if (anyProgram || programs.has(entry.program)) yield { verb: 'run', value: entryLine(entry, SHOWN) };
  }
  for (const { command } of snapshot.facts.commands) yield { verb: 'run', value: command };
  for (const [tool, { operations }] of new Map([...old.tools, ...now.tools])) {
    for (const { name } of operations) yield { verb: 'call', value: `${tool}/${name.value}` };
  }
  for (const value of ['https://evil.example/', 'http://169.254.169.254/', 'https://api.github.com/']) {
    yield { verb: 'fetch', value };
  }
}

function* touching(value: string): Iterable<Action> {
  for (const verb of ['read', 'write', 'delete'] as const) yield { verb, value };
}

/**
 * An action of every rule of either version; of one that only one version has, for each of its patterns, also what no
 * rule of the other is about, and what it has in common with others, which may have held it back or be held back by it.
 */
function* namedBy(old: ResolvedRole, now: ResolvedRole): Iterable<Action> {
  const tools = new Map([...old.tools, ...now.tools]);
  const wordsOf = ({ effect, verb, patterns }: Rule) =>
    JSON.stringify([effect, verb, patterns.map(({ text }) => text)]);
  const first = new Map(old.rules.map((rule) => [wordsOf(rule), rule]));
  const second = new Map(now.rules.map((rule) => [wordsOf(rule), rule]));
  const added = [...second].flatMap(([words, rule]) => (first.has(words) ? [] : [{ rule, others: first }]));
  const gone = [...first].flatMap(([words, rule]) => (second.has(words) ? [] : [{ rule, others: second }]));
  for (const { rule, others } of [...added, ...gone].slice(0, MOST_CHANGED)) {
    const beside = [...others.values()].filter(({ verb }) => verb === rule.verb).slice(0, MOST_BESIDE);
    for (const pattern of rule.patterns.filter(({ negated }) => !negated)) {
      const own = regionOfPattern(rule, pattern);
      yield* inAll({ all: [own], none: [], tools });
      yield* inAll({ all: [own], none: beside.map((each) => asRestriction(regionOf(each))), tools });
      for (const other of beside) yield* inAll({ all: [own, regionOf(other)], none: [], tools });
    }
  }
  for (const rule of new Map([...first, ...second]).values()) yield* inAll({ all: [regionOf(rule)], none: [], tools });
}

function* inAll(question: RegionQuestion): Iterable<Action> {
  const answer = regionWitness(question);
  if (answer.kind === 'witness') yield answer.action;
}
