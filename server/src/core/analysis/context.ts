import { standings } from '../authority/standing.ts';
import type { Action } from '../decide/action.ts';
import { decide } from '../decide/decide.ts';
import { foreignEffect } from '../decide/decide-foreign.ts';
import type { Decision } from '../decide/decision.ts';
import { freshRun } from '../decide/run-state.ts';
import type { ForeignPolicy, ForeignRule } from '../dialects/dialect.ts';
import type { Operation, Pattern, Rule, Verb } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import { matchesPath } from '../scope/path.ts';
import { matchesUrl, readUrl } from '../scope/url.ts';
import type { Place } from '../source.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { type Exposure, headOf, type Reached, type RoleContext } from './catalogue-rule.ts';
import { patternWords } from './command-line.ts';
import { reachedBy } from './reach.ts';
import { sampleCall } from './sample-call.ts';
import { holds } from './sandbox.ts';
import { pathInWorkspace } from './workspace-path.ts';

const contexts = new WeakMap<ResolvedRole, RoleContext>();

/** What rules ask about a role, computed once as long as the role and the moment are the same. */
export function contextOf(role: ResolvedRole, now: number): RoleContext {
  let context = contexts.get(role);
  if (context?.now !== now) {
    context = createContext(role, now);
    contexts.set(role, context);
  }
  return context;
}

interface Wider {
  readonly role: ResolvedRole;
  /** Whether what is allowed there is known to be allowed as before. Absent where that may depend on more than rules. */
  readonly keeps?: (action: Action, before: Decision) => boolean;
}

const widers = new WeakMap<ResolvedRole, Wider>();

/**
 * Says that a policy of another tool is known to allow nothing that another reading of it does not. What that one was asked
 * is then not asked again, where the answer is known to be the same: a fix is tried on a whole workspace, and changes a
 * line of it.
 */
export function allowsNoMore(role: ResolvedRole, wider: ResolvedRole): void {
  widers.set(role, { role: wider, ...(keptFrom(role, wider) ?? {}) });
}

/** Where rules only ever add up, what the same rules allow is allowed, unless a new one may hold it back. */
function keptFrom(role: ResolvedRole, wider: ResolvedRole): Pick<Wider, 'keeps'> | undefined {
  const [now, before] = [role.role.foreign, wider.role.foreign];
  if (!now?.isMonotone || !before?.isMonotone) return undefined;
  const liveIn = ({ rules }: ForeignPolicy) =>
    new Set(rules.flatMap((rule) => (rule.liveness.state === 'live' ? [wordsOf(rule)] : [])));
  const [live, known] = [liveIn(now), liveIn(before)];
  const held = now.rules.filter((rule) => rule.effect !== 'allow' && !known.has(wordsOf(rule)));
  const isSpared = (action: Action) =>
    now.callsFor(action).every((call) => held.every((rule) => now.sparesSurely?.(rule, call)));
  return {
    keeps: (action, { rules }) =>
      rules.every(({ foreign }) => foreign !== undefined && live.has(wordsOf(foreign))) &&
      (held.length === 0 || isSpared(action)),
  };
}

/** What a rule was found to reach in the wider policy, where all of it is known to be allowed still; undefined elsewhere. */
function keptReach(role: ResolvedRole, now: number): ((rule: Rule) => readonly Reached[] | undefined) | undefined {
  const wider = widers.get(role);
  if (!wider?.keeps) return undefined;
  const before = contextOf(wider.role, now);
  const keyOf = ({ foreign, verb }: Rule) => (foreign ? `${verb} ${wordsOf(foreign)}` : undefined);
  const known = new Map<string | undefined, { readonly rule: Rule; readonly reached: Reached[] }>();
  for (const rule of before.own) known.set(keyOf(rule), { rule, reached: [] });
  for (const each of before.reached) known.get(keyOf(each.rule))?.reached.push(each);
  return (rule) => {
    const found = rule.foreign && known.get(keyOf(rule));
    if (!found || found.rule.patterns.length !== rule.patterns.length) return undefined;
    const isKept = ({ line, plants, rule: own }: Reached) => {
      const action: Action = { verb: 'run', value: line };
      return own === found.rule && plants === undefined && wider.keeps!(action, before.decide(action));
    };
    if (!found.reached.every(isKept)) return undefined;
    return found.reached.map((each) => ({
      ...each,
      rule,
      pattern: rule.patterns[found.rule.patterns.indexOf(each.pattern)]!,
    }));
  };
}

