import type { Action, Json, Origin } from '../decide/action.ts';
import { allowsMethod, matchesConditions } from '../decide/conditions.ts';
import type { Pattern, Rule, ToolScope, Verb } from '../model/manifest.ts';
import { COMMANDS } from '../scope/command.ts';
import { underAssignments } from '../scope/command-pattern.ts';
import { CALLS, NAMES } from '../scope/name.ts';
import { PATHS } from '../scope/path.ts';
import type { Scope } from '../scope/question.ts';
import { URLS } from '../scope/url.ts';
import { type Domain, witness } from '../scope/witness.ts';
import { type Bounds, boundsOf, UNBOUNDED, type ValueAnswer, type ValueTest, valueWitness } from './argument-values.ts';

/**
 * The actions that a rule is about: its patterns by its methods by its conditions. `patterns` may be fewer than the
 * rule's, where the question is about one of them.
 */
export interface Region {
  readonly rule: Rule;
  readonly patterns: readonly Pattern[];
}

/** Actions to leave out. A grant covers only what it surely covers, a restriction (a deny, an ask over an allow) also what it may. */
export interface Cover extends Region {
  readonly as: 'grant' | 'restriction';
}

export type ActionAnswer =
  | { readonly kind: 'empty' }
  | { readonly kind: 'witness'; readonly action: Action }
  | { readonly kind: 'unknown'; readonly why: string };

export interface RegionQuestion {
  /** The action is in all of these, which are of one verb. */
  readonly all: readonly Region[];
  /** And in none of these. Rules of other verbs are no matter. */
  readonly none: readonly Cover[];
  /** Known tool scopes, which bound operations and their arguments. */
  readonly tools: ReadonlyMap<string, ToolScope>;
  readonly prefer?: Iterable<string>;
  /** Any action will do: no readable one is looked for. */
  readonly plain?: boolean;
  /** Values that the action must not have. */
  readonly avoid?: readonly string[];
}

export function regionOf(rule: Rule): Region {
  return { rule, patterns: rule.patterns };
}

/** One pattern of a rule, with what the rule takes out. */
export function regionOfPattern(rule: Rule, pattern: Pattern): Region {
  return { rule, patterns: [pattern, ...rule.patterns.filter(({ negated }) => negated)] };
}

/** The region as what it takes away from weaker rules, or stands in for among equal ones. */
export function asCover(region: Region): Cover {
  return { ...region, as: region.rule.effect === 'deny' ? 'restriction' : 'grant' };
}

/** The region as one that holds wherever it may match: a deny, or an ask over an allow. */
export function asRestriction(region: Region): Cover {
  return { ...region, as: 'restriction' };
}

/** Does the cover take this action? The plain evaluator's answer. */
export function isCoveredBy(cover: Cover, action: Action): boolean {
  const { rule, as } = cover;
  if (rule.verb !== action.verb) return false;
  if (rule.verb === 'fetch' && !allowsMethod(rule, action.method ?? 'GET')) return false;
  const match = matchesConditions(rule, action);
  if (match === 'no' || (as === 'grant' && match === 'maybe')) return false;
  return domainOf(rule.verb).has(coveringScope(cover), action.value);
}

const BUDGET = 50_000;
/** Boxes to look at before giving up. */
const MOST_BOXES = 2_000;

/** An action in all of the regions and in none of the covers. */
export function regionWitness(question: RegionQuestion): ActionAnswer {
  const first = question.all[0];
  if (first === undefined) return { kind: 'empty' };
  const { verb } = first.rule;
  const none = question.none.filter(({ rule }) => rule.verb === verb);
  if (verb !== 'call') return boxWitness(verb, question, none, undefined);
  return callWitness(question, none);
}

