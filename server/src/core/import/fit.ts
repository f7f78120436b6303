import { domainOf } from '../authority/region.ts';
import type { Action } from '../decide/action.ts';
import { decide } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import { freshRun } from '../decide/run-state.ts';
import { lineParts } from '../decide/shell-walk.ts';
import type { ForeignDecision, ForeignPolicy, ForeignRule } from '../dialects/dialect.ts';
import { firstOf, mostPermitted, RANK } from '../export/compare.ts';
import type { Effect, Verb } from '../model/manifest.ts';
import { plainWords } from '../scope/command-pattern.ts';
import { normalisePath } from '../scope/path.ts';
import { witness } from '../scope/witness.ts';
import type { ResolvedRole } from '../workspace/workspace.ts';
import { broaderForms, everythingOf } from './broaden.ts';
import { fallbackOf } from './fallback.ts';
import type { Draft } from './imported.ts';
import { plainSpelling } from './plain-spelling.ts';
import { UNMATCHED, unmatchedIn, witnessActions } from './witnesses.ts';

export interface Fitted {
  readonly drafts: readonly Draft[];
  /** The same with what seems to be needless. */
  readonly unpruned: readonly Draft[];
  /** What was asked, in the end: the actions that a comparison has to be made on. */
  readonly actions: readonly Action[];
  /** The tool's own answer, asked once per action. */
  readonly theirsOf: (action: Action) => ForeignDecision;
  /** Rules for which nothing is written, and why. */
  readonly left: ReadonlyMap<ForeignRule, string>;
}

interface Working {
  readonly verb: Verb;
  readonly from: ForeignRule | undefined;
  /** A grant has one form; a restriction wider and wider ones. */
  readonly forms: readonly (readonly string[])[];
  at: number;
  effect: Effect;
  methods: readonly string[];
  dropped: boolean;
  why: string | undefined;
  /** Made for what the tool holds back although a rule seems to grant it. */
  readonly carved: boolean;
  /** Of what is carved out: what the tool says of it, without its name. */
  readonly reason?: string;
}

/**
 * Rules of ours for another tool's policy, none wider. The outlines of its rules and what it does where none matches are
 * the first proposal. It is put to the tool's own evaluator on actions about the edges of both; as long as one of them is
 * permitted here and not there, a restriction is widened or a grant is asked about or left out. So no dialect has to say
 * how its order, its matcher or its fallback would be written here.
 *
 * `directory` is the one that the tool works in, relative to the workspace's root and empty where it is that.
 * `resolve` makes a role of rules, each with the id of its place in the list: `r0`, `r1`.
 */
export function fitRules(
  principal: ResolvedRole,
  policy: ForeignPolicy,
  now: number,
  directory: string,
  resolve: (drafts: readonly Draft[]) => ResolvedRole,
): Fitted {
  const answers = new Map<string, ForeignDecision>();
  const asked = (action: Action): ForeignDecision => {
    const key = JSON.stringify([action.verb, action.value, action.method]);
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = mostPermitted(policy, action) ?? NO_WAY;
      answers.set(key, answer);
    }
    return answer;
  };
  const theirsOf = (action: Action): ForeignDecision => {
    const answer = asked(action);
    const plain = action.verb === 'run' && answer.effect !== 'allow' ? plainSpelling(action.value) : undefined;
    if (plain === undefined) return answer;
    const other = asked({ ...action, value: plain });
    return RANK[other.effect] > RANK[answer.effect] ? other : answer;
  };
  const working = [...ofRules(policy, theirsOf), ...ofUnmatched(policy, directory, theirsOf)];
  const isFallback = fallbackOf(directory, theirsOf);
  const overrides = overridden(working, theirsOf);
  const actions = witnessActions(
    principal.rules,
    working.filter(({ effect }) => effect !== 'deny').map(({ verb, forms }) => ({ verb, patterns: forms[0]! })),
  );
  const state = freshRun(now);
  const restricted = actions.filter((action) => theirsOf(action).effect !== 'allow');
  let suspects: readonly Action[] = restricted;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const written = draftsOf(working, overrides);
    const role = resolve(written.map(({ draft }) => draft));
    const wider = suspects.flatMap((action): readonly Wider[] => {
      const theirs = theirsOf(action);
      const mine = decide(role, action, state);
      return RANK[mine.decision] > RANK[theirs.effect] ? [{ action, theirs, mine }] : [];
    });
    if (wider.length === 0 && suspects === restricted) break;
    // What was wider is looked at first, and all of it again once that is mended.
    suspects = wider.length === 0 ? restricted : wider.map(({ action }) => action);
    wider.sort((a, b) => a.action.value.length - b.action.value.length);
    const touched = new Set<Working>();
    for (const each of wider) {
      const grants = grantsOf(
        each.mine,
        written.map(({ of }) => of),
      ).filter(({ effect }) => RANK[effect] > RANK[each.theirs.effect]);
      // One step at a time: what was just changed may have mended this, too.
      if (grants.some((grant) => touched.has(grant)) || isTouched(each.theirs, touched)) continue;
      for (const changed of [...repair(each, grants, working, isFallback), ...grants]) touched.add(changed);
    }
    // A proposal that cannot be mended grants nothing.
    if ((wider.length > 0 && touched.size === 0) || round === MOST_ROUNDS - 1) {
      for (const each of working)
        if (each.effect !== 'deny') drop(each, 'it could not be said without permitting more');
    }
  }
  return finished(working, overrides, { actions, theirsOf });
}