function wordsOf({ source, effect, text }: ForeignRule): string {
  return `${source.uri} ${effect} ${text}`;
}

/** Everything that rules ask about a role; what costs something is computed when first asked for. */
function createContext(role: ResolvedRole, now: number): RoleContext {
  const decisions: Decisions = { plainly: new Map(), otherwise: new Map() };
  const state = { ...freshRun(now), approval: 'none' as const };
  const inForce = role.rules.filter((rule) => rule.until === undefined || rule.until.value >= now);
  // What another tool merges from several files is all its own.
  const { foreign } = role.role;
  const listed = foreign?.own && new Set(foreign.own);
  const own = foreign
    ? inForce.filter(
        (rule) => !rule.foreign?.isDefault && (!listed || (rule.foreign !== undefined && listed.has(rule.foreign))),
      )
    : inForce.filter((rule) => rule.source === role.role.source);

  const context: RoleContext = {
    now,
    decide(action) {
      const { verb, value } = action;
      const isPlain = action.method === undefined && action.with === undefined && action.context === undefined;
      let known = isPlain ? decisions.plainly.get(verb) : decisions.otherwise;
      if (!known) {
        known = new Map();
        decisions.plainly.set(verb, known);
      }
      const key = isPlain ? value : JSON.stringify(action);
      let decision = known.get(key);
      if (!decision) {
        decision = decide(role, action, state);
        known.set(key, decision);
      }
      return decision;
    },
    allows(action) {
      const wider = widers.get(role);
      if (wider) {
        const before = contextOf(wider.role, now);
        if (!before.allows(action)) return false;
        if (wider.keeps?.(action, before.decide(action))) return true;
      }
      const allowed = foreign ? foreignEffect(foreign, action) : 'allow';
      // An allow is decided with everything else that may stand against it.
      return allowed === 'allow' && context.decide(action).decision === 'allow';
    },
    path: pathInWorkspace(role.role.source.uri, role.facts.files),
    own,
    inForce,
    grants: (verb, effect = 'allow') => own.filter((rule) => rule.verb === verb && rule.effect === effect),
    get standings() {
      return once('standings', () => standings(role, now, own));
    },
    get reached() {
      return once('reached', () => {
        const before = keptReach(role, now);
        return own.flatMap((rule) => before?.(rule) ?? reachedBy(rule, context));
      });
    },
    get inherited() {
      return once('inherited', () =>
        inForce.filter((rule) => rule.source !== role.role.source).flatMap((rule) => reachedBy(rule, context)),
      );
    },
    scriptOf: (_, name) => scriptOf(role, name),
    held: holds(role.role.sandbox),
    get exposure() {
      return once('exposure', () => exposureOf(role, context));
    },
    unattended: role.role.attended?.value === false || role.role.stage?.value === 'autonomous',
    acts: inForce.some((rule) => rule.effect !== 'deny' && acts(role, rule)),
    placeOf: (rule, pattern) => placeOf(role, rule, pattern),
    patternFor: (rule, action) =>
      rule.patterns.find((pattern) => !pattern.negated && covers(rule, pattern, action)) ??
      // An outline is rough: that the rule decided is what is known.
      (rule.foreign && rule.verb !== 'run' ? rule.patterns[0] : undefined),
  };

  const computed = new Map<string, unknown>();
  function once<T>(key: string, compute: () => T): T {
    if (!computed.has(key)) computed.set(key, compute());
    return computed.get(key) as T;
  }
  decided.set(context, decisions);
  return context;
}