/** Calls one operation at a time, since each has its own arguments; then those of tools that are not known. */
function callWitness(question: RegionQuestion, none: readonly Cover[]): ActionAnswer {
  let unknown: ActionAnswer | undefined;
  const known: { text: string; negated: boolean }[] = [];
  for (const [tool, { operations }] of question.tools) {
    known.push({ text: `${tool}/**`, negated: false });
    for (const operation of operations) {
      const name = `${tool}/${operation.name.value}`;
      if (question.avoid?.includes(name)) continue;
      if (!question.all.every(({ patterns }) => NAMES.has(patterns, name))) continue;
      const covering = none.filter(({ patterns }) => NAMES.has(patterns, name));
      const bounds = new Map(
        operation.arguments.map(({ name, schema, required, span }) => [
          name.value,
          { bounds: boundsOf(schema, span), required },
        ]),
      );
      const answer = boxWitness('call', question, covering, { name, bounds });
      if (answer.kind === 'witness') return answer;
      if (answer.kind === 'unknown') unknown ??= answer;
    }
  }
  const answer = boxWitness('call', question, none, { names: known });
  return answer.kind === 'witness' ? answer : (unknown ?? answer);
}

type ArgumentBounds = ReadonlyMap<string, { readonly bounds: Bounds; readonly required: boolean }>;

type Operation =
  | { readonly name: string; readonly bounds: ArgumentBounds }
  /** Any name but these. */
  | { readonly names: Scope };

/** What is left of each dimension while covers are cut away. Unchanged parts are shared between boxes, with their answers. */
interface Box {
  readonly value: ValueDimension;
  readonly methods: readonly string[];
  readonly arguments: ReadonlyMap<string, ArgumentDimension>;
}

interface ValueDimension {
  readonly all: readonly Scope[];
  readonly none: readonly Scope[];
  answer?: ReturnType<typeof witness>;
}

