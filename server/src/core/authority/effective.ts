import type { Reached, RoleContext } from '../analysis/catalogue-rule.ts';
import { callsOf, contextOf, UNKNOWN_PAGE } from '../analysis/context.ts';
import { candidatesOf } from '../analysis/data/sensitive-paths.ts';
import { sampleCall } from '../analysis/sample-call.ts';
import { quoted, step, stepsOf } from '../analysis/words.ts';
import type { Action } from '../decide/action.ts';
import type { Pattern } from '../model/manifest.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { asDelegate, COMBINATIONS, handOvers } from './combined.ts';
import { byPlainness, type Capability, type Derivation, type Known, MOST_STEPS } from './derivation.ts';
import type { Grant } from './reach.ts';
import { settableVariables } from './settable-variables.ts';
import { waysOut } from './ways-out.ts';
import { writeThenRuns } from './write-then-run.ts';

/** Ways to one capability that are kept: the shortest ones. */
const MOST_WAYS = 8;

const GROUNDS: readonly ((role: ResolvedRole, context: RoleContext) => readonly Derivation[])[] = [
  directRuns,
  writtenRuns,
  settingRuns,
  reads,
  sends,
  policies,
  untrusted,
];

const memo = new WeakMap<RoleContext, Known>();
const ownMemo = new WeakMap<RoleContext, Known>();

/**
 * The least fixpoint: every capability with its shortest derivations, by the role's own grants and by those of the roles
 * that it hands work to.
 */
export function effectiveAuthority(role: ResolvedRole, context: RoleContext): Known {
  let known = memo.get(context);
  if (!known) {
    const own = ownAuthority(role, context);
    const handed = throughDelegates(role, context);
    known = handed.length === 0 ? own : closure(role, context, [...[...own.values()].flat(), ...handed]);
    memo.set(context, known);
  }
  return known;
}

/** What the role does by itself, handing no work to anybody. */
export function ownAuthority(role: ResolvedRole, context: RoleContext): Known {
  let known = ownMemo.get(context);
  if (!known) {
    known = closure(
      role,
      context,
      GROUNDS.flatMap((find) => find(role, context)),
    );
    ownMemo.set(context, known);
  }
  return known;
}

/** The shortest way to a capability by the role's own grants. */
export function wayTo(role: ResolvedRole, context: RoleContext, capability: Capability): Derivation | undefined {
  return ownAuthority(role, context).get(capability)?.[0];
}

/** What follows from these derivations, and from what follows, until nothing more does. */
function closure(role: ResolvedRole, context: RoleContext, grounds: readonly Derivation[]): Known {
  const known = new Map<Capability, Derivation[]>();
  const seen = new Set<string>();
  const add = (derivations: readonly Derivation[]): boolean => {
    const added = derivations.filter((each) => {
      const key = `${each.capability} ${each.words}`;
      if (seen.has(key) || each.steps.length > MOST_STEPS) return false;
      seen.add(key);
      known.set(each.capability, [...(known.get(each.capability) ?? []), each]);
      return true;
    });
    return added.length > 0;
  };
  add(grounds);
  for (let grown = true; grown; ) {
    grown = false;
    for (const combine of COMBINATIONS) if (add(combine(role, context, known))) grown = true;
  }
  for (const [capability, ways] of known) known.set(capability, ways.sort(byPlainness).slice(0, MOST_WAYS));
  return known;
}

/** What others do for it. Whom strangers can talk to is each role's own matter. */
function throughDelegates(role: ResolvedRole, context: RoleContext): readonly Derivation[] {
  return handOvers(role, context).flatMap(({ delegate, steps, grants }) =>
    [...ownAuthority(delegate, contextOf(delegate, context.now))].flatMap(([capability, ways]) =>
      capability === 'untrusted' || capability === 'memory'
        ? []
        : ways.map(({ carrier: _, ...way }) => ({
            ...way,
            steps: [...steps, ...asDelegate(way.steps, delegate.name)],
            grants: [...grants, ...way.grants],
            words: `through \`${delegate.name}\`, ${way.words}`,
            by: delegate.name,
          })),
    ),
  );
}

function directRuns(_: ResolvedRole, context: RoleContext): Derivation[] {
  const ways = [...context.reached, ...context.inherited].filter(runsAnything);
  const best = new Map<Pattern, Reached>();
  for (const way of ways) if (!best.has(way.pattern)) best.set(way.pattern, way);
  return [...best.values()].map((way) => ({
    capability: 'run',
    steps: stepsOf(way),
    grants: [{ rule: way.rule, pattern: way.pattern }],
    words: `${quoted(way.rule, way.pattern)} ${way.entry.achieves}`,
    derived: false,
    carrier: { reached: way },
  }));
}

/** Runs any program by its words alone, with nothing else in place. */
export function runsAnything({ entry }: Reached): boolean {
  return entry.effect === 'exec' && entry.needs === undefined && !entry.elsewhere && !entry.tests;
}

