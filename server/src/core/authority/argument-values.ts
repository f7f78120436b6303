import type { Json } from '../decide/action.ts';
import { testValue } from '../decide/conditions.ts';
import type { ArgumentTest } from '../model/manifest.ts';
import { type Automaton, automaton } from '../scope/automaton.ts';
import { charset, complement, SURROGATES } from '../scope/charset.ts';
import { choice, type Expression, literal, NOTHING, optional, plus, sequence, set, star } from '../scope/expression.ts';
import { NAMES, TEXTS } from '../scope/name.ts';
import { findsRegex, regexExpression, searchExpression } from '../scope/regex.ts';
import { search } from '../scope/search.ts';

/** A test on the value alone; where it came from is another question. */
export type ValueTest = Exclude<ArgumentTest, { readonly kind: 'from' }>;

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

/** What a tool scope's own schema bounds a value to, as far as it is understood. */
export interface Bounds {
  readonly types: readonly JsonType[];
  readonly tests: readonly ValueTest[];
  /** Regular expressions that have to match somewhere in a text. */
  readonly searches: readonly string[];
  readonly shortest: number;
  /** True where the schema says more than this. */
  readonly approximate: boolean;
}

export const UNBOUNDED: Bounds = {
  types: ['string', 'number', 'boolean', 'null', 'array', 'object'],
  tests: [],
  searches: [],
  shortest: 0,
  approximate: false,
};

/** Is there a value that passes all these tests, and of each of `grants` not all, and of each of `denies` surely not all? */
export interface ValueQuestion {
  readonly bounds: Bounds;
  readonly all: readonly ValueTest[];
  /** Grants cover a value only where it surely passes: a list only when each item does. */
  readonly grants: readonly (readonly ValueTest[])[];
  /** A deny covers a list already when one item passes. */
  readonly denies: readonly (readonly ValueTest[])[];
}

export type ValueAnswer =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'unknown'; readonly why: string };

const BUDGET = 20_000;

export function valueWitness(question: ValueQuestion): ValueAnswer {
  const scalar = scalarWitness(question);
  if (scalar.kind === 'value' || !question.bounds.types.includes('array')) return scalar;
  const list = listWitness(question);
  return list.kind === 'empty' ? scalar : list;
}

/** The one judge of candidates. */
function fits({ all, grants, denies, bounds }: ValueQuestion, value: Json): boolean {
  return (
    isOfTypes(value, bounds.types) &&
    [...bounds.tests, ...all].every((test) => testValue(test, value) === 'yes') &&
    !grants.some((tests) => tests.every((test) => testValue(test, value) === 'yes')) &&
    !denies.some((tests) => tests.every((test) => testValue(test, value) !== 'no'))
  );
}

function isOfTypes(value: Json, types: readonly JsonType[]): boolean {
  if (value === null) return types.includes('null');
  if (Array.isArray(value)) return types.includes('array');
  if (typeof value === 'number')
    return types.includes('number') || (types.includes('integer') && Number.isInteger(value));
  return types.includes(typeof value as JsonType);
}

function scalarWitness(question: ValueQuestion): ValueAnswer {
  const { bounds } = question;
  const tests = [...bounds.tests, ...question.all];
  const listed = listedValues(tests);
  if (listed !== undefined) {
    const found = listed.find((value) => fits(question, value) && withinSearches(bounds, value));
    return found === undefined ? { kind: 'empty' } : { kind: 'value', value: found };
  }
  const answers: ValueAnswer[] = [];
  for (const attempt of [textWitness, numberWitness, otherWitness]) {
    const answer = attempt(question, tests);
    if (answer.kind === 'value') return answer;
    answers.push(answer);
  }
  return answers.find(({ kind }) => kind === 'unknown') ?? { kind: 'empty' };
}

/** Where some test lists its values there are no others. */
function listedValues(tests: readonly ValueTest[]): readonly Json[] | undefined {
  for (const test of tests) {
    if (test.kind === 'is') return [test.value];
    if (test.kind === 'in') return test.values;
  }
  return undefined;
}

function withinSearches(bounds: Bounds, value: Json): boolean {
  return typeof value !== 'string' || bounds.searches.every((regex) => findsRegex(regex, value) === 'yes');
}

const ANY = set(complement(SURROGATES));
const LONGEST = 1000;

/** The texts that pass a test; undefined where they are not known exactly. */
function textsOf(test: ValueTest): Expression | Automaton | undefined {
  switch (test.kind) {
    case 'is':
      return typeof test.value === 'string' ? literal(test.value) : NOTHING;
    case 'in':
      return choice(test.values.filter((value) => typeof value === 'string').map((value) => literal(value)));
    case 'matches':
      return NAMES.automaton(test.pattern);
    case 'pattern':
      return regexExpression(test.regex);
    case 'max-length': {
      if (test.value > LONGEST) return undefined;
      let upTo: Expression = sequence();
      for (let count = 0; count < test.value; count++) upTo = optional(sequence(ANY, upTo));
      return upTo;
    }
    default:
      return NOTHING;
  }
}