interface ArgumentDimension {
  readonly bounds: Bounds;
  readonly all: readonly ValueTest[];
  readonly grants: readonly (readonly ValueTest[])[];
  readonly restrictions: readonly (readonly ValueTest[])[];
  /** Nothing asks for it. It is then left out, since no condition of a cover holds for what is missing. */
  readonly mayBeMissing: boolean;
  readonly origins: readonly (Origin | undefined)[];
  answer?: ValueAnswer;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'];
const ORIGINS: readonly (Origin | undefined)[] = ['user', 'role', 'trusted', 'untrusted', undefined];

export function domainOf(verb: Verb): Domain {
  switch (verb) {
    case 'read':
    case 'write':
    case 'delete':
      return PATHS;
    case 'run':
      return COMMANDS;
    case 'fetch':
      return URLS;
    case 'call':
      return CALLS;
    default:
      return NAMES;
  }
}

function boxWitness(
  verb: Verb,
  question: RegionQuestion,
  none: readonly Cover[],
  operation: Operation | undefined,
): ActionAnswer {
  const domain = domainOf(verb);
  const fixed = operation !== undefined && 'name' in operation ? operation : undefined;
  const start = startOf(verb, question, operation);
  if (start === undefined) return { kind: 'empty' };
  const later: Cover[] = [];
  const whole: Scope[] = [];
  for (const cover of none) {
    const relation = otherDimensions(start, cover);
    if (relation === 'apart') continue;
    if (relation === 'some') later.push(cover);
    else if (fixed !== undefined) return { kind: 'empty' };
    else whole.push(coveringScope(cover));
  }
  let boxes = 0;
  return cut({ ...start, value: { all: start.value.all, none: [...start.value.none, ...whole] } }, later);

  function cut(box: Box, covers: readonly Cover[]): ActionAnswer {
    if (++boxes > MOST_BOXES)
      return { kind: 'unknown', why: `more than ${MOST_BOXES} combinations of conditions had to be looked at` };
    const sample = sampleOf(box);
    if (sample.kind !== 'witness') return sample;
    const broken = covers.find((cover) => isCoveredBy(cover, sample.action));
    if (broken === undefined) return sample;
    const rest = covers.filter((cover) => cover !== broken);
    let unknown: ActionAnswer | undefined;
    for (const smaller of without(box, broken, fixed !== undefined)) {
      const answer = cut(smaller, rest);
      if (answer.kind === 'witness') return answer;
      if (answer.kind === 'unknown') unknown ??= answer;
    }
    return unknown ?? { kind: 'empty' };
  }

  function sampleOf(box: Box): ActionAnswer {
    if (box.methods.length === 0) return { kind: 'empty' };
    let unknown: ActionAnswer | undefined;
    const values: [string, Json][] = [];
    const origins: Record<string, readonly Origin[]> = {};
    for (const [name, dimension] of box.arguments) {
      if (dimension.origins.length === 0) return { kind: 'empty' };
      if (dimension.mayBeMissing) continue;
      const { bounds, all, grants, restrictions: denies } = dimension;
      dimension.answer ??= valueWitness({ bounds, all, grants, denies });
      const answer = dimension.answer;
      if (answer.kind === 'empty') return answer;
      if (answer.kind === 'unknown') unknown ??= answer;
      else values.push([name, answer.value]);
      const origin = dimension.origins[0];
      if (origin !== undefined && !dimension.origins.includes(undefined)) origins[name] = [origin];
    }
    const answer = fixed === undefined ? answerTo(box.value) : ({ kind: 'witness', value: fixed.name } as const);
    if (answer.kind !== 'witness') return answer;
    if (unknown !== undefined) return unknown;
    const method = box.methods.includes('GET') ? undefined : box.methods[0];
    return {
      kind: 'witness',
      action: {
        verb,
        value: answer.value,
        ...(verb === 'fetch' && method !== undefined && { method }),
        ...(values.length > 0 && { with: nested(values) }),
        ...(Object.keys(origins).length > 0 && { context: { origins } }),
      },
    };
  }

  function answerTo(dimension: ValueDimension): ReturnType<typeof witness> {
    const { all, none } = dimension;
    const { prefer = [], plain = false } = question;
    dimension.answer ??= witness(domain, { all, none, prefer, plain, budget: BUDGET });
    return dimension.answer;
  }
}

/** The box of the regions themselves; undefined where two of them exclude each other in methods. */
function startOf(verb: Verb, question: RegionQuestion, operation: Operation | undefined): Box | undefined {
  const mentioned = [...question.all, ...question.none].flatMap(({ rule }) => rule.methods.map(({ value }) => value));
  let methods: readonly string[] = verb === 'fetch' ? [...new Set([...METHODS, ...mentioned])] : ['GET'];
  const dimensions = new Map<string, ArgumentDimension>();
  const bounds: ArgumentBounds = operation !== undefined && 'name' in operation ? operation.bounds : new Map();
  for (const [name, bound] of bounds) dimensions.set(name, freeArgument(bound));
  for (const { rule } of question.all) {
    if (verb === 'fetch') methods = methods.filter((method) => allowsMethod(rule, method));
    for (const { argument, tests } of rule.where) {
      const known = dimensions.get(argument.value) ?? freeArgument(undefined);
      let { origins } = known;
      const all = [...known.all];
      for (const test of tests) {
        if (test.kind === 'from')
          origins = origins.filter((origin) => origin !== undefined && test.origins.includes(origin));
        else all.push(test);
      }
      dimensions.set(argument.value, { ...known, all, origins, mayBeMissing: false });
    }
  }
  const avoided = (question.avoid ?? []).map((text): Scope => [{ text: asPattern(verb, text), negated: false }]);
  const names = operation !== undefined && 'names' in operation ? [operation.names] : [];
  return {
    value: {
      all: question.all.map((region) => restrictedScope(region)),
      none: [...avoided, ...names.filter((scope) => scope.length > 0)],
    },
    methods,
    arguments: dimensions,
  };
}

function freeArgument(bound: { readonly bounds: Bounds; readonly required: boolean } | undefined): ArgumentDimension {
  return {
    bounds: bound?.bounds ?? UNBOUNDED,
    all: [],
    grants: [],
    restrictions: [],
    mayBeMissing: !bound?.required,
    origins: ORIGINS,
  };
}

/** How a cover stands to the box in everything but the value: it holds for all of it, for nothing, or for some. */
function otherDimensions(box: Box, { rule, as }: Cover): 'all' | 'apart' | 'some' {
  let relation: 'all' | 'some' = 'all';
  if (rule.verb === 'fetch') {
    const held = box.methods.filter((method) => allowsMethod(rule, method)).length;
    if (held === 0) return 'apart';
    if (held < box.methods.length) relation = 'some';
  }
  for (const { argument, tests } of rule.where) {
    const dimension = box.arguments.get(argument.value);
    // Without a condition of its own the action may leave the argument out, and then the cover's condition fails.
    if (dimension === undefined || dimension.mayBeMissing) relation = 'some';
    else {
      const values = tests.filter((test): test is ValueTest => test.kind !== 'from');
      const { bounds, all } = dimension;
      const escapes = valueWitness({
        bounds,
        all,
        grants: as === 'grant' ? [values] : [],
        denies: as === 'grant' ? [] : [values],
      });
      if (escapes.kind !== 'empty') relation = 'some';
      if (originsLeft(dimension.origins, tests, as).length > 0) relation = 'some';
    }
  }
  return relation;
}

/** The origins by which a cover's conditions are not met. */
function originsLeft(
  origins: readonly (Origin | undefined)[],
  tests: Rule['where'][number]['tests'],
  as: Cover['as'],
): readonly (Origin | undefined)[] {
  return origins.filter((origin) =>
    tests.some(
      (test) => test.kind === 'from' && (origin === undefined ? as === 'grant' : !test.origins.includes(origin)),
    ),
  );
}

/** The parts of a box that are outside of a cover: one per dimension by which it can be escaped. */
function* without(box: Box, cover: Cover, isNamed: boolean): Iterable<Box> {
  const { rule, as } = cover;
  if (rule.verb === 'fetch' && rule.methods.length > 0) {
    const methods = box.methods.filter((method) => !allowsMethod(rule, method));
    if (methods.length > 0) yield { ...box, methods };
  }
  for (const { argument, tests } of rule.where) {
    const dimension = box.arguments.get(argument.value) ?? freeArgument(undefined);
    const put = (changed: Partial<ArgumentDimension>): Box => {
      const { answer: _, ...rest } = dimension;
      return { ...box, arguments: new Map([...box.arguments, [argument.value, { ...rest, ...changed }]]) };
    };
    const values = tests.filter((test): test is ValueTest => test.kind !== 'from');
    if (values.length > 0) {
      const key = as === 'grant' ? 'grants' : 'restrictions';
      yield put({ [key]: [...dimension[key], values], mayBeMissing: false });
    }
    if (values.length < tests.length) {
      const origins = originsLeft(dimension.origins, tests, as);
      if (origins.length > 0) yield put({ origins, mayBeMissing: false });
    }
  }
  if (!isNamed) yield { ...box, value: { all: box.value.all, none: [...box.value.none, coveringScope(cover)] } };
}

/**
 * What a rule's patterns grant, and what they restrict. They differ for commands: assignments before a command are
 * covered by a grant only where its pattern has them, and do not lead out of a deny or past an exception.
 */
function restrictedScope({ rule, patterns }: Region): Scope {
  if (rule.verb !== 'run') return patterns;
  return rule.effect === 'deny' ? coveringScope({ rule, patterns, as: 'restriction' }) : grantedScope(patterns);
}

function coveringScope({ rule, patterns, as }: Cover): Scope {
  if (rule.verb !== 'run') return patterns;
  if (as === 'grant') return grantedScope(patterns);
  return patterns.map(({ text, negated }) => ({ text: negated ? text : underAssignments(text), negated }));
}

function grantedScope(patterns: readonly Pattern[]): Scope {
  if (!patterns.some(({ negated }) => negated)) return patterns;
  return patterns.map(({ text, negated }) => ({ text: negated ? underAssignments(text) : text, negated }));
}

/** A pattern that matches this value and nothing else. */
function asPattern(verb: Verb, value: string): string {
  return verb === 'run' ? value : value.replaceAll(/[*?[\]{},\\]/g, '\\$&');
}

function nested(values: readonly (readonly [string, Json])[]): { readonly [key: string]: Json } {
  const result: { [key: string]: Json } = {};
  for (const [name, value] of values) {
    let at = result;
    const keys = name.split('.');
    for (const key of keys.slice(0, -1)) {
      const inner = at[key];
      const next = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...(inner as object) } : {};
      at[key] = next;
      at = next;
    }
    at[keys.at(-1)!] = value;
  }
  return result;
}