/** What is handed to `npm run NAME` goes to the last command of the script, where that is a plain one. */
function scriptOf(role: ResolvedRole, name: string): readonly string[] | undefined {
  const { commands } = role.facts;
  const at = commands.findIndex(
    ({ command, path }) =>
      path.endsWith('package.json') && (command === `npm ${name}` || command === `npm run ${name}`),
  );
  const script = at < 0 ? undefined : commands[at + 1];
  if (!script || script.path !== commands[at]!.path) return undefined;
  const last = script.command
    .split(/&&|;|\|\|/)
    .at(-1)!
    .trim();
  return /[|<>$`*#&]/.test(last) || last === '' ? undefined : patternWords(last);
}

/** What a role was asked: actions that are a verb and a value by these, all others by everything that they say. */
interface Decisions {
  readonly plainly: Map<Verb, Map<string, Decision>>;
  readonly otherwise: Map<string, Decision>;
}

const decided = new WeakMap<RoleContext, Decisions>();

/** Rules have had their say: the thousands of decisions that they asked for are of no use to anybody else. */
export function forgetDecisions(context: RoleContext): void {
  const decisions = decided.get(context);
  decisions?.plainly.clear();
  decisions?.otherwise.clear();
}

function acts(role: ResolvedRole, rule: Rule): boolean {
  switch (rule.verb) {
    case 'read':
    case 'fetch':
      return rule.verb === 'fetch' && rule.methods.some(({ value }) => value !== 'GET' && value !== 'HEAD');
    case 'call':
      return operationsOf(role, rule).some((operation) => operation.does.some(({ value }) => value !== 'read'));
    default:
      return true;
  }
}

/** The operations of known tool scopes that a `call` rule's patterns match. */
export function operationsOf(role: ResolvedRole, rule: Rule): readonly Operation[] {
  return callsOf(role, rule).map(({ operation }) => operation);
}

/** The same, with what they are called by and the pattern that matches first. */
export function callsOf(
  role: ResolvedRole,
  rule: Rule,
): readonly { readonly operation: Operation; readonly name: string; readonly pattern: Pattern }[] {
  if (rule.verb !== 'call') return [];
  return [...role.tools].flatMap(([tool, scope]) =>
    scope.operations.flatMap((operation) => {
      const name = `${tool}/${operation.name.value}`;
      if (!matchesName(rule.patterns, name)) return [];
      const pattern = rule.patterns.find((each) => !each.negated && matchesName([each], name));
      return pattern ? [{ operation, name, pattern }] : [];
    }),
  );
}

function placeOf(role: ResolvedRole, rule: Rule, pattern: Pattern | undefined): Place {
  if (rule.foreign) return { source: rule.source, span: pattern?.span ?? rule.span };
  const { source } = role.role;
  if (rule.source === source) return { source, span: pattern?.span ?? rule.verbSpan };
  const through = role.role.extends.find(({ value }) => value === rule.owner) ?? role.role.extends[0];
  return through ? { source, span: through.span } : headOf(role.role);
}

function covers(rule: Rule, pattern: Pattern, action: Action): boolean {
  const scope = [pattern];
  switch (rule.verb) {
    case 'read':
    case 'write':
    case 'delete':
      return matchesPath(scope, action.value);
    case 'fetch': {
      const url = readUrl(action.value);
      return !('problem' in url) && matchesUrl(scope, url);
    }
    case 'run':
      return false;
    default:
      return matchesName(scope, action.value);
  }
}

/** By whom the role can be talked to: through its triggers, or through what it reads. */
function exposureOf(role: ResolvedRole, context: RoleContext): Exposure {
  const anyone = role.role.triggers.find(({ by }) => by?.value === 'anyone');
  const reading = untrustedReading(role, context);
  if (anyone) {
    return {
      level: 'anyone',
      words: `anyone can set it going${anyone.on ? ` (${anyone.on.value})` : ''}`,
      place: { source: role.role.source, span: anyone.by?.span ?? anyone.span },
      ...(reading ? { action: reading.action } : {}),
    };
  }
  if (reading) return { level: 'outside', ...reading };
  return { level: 'inside', words: 'nothing that strangers write is known to reach it' };
}

/** A page that anybody may have written. */
export const UNKNOWN_PAGE: Action = { verb: 'fetch', value: 'https://evil.example/' };

function untrustedReading(
  role: ResolvedRole,
  context: RoleContext,
): { readonly words: string; readonly place: Place; readonly action: Action } | undefined {
  for (const rule of context.inForce) {
    if (rule.effect !== 'allow') continue;
    if (rule.verb === 'fetch') {
      const decision = context.decide(UNKNOWN_PAGE);
      if (decision.decision !== 'allow' || !decision.rules.includes(rule)) continue;
      const place = context.placeOf(rule, context.patternFor(rule, UNKNOWN_PAGE));
      return { words: 'it fetches pages that anyone writes', place, action: UNKNOWN_PAGE };
    }
    for (const { operation, name, pattern } of callsOf(role, rule)) {
      if (!operation.returns.some(({ value }) => value === 'untrusted')) continue;
      const action = sampleCall(name, operation, rule);
      if (!context.allows(action)) continue;
      return { words: `\`${name}\` returns what strangers write`, place: context.placeOf(rule, pattern), action };
    }
  }
  return undefined;
}