function compiled(language: Expression | Automaton | undefined): Automaton | undefined {
  return language === undefined || 'sets' in language ? language : automaton(language);
}

const WHY = 'a test of an argument is not one that can be compared';

/** Texts that are plausible whatever is asked for. */
const PLAIN_TEXTS = ['main', 'example', 'x', 'someone@example.com', ''];

function textWitness(question: ValueQuestion, tests: readonly ValueTest[]): ValueAnswer {
  const { bounds } = question;
  if (!bounds.types.includes('string')) return { kind: 'empty' };
  return texts(question, tests, [TEXTS.universe], (text) => text, candidates(tests));
}

function candidates(tests: readonly ValueTest[]): readonly string[] {
  const filled = tests.flatMap((test) => (test.kind === 'matches' ? [...NAMES.templates(test.pattern)] : []));
  return [...filled, ...PLAIN_TEXTS];
}

/** A text in the universe by which the question is answered, once it is read as a value. */
function texts(
  question: ValueQuestion,
  tests: readonly ValueTest[],
  universe: readonly Automaton[],
  read: (text: string) => Json,
  plausible: readonly string[],
): ValueAnswer {
  const { bounds, grants, denies } = question;
  const inside: Automaton[][] = [[...universe]];
  let unknown = false;
  for (const test of tests) {
    const language = compiled(textsOf(test));
    if (language === undefined) unknown = true;
    else inside.push([language]);
  }
  for (const regex of bounds.searches) {
    const language = compiled(searchExpression(regex));
    if (language === undefined) unknown = true;
    else inside.push([language]);
  }
  if (bounds.shortest > 0 && bounds.shortest <= LONGEST) {
    inside.push([automaton(sequence(...Array.from({ length: bounds.shortest }, () => ANY), star(ANY)))!]);
  }
  const judged = (text: string) => fits(question, read(text)) && withinSearches(bounds, read(text));
  const answer = outside(inside, [], [...grants, ...denies]);
  if (answer.kind === 'empty') return answer;
  const readable = plausible.find((text) => text.length >= bounds.shortest && judged(text));
  if (readable !== undefined) return { kind: 'value', value: read(readable) };
  if (answer.kind === 'text' && judged(answer.text) && !unknown) return { kind: 'value', value: read(answer.text) };
  return { kind: 'unknown', why: answer.kind === 'unknown' ? answer.why : WHY };

  /** Outside several sets of tests; outside of one is failing at least one of its tests. */
  function outside(
    all: readonly (readonly Automaton[])[],
    none: readonly Automaton[],
    sets: readonly (readonly ValueTest[])[],
  ): ReturnType<typeof search> {
    const [first, ...rest] = sets;
    if (first === undefined) return search({ all, none, budget: BUDGET });
    if (first.length === 0) return { kind: 'empty' };
    let why: string | undefined;
    for (const test of first) {
      const language = compiled(textsOf(test));
      if (language === undefined) {
        why = WHY;
        continue;
      }
      const found = outside(all, [...none, language], rest);
      if (found.kind === 'text') return found;
      if (found.kind === 'unknown') why = found.why;
    }
    return why === undefined ? { kind: 'empty' } : { kind: 'unknown', why };
  }
}

const DIGIT = set(charset(['0', '9']));
const NUMERALS = automaton(
  sequence(
    optional(literal('-')),
    choice([literal('0'), sequence(set(charset(['1', '9'])), star(DIGIT))]),
    optional(sequence(literal('.'), plus(DIGIT))),
  ),
)!;

function numberWitness(question: ValueQuestion, tests: readonly ValueTest[]): ValueAnswer {
  const { types } = question.bounds;
  if (!types.includes('number') && !types.includes('integer')) return { kind: 'empty' };
  const none = [...question.grants, ...question.denies];
  const isTextual = (test: ValueTest) => test.kind === 'matches' || test.kind === 'pattern';
  if (tests.some((test) => test.kind === 'max-length')) return { kind: 'empty' };
  if (tests.some(isTextual)) {
    // A number is put to such a test as its decimal digits.
    if (tests.every(isTextual)) {
      const numeric: ValueQuestion = {
        ...question,
        grants: question.grants.map((set) => set.map(numeralTest)),
        denies: question.denies.map((set) => set.map(numeralTest)),
      };
      return texts(numeric, tests, [NUMERALS], Number, []);
    }
    return { kind: 'unknown', why: WHY };
  }
  const points: number[] = [];
  let avoid = 1;
  for (const test of [...tests, ...none.flat()]) {
    if (test.kind === 'min' || test.kind === 'max') points.push(test.value);
    if (test.kind === 'is') avoid++;
    if (test.kind === 'in') avoid += test.values.length;
  }
  points.sort((a, b) => a - b);
  const gaps = [(points[0] ?? 0) - avoid - 1, ...points, (points.at(-1) ?? 0) + avoid + 1];
  const tried = [...points, 1, 0];
  for (let index = 0; index + 1 < gaps.length; index++) {
    const [low, high] = [gaps[index]!, gaps[index + 1]!];
    // One more point than there are single values to avoid.
    for (let count = 1; count <= avoid + 1; count++) {
      tried.push(Math.floor(low) + count, low + ((high - low) * count) / (avoid + 2));
    }
  }
  const value = tried.find((each) => fits(question, each));
  if (value !== undefined) return { kind: 'value', value };
  return none.flat().some(isTextual) && !none.some((set) => set.length === 0)
    ? { kind: 'unknown', why: WHY }
    : { kind: 'empty' };
}