const MOST_ROUNDS = 80;
const MOST_SAMPLES = 12;
const MOST_CARVED = 24;
const MOST_ALIKE = 8;
const NO_WAY: ForeignDecision = {
  effect: 'deny',
  enforcer: 'engine',
  rules: [],
  near: [],
  documented: true,
  words: 'the tool has no way to do this',
};

interface Wider {
  readonly action: Action;
  readonly theirs: ForeignDecision;
  readonly mine: Decision;
}

function ofRules(policy: ForeignPolicy, theirsOf: (action: Action) => ForeignDecision): Working[] {
  return policy.rules.flatMap((rule) => {
    if (rule.liveness.state !== 'live') return [];
    return rule.outlines.flatMap(({ verb, patterns }) =>
      patterns.filter(({ negated }) => !negated).map(({ text }) => working(verb, rule, rule.effect, [text], theirsOf)),
    );
  });
}

/** What the tool does where no rule is meant, as rules: the least that it permits on values that nobody has named. */
function ofUnmatched(
  policy: ForeignPolicy,
  directory: string,
  theirsOf: (action: Action) => ForeignDecision,
): Working[] {
  return [...UNMATCHED, ...unmatchedIn(directory)].flatMap(({ verb, patterns, values }) => {
    const answers = values.map((value) => theirsOf({ verb, value }));
    const effect = answers.map((each) => each.effect).sort((a, b) => RANK[a] - RANK[b])[0] ?? 'deny';
    if (effect === 'deny') return [];
    // Where a rule of the file decides these, that rule stands for them.
    if (answers.some(({ rules }) => rules.some(({ outlines }) => outlines.some((each) => each.verb === verb))))
      return [];
    const made = working(verb, undefined, effect, patterns, theirsOf);
    // What a sandbox holds is no grant without it.
    if (verb === 'run' && effect === 'allow' && !policy.sandbox && answers.some(({ enforcer }) => enforcer === 'os')) {
      made.effect = 'ask';
      made.why = 'asked here: there it runs in a sandbox that other commands leave, so that no role can declare it';
    }
    return [made];
  });
}