function writtenRuns(role: ResolvedRole, context: RoleContext): Derivation[] {
  return writeThenRuns(role, context).map((way) => ({
    capability: 'run',
    steps: [step(way.plant.action, 'plants the program'), step({ verb: 'run', value: way.command }, 'runs it')],
    grants: [{ rule: way.plant.rule, pattern: way.plant.pattern }, { rule: way.run }],
    words: `\`${way.command}\` runs what \`${way.file}\` says`,
    derived: false,
  }));
}

function settingRuns(_: ResolvedRole, context: RoleContext): Derivation[] {
  return settableVariables(context).map(({ rule, pattern, line, plants, achieves }) => {
    const write = plants === undefined ? undefined : ({ verb: 'write', value: plants } as const);
    const [writing] = write ? context.decide(write).rules : [];
    return {
      capability: 'run',
      steps: [...(write ? [step(write, 'plants the program')] : []), step({ verb: 'run', value: line }, achieves)],
      grants: [
        ...(write && writing ? [{ rule: writing, pattern: context.patternFor(writing, write) }] : []),
        { rule, pattern },
      ],
      words: `\`${line}\` ${achieves}`,
      derived: false,
    };
  });
}

function reads(role: ResolvedRole, context: RoleContext): Derivation[] {
  const found: Derivation[] = [];
  for (const { path, what } of candidatesOf('secret', role.facts.files.paths)) {
    const action: Action = { verb: 'read', value: path };
    const decision = context.decide(action);
    const rule = decision.rules[0];
    if (decision.decision !== 'allow' || !rule) continue;
    found.push({
      capability: 'read',
      steps: [step(action, `reads ${what}`)],
      grants: [{ rule, pattern: context.patternFor(rule, action) }],
      words: `it reads \`${path}\``,
      derived: false,
    });
    break;
  }
  for (const { rule, pattern, entry, line } of [...context.reached, ...context.inherited]) {
    if ((entry.effect !== 'env' && entry.effect !== 'read') || entry.needs !== undefined) continue;
    found.push({
      capability: 'read',
      steps: [step({ verb: 'run', value: line }, entry.achieves)],
      grants: [{ rule, pattern }],
      words: `\`${line}\` ${entry.achieves}`,
      derived: false,
    });
    break;
  }
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow') continue;
    for (const { operation, name, pattern } of callsOf(role, rule)) {
      const label = operation.returns.find(({ value }) => value === 'secret' || value === 'personal');
      const action = sampleCall(name, operation, rule);
      if (!label || !context.allows(action)) continue;
      found.push({
        capability: 'read',
        steps: [step(action, `returns ${label.value} data`)],
        grants: [{ rule, pattern }],
        words: `\`${name}\` returns ${label.value} data`,
        derived: false,
      });
    }
  }
  return found;
}

function sends(role: ResolvedRole, context: RoleContext): Derivation[] {
  return waysOut(role, context).map(({ action, rule, pattern, words }) => ({
    capability: 'send',
    steps: [step(action, 'carries it out')],
    grants: [{ rule, pattern }],
    words,
    derived: false,
  }));
}

function policies(role: ResolvedRole, context: RoleContext): Derivation[] {
  const own = context.path === undefined ? [] : [context.path];
  const others = candidatesOf('authority', role.facts.files.paths).map(({ path }) => path);
  for (const value of [...own, ...others]) {
    const action: Action = { verb: 'write', value };
    const decision = context.decide(action);
    const rule = decision.rules[0];
    if (decision.decision !== 'allow' || !rule) continue;
    return [
      {
        capability: 'authority',
        steps: [step(action, 'changes what agents here may do')],
        grants: [{ rule, pattern: context.patternFor(rule, action) }],
        words: `it writes \`${value}\``,
        derived: false,
      },
    ];
  }
  return [];
}

/** By what strangers' words come before the model. */
function untrusted(role: ResolvedRole, context: RoleContext): Derivation[] {
  const found: Derivation[] = [];
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow') continue;
    if (rule.verb === 'fetch') {
      const decision = context.decide(UNKNOWN_PAGE);
      if (decision.decision !== 'allow' || !decision.rules.includes(rule)) continue;
      const pattern = context.patternFor(rule, UNKNOWN_PAGE);
      found.push(takesIn(UNKNOWN_PAGE, { rule, pattern }, 'it fetches pages that anyone writes'));
    }
    for (const { operation, name, pattern } of callsOf(role, rule)) {
      if (!operation.returns.some(({ value }) => value === 'untrusted')) continue;
      const action = sampleCall(name, operation, rule);
      if (!context.allows(action)) continue;
      found.push(takesIn(action, { rule, pattern }, `\`${name}\` returns what strangers write`));
    }
  }
  return found;
}

function takesIn(action: Action, grant: Grant, words: string): Derivation {
  const steps = [step(action, 'reads what a stranger wrote')];
  return { capability: 'untrusted', steps, grants: [grant], words, derived: false };
}