/** As a test of a number's digits: texts in a list are no numbers. */
function numeralTest(test: ValueTest): ValueTest {
  if (test.kind === 'is') return numeralTest({ kind: 'in', values: [test.value], span: test.span });
  if (test.kind === 'in')
    return { ...test, values: test.values.filter((value) => typeof value === 'number').map(String) };
  return test;
}

function otherWitness(question: ValueQuestion): ValueAnswer {
  const value = [true, false, null, [], {}].find((each: Json) => fits(question, each));
  return value === undefined ? { kind: 'empty' } : { kind: 'value', value };
}

/** Lists are tried up to this length. */
const LONGEST_LIST = 32;

/**
 * Lists are judged by their items: one escapes several grants when it has an item outside of each of them, or is too
 * long for them. Some are tried; that there is none is only said where an item that it would need cannot be had.
 */
function listWitness(question: ValueQuestion): ValueAnswer {
  const { grants, denies, all } = question;
  // What a value has to be was tried already.
  if (all.some(({ kind }) => kind === 'is')) return { kind: 'empty' };
  const perItem = (tests: readonly ValueTest[]) => tests.filter(({ kind }) => kind !== 'max-length');
  const itemOf = (grant: readonly (readonly ValueTest[])[], left: readonly (readonly ValueTest[])[]) =>
    scalarWitness({
      bounds: { ...UNBOUNDED, types: ['string', 'number', 'boolean', 'null', 'object'] },
      all: perItem(all),
      grants: grant,
      denies: left,
    });
  const any = itemOf([], []);
  if (any.kind !== 'value') return any;
  // A test of the list as a whole leads out of a grant or a deny without regard to the items.
  const isOnItems = (tests: readonly ValueTest[]) => tests.every(({ kind }) => kind !== 'max-length' && kind !== 'is');
  const heldDenies = denies.filter(isOnItems);
  const items: Json[] = [];
  for (const grant of grants) {
    const item = itemOf([perItem(grant)], heldDenies);
    if (item.kind === 'value') items.push(item.value);
    else if (item.kind === 'unknown') return item;
    else if (isOnItems(grant)) return item;
  }
  const free = itemOf([], denies.map(perItem));
  const filler = items[0] ?? (free.kind === 'value' ? free.value : any.value);
  for (let length = 1; length <= LONGEST_LIST; length++) {
    const list = [...items, ...Array.from({ length: Math.max(0, length - items.length) }, () => filler)];
    if (fits(question, list)) return { kind: 'value', value: list };
  }
  // Every item is denied, and a list is with it.
  if (denies.every(isOnItems) && free.kind === 'empty') return free;
  return { kind: 'unknown', why: WHY };
}

const TYPES: readonly JsonType[] = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

/** What an argument's JSON Schema bounds it to. What is not understood is left out, and said to be. */
export function boundsOf(schema: { readonly [key: string]: Json }, span: ValueTest['span']): Bounds {
  const tests: ValueTest[] = [];
  const searches: string[] = [];
  let types: readonly JsonType[] = UNBOUNDED.types;
  let shortest = 0;
  let approximate = false;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'type') {
      const named = (Array.isArray(value) ? value : [value]) as readonly Json[];
      types = TYPES.filter((type) => named.includes(type));
    } else if (key === 'const') tests.push({ kind: 'is', value, span });
    else if (key === 'enum' && Array.isArray(value)) tests.push({ kind: 'in', values: value, span });
    else if (key === 'minLength' && typeof value === 'number') shortest = value;
    else if (key === 'pattern' && typeof value === 'string') searches.push(value);
    else if (!/^(title|description|default|examples?|format|deprecated|x-.*|\$comment)$/.test(key)) {
      const bound = numericBound(key, value, schema);
      if (bound === undefined) approximate = true;
      else tests.push({ ...bound, span });
    }
  }
  return { types, tests, searches, shortest, approximate };
}

/** Bounds that hold for one type only are tests where that is the only type. */
function numericBound(
  key: string,
  value: Json,
  schema: { readonly [key: string]: Json },
): { readonly kind: 'min' | 'max' | 'max-length'; readonly value: number } | undefined {
  if (typeof value !== 'number') return undefined;
  if (key === 'maxLength') return schema.type === 'string' ? { kind: 'max-length', value } : undefined;
  if (schema.type !== 'number' && schema.type !== 'integer') return undefined;
  if (key === 'minimum') return { kind: 'min', value };
  if (key === 'maximum') return { kind: 'max', value };
  return undefined;
}
