import { exceeds, keepsRestrictions } from '../authority/policy.ts';
import type { Action } from '../decide/action.ts';
import { decide } from '../decide/decide.ts';
import { freshRun } from '../decide/run-state.ts';
import type { ForeignPolicy } from '../dialects/dialect.ts';
import type { Effect } from '../model/manifest.ts';
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
  const rank = (resolved: ResolvedRole, action: Action) => STRENGTH[decide(resolved, action, state).decision];
  const action = probes(before, old, now).find((each) => rank(now, each) > rank(old, each));
  return { ...(action ? { action } : {}), exact: false };
}

function lastsLonger(now: ResolvedRole, old: ResolvedRole): boolean {
  return old.expires !== undefined && !(now.expires !== undefined && now.expires.value <= old.expires.value);
}

/** Whether a policy of another tool has lost allows, or gained asks and denies, and is otherwise as it was. */
export function isNarrower(now: ResolvedRole, old: ResolvedRole): boolean {
  const [after, before] = [now.role.foreign, old.role.foreign];
  if (!after || !before) return false;
  if (!(after.isMonotone && before.isMonotone) && !after.isWithin) return false;
  const same = (key: 'modes' | 'attended' | 'sandbox') =>
    JSON.stringify(after[key], withoutPlaces) === JSON.stringify(before[key], withoutPlaces);
  if (!same('modes') || !same('attended') || !same('sandbox')) return false;
  if (after.isWithin) return after.isWithin(before);
  const texts = (policy: ForeignPolicy, ...effects: readonly Effect[]) =>
    new Set(policy.rules.flatMap(({ effect, text }) => (effects.includes(effect) ? [text] : [])));
  const within = (some: ReadonlySet<string>, all: ReadonlySet<string>) => [...some].every((each) => all.has(each));
  return (
    within(texts(after, 'allow'), texts(before, 'allow')) &&
    within(texts(before, 'deny'), texts(after, 'deny')) &&
    within(texts(before, 'ask'), texts(after, 'ask', 'deny'))
  );
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'place' || key === 'span' ? undefined : value;
}

const STRENGTH = { deny: 0, ask: 1, allow: 2 };

/**
 * Actions by which two versions of a role are compared: all known mischief, the workspace's files and commands, and what
 * the rules of either version name, since a rule that was added may name what no other did.
 */
function probes(snapshot: Snapshot, old: ResolvedRole, now: ResolvedRole): Action[] {
  const rules = [...now.rules, ...old.rules];
  const paths = [...SENSITIVE_PATHS.map(({ path }) => path), ...snapshot.facts.files.paths.slice(0, 2000), 'x/new.txt'];
  const programs = new Set(
    rules
      .filter(({ verb }) => verb === 'run')
      .flatMap(({ patterns }) => patterns.map(({ text }) => text.split(' ')[0]!)),
  );
  const anyProgram = [...programs].some((program) => program.includes('*'));
  const commands = [
    ...commandEntries()
      .filter((entry) => anyProgram || programs.has(entry.program))
      .map((entry) => entryLine(entry, SHOWN)),
    ...snapshot.facts.commands.map(({ command }) => command),
    ...rules.flatMap(({ verb, patterns }) =>
      verb === 'run' ? patterns.map(({ text }) => text.replaceAll('*', 'x')) : [],
    ),
  ];
  const operations = [...new Map([...old.tools, ...now.tools])].flatMap(([tool, { operations }]) =>
    operations.map(({ name }) => `${tool}/${name.value}`),
  );
  const others = rules.flatMap(({ verb, patterns }) =>
    ['read', 'write', 'delete', 'run'].includes(verb)
      ? []
      : patterns.map(({ text }): Action => ({ verb, value: text.replace(/\*+/g, 'x') })),
  );
  return [
    ...paths.flatMap((value): Action[] => [
      { verb: 'read', value },
      { verb: 'write', value },
      { verb: 'delete', value },
    ]),
    ...commands.map((value): Action => ({ verb: 'run', value })),
    ...operations.map((value): Action => ({ verb: 'call', value })),
    ...['https://evil.example/', 'http://169.254.169.254/', 'https://api.github.com/'].map(
      (value): Action => ({ verb: 'fetch', value }),
    ),
    ...others,
  ];
}