function working(
  verb: Verb,
  from: ForeignRule | undefined,
  effect: Effect,
  patterns: readonly string[],
  theirsOf: (action: Action) => ForeignDecision,
): Working {
  const forms = from && effect !== 'allow' ? broaderForms(verb, patterns[0]!) : [patterns];
  const methods = verb === 'fetch' && effect !== 'deny' ? methodsOf(patterns[0]!, effect, theirsOf) : [];
  return { verb, from, forms, at: 0, effect, methods, dropped: false, why: undefined, carved: false };
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods by which the tool itself would fetch; none named where they make no difference. */
function methodsOf(pattern: string, effect: Effect, theirsOf: (action: Action) => ForeignDecision): readonly string[] {
  const [value] = firstOf(domainOf('fetch').templates(pattern), 1);
  if (value === undefined) return [];
  const can = METHODS.filter((method) => RANK[theirsOf({ verb: 'fetch', value, method }).effect] >= RANK[effect]);
  return can.length === METHODS.length || can.length === 0 ? [] : can;
}

/** For each restriction the grants that the tool lets through although it matches, too. */
function overridden(
  all: readonly Working[],
  theirsOf: (action: Action) => ForeignDecision,
): ReadonlyMap<Working, readonly Working[]> {
  const result = new Map<Working, Working[]>();
  for (const restriction of all) {
    if (restriction.effect === 'allow') continue;
    const over: Working[] = [];
    for (const grant of all) {
      if (grant.verb !== restriction.verb || RANK[grant.effect] <= RANK[restriction.effect]) continue;
      const common = inBoth(restriction, grant);
      if (common.length === 0) continue;
      const answers = common.map((value) => theirsOf({ verb: grant.verb, value }));
      const holds = answers.some(
        ({ effect, rules }) =>
          RANK[effect] <= RANK[restriction.effect] &&
          (restriction.from === undefined ? rules.length === 0 : rules.includes(restriction.from)),
      );
      if (!holds && answers.some(({ effect }) => RANK[effect] >= RANK[grant.effect])) over.push(grant);
    }
    if (over.length > 0) result.set(restriction, over);
  }
  return result;
}

function inBoth(a: Working, b: Working): readonly string[] {
  const domain = domainOf(a.verb);
  const scopeOf = (each: Working) => each.forms[0]!.map((text) => ({ text, negated: false }));
  const [left, right] = [scopeOf(a), scopeOf(b)];
  const of = (scope: typeof left) => scope.flatMap(({ text }) => [...firstOf(domain.templates(text), MOST_SAMPLES)]);
  const found = [
    ...of(right).filter((value) => domain.has(left, value)),
    ...of(left).filter((value) => domain.has(right, value)),
  ];
  if (found.length > 0) return [...new Set(found)];
  const answer = witness(domain, { all: [left, right], none: [], plain: true, budget: 2_000 });
  return answer.kind === 'witness' ? [answer.value] : [];
}

function draftsOf(
  all: readonly Working[],
  overrides: ReadonlyMap<Working, readonly Working[]>,
): readonly { readonly draft: Draft; readonly of: Working }[] {
  return all.flatMap((of) => {
    if (of.dropped) return [];
    const patterns = of.forms[of.at]!;
    const exceptions = (overrides.get(of) ?? [])
      .filter((grant) => !grant.dropped && RANK[grant.effect] > RANK[of.effect])
      .flatMap((grant) => grant.forms[grant.at]!);
    const draft: Draft = {
      verb: of.verb,
      from: of.from,
      effect: of.effect,
      patterns,
      exceptions: [...new Set(exceptions)],
      methods: of.effect === 'deny' ? [] : of.methods,
      ...(of.why === undefined ? {} : { why: of.why }),
    };
    return [{ draft, of }];
  });
}

/** The grants that let an action through. */
function grantsOf(decision: Decision, written: readonly Working[]): readonly Working[] {
  const rules = [...decision.rules, ...(decision.parts ?? []).flatMap((part) => part.decision.rules)];
  return [...new Set(rules)].flatMap(({ id }) => written[Number(id?.value.slice(1))] ?? []);
}

function isTouched({ rules }: ForeignDecision, touched: ReadonlySet<Working>): boolean {
  for (const { from } of touched) if (from !== undefined && rules.includes(from)) return true;
  return false;
}

/** One step by which the action is permitted less; what was changed. */
function repair(
  { action, theirs }: Wider,
  grants: readonly Working[],
  all: Working[],
  isFallback: (action: Action, theirs: ForeignDecision) => boolean,
): readonly Working[] {
  const example = shown(action);
  const why = `it holds for more here, since the tool would ${theirs.effect} \`${example}\` by it, too`;
  const restrictions = all.filter(
    ({ from, effect, dropped }) =>
      from !== undefined &&
      !dropped &&
      theirs.rules.includes(from) &&
      effect !== 'allow' &&
      RANK[effect] <= RANK[theirs.effect],
  );
  for (const each of restrictions) {
    const wide = each.verb === action.verb ? widened(each, action) : undefined;
    if (wide === undefined) continue;
    each.at = wide;
    each.why = why;
    return [each];
  }
  // A tool's deny of reading a file may deny writing it, too.
  const other = restrictions.find(({ verb }) => isOfFiles(verb));
  if (other && isOfFiles(action.verb) && !restrictions.some(({ verb }) => verb === action.verb)) {
    const forms = broaderForms(action.verb, other.forms[0]![0]!);
    const also: Working = { ...other, verb: action.verb, forms, at: -1, why };
    const at = widened(also, action);
    if (at !== undefined) {
      also.at = at;
      all.push(also);
      return [also];
    }
  }
  const carved = carve(action, theirs, all, isFallback(action, theirs));
  if (carved) return [carved];
  const sameVerb = grants.filter(({ verb }) => verb === action.verb);
  const changed = sameVerb.length > 0 ? sameVerb : grants;
  for (const each of changed) {
    const because = `the tool would ${theirs.effect} \`${example}\`: ${theirs.words}`;
    if (each.effect === 'allow' && theirs.effect === 'ask') {
      each.effect = 'ask';
      each.why = `asked here, since ${because}`;
    } else if (each.from?.effect === 'ask') {
      // Nobody is asked there. Left out, it would no longer hold what another rule allows.
      each.effect = 'deny';
      each.why = `denied here, since ${because}`;
    } else drop(each, because);
  }
  return changed;
}

/** The next form that holds for the action, too, where there is one. Everything at all is the last, and for the grants to say. */
function widened({ verb, forms, at }: Working, action: Action): number | undefined {
  for (let next = at + 1; next < forms.length - 1; next++) {
    const scope = forms[next]!.map((text) => ({ text, negated: false }));
    const isLine = action.verb === 'run' && plainWords(action.value) === undefined;
    if (verb !== action.verb || isLine || domainOf(verb).has(scope, action.value)) return next;
  }
  return undefined;
}

function isOfFiles(verb: Verb): boolean {
  return verb === 'read' || verb === 'write' || verb === 'delete';
}

function drop(each: Working, why: string): void {
  each.dropped = true;
  each.why = why;
}

function isAbout({ effect, outlines }: ForeignRule, verb: Verb): boolean {
  return effect !== 'allow' && outlines.some((each) => each.verb === verb);
}

/**
 * A restriction of its own for what the tool holds back by itself: a directory, or a program. Not for names that nobody has
 * named, nor for a line of which the shape and not the program is what matters: there the grant itself is too much.
 */
function carve(action: Action, theirs: ForeignDecision, all: Working[], isFallback: boolean): Working | undefined {
  const isUnknown = action.verb === 'run' && hasUnknownWord(action.value);
  if (isFallback && !isUnknown) return undefined;
  // What a rule holds back is for that rule to say.
  if (!isUnknown && (/unmatched/.test(action.value) || theirs.rules.some((rule) => isAbout(rule, action.verb))))
    return undefined;
  if (all.filter(({ carved }) => carved).length >= MOST_CARVED) return undefined;
  const reason = theirs.words.replaceAll(action.value, '');
  // Where it says the same of name after name, it is not the names that matter.
  if (all.filter((each) => each.reason === reason && each.verb === action.verb).length >= MOST_ALIKE) return undefined;
  const pattern = carvedPattern(action);
  if (pattern === undefined) return undefined;
  const { verb } = action;
  const same = all.find((each) => each.carved && each.verb === verb && each.forms[0]!.includes(pattern[0]!));
  if (same) {
    if (RANK[same.effect] <= RANK[theirs.effect]) return undefined;
    same.effect = theirs.effect;
    return same;
  }
  const carved: Working = {
    verb,
    from: undefined,
    forms: [pattern],
    at: 0,
    effect: theirs.effect,
    methods: [],
    dropped: false,
    why: `the tool would ${theirs.effect} \`${shown(action)}\`: ${theirs.words}`,
    carved: true,
    reason,
  };
  all.push(carved);
  return carved;
}

/**
 * Any command with a word that is only known when it runs: such a word may be the text in here, which nobody writes, and a
 * restriction holds wherever it may match.
 */
export const UNKNOWN_WORD = "** *'$VARIABLE'* **";

function hasUnknownWord(line: string): boolean {
  return lineParts(line, '').parts.some(
    (part) => part.kind === 'command' && part.words.some(({ word }) => word.kind === 'dynamic'),
  );
}

function carvedPattern({ verb, value }: Action): readonly string[] | undefined {
  switch (verb) {
    case 'run': {
      if (hasUnknownWord(value)) return [UNKNOWN_WORD];
      const words = plainWords(value);
      const program = words?.[0];
      return program !== undefined && /^[\w.-]+$/.test(program) ? [`${program} **`, `*/${program} **`] : undefined;
    }
    case 'read':
    case 'write':
    case 'delete': {
      const path = normalisePath(value);
      if (/^[/~]|^\.\./.test(path)) return undefined;
      const parts = path.split('/');
      const hidden = parts.find((part) => part.startsWith('.') && part !== '.');
      const name = hidden ?? parts.at(-1)!;
      return /^[\w.-]+$/.test(name) ? [`**/${name}`, `**/${name}/**`] : undefined;
    }
    default:
      return undefined;
  }
}

function finished(
  all: readonly Working[],
  overrides: ReadonlyMap<Working, readonly Working[]>,
  rest: Pick<Fitted, 'actions' | 'theirsOf'>,
): Fitted {
  const left = new Map<ForeignRule, string>();
  for (const each of all) if (each.dropped && each.from && each.why !== undefined) left.set(each.from, each.why);
  const unmatched = all.filter(({ from, carved, dropped }) => from === undefined && !carved && !dropped);
  const runs = all.some(({ verb, effect, dropped }) => verb === 'run' && effect !== 'deny' && !dropped);
  const kept = draftsOf(all, overrides).filter(({ draft, of }) => {
    // A deny of everything says what holds anyway where nothing is granted, but for what allowed commands do.
    const isDenyOfAll = draft.effect === 'deny' && everythingOf(draft.verb).some((text) => draft.patterns[0] === text);
    if (draft.patterns.every((text) => draft.exceptions.includes(text))) return false;
    const isReached = runs && draft.verb !== 'call' && draft.verb !== 'delegate';
    if (isDenyOfAll && !isReached && !all.some((each) => isHeldBy(each, of, overrides))) return false;
    // What is allowed where no rule matches needs no rule.
    return !unmatched.some(
      (each) =>
        each !== of && of.from !== undefined && each.effect === 'allow' && of.effect === 'allow' && isWithin(of, each),
    );
  });
  const seen = new Set<string>();
  const drafts = kept.flatMap(({ draft }) => {
    const key = JSON.stringify([
      draft.effect,
      draft.verb,
      draft.patterns,
      draft.exceptions,
      draft.methods,
      draft.from?.text,
    ]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [draft];
  });
  return { drafts, unpruned: draftsOf(all, overrides).map(({ draft }) => draft), left, ...rest };
}

/** Whether a grant would be permitted if it were not for this restriction. */
function isHeldBy(grant: Working, of: Working, overrides: ReadonlyMap<Working, readonly Working[]>): boolean {
  if (grant.dropped || grant.verb !== of.verb || RANK[grant.effect] <= RANK[of.effect]) return false;
  return !(overrides.get(of) ?? []).includes(grant);
}

function isWithin(inner: Working, outer: Working): boolean {
  if (inner.verb !== outer.verb || (outer.methods.length > 0 && inner.methods.join() !== outer.methods.join()))
    return false;
  const scope = (each: Working) => each.forms[each.at]!.map((text) => ({ text, negated: false }));
  return (
    witness(domainOf(inner.verb), { all: [scope(inner)], none: [scope(outer)], plain: true, budget: 5_000 }).kind ===
    'empty'
  );
}

export function shown({ verb, value, method }: Action): string {
  const text = value.replace(/\s+/g, ' ');
  return `${verb} ${text.length > 60 ? `${text.slice(0, 59)}…` : text}${method === undefined ? '' : ` (${method})`}`;
}
