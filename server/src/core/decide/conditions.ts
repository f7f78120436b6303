import type { ArgumentTest, Condition, Rule } from '../model/manifest.ts';
import { matchesName } from '../scope/name.ts';
import type { Match } from '../scope/question.ts';
import { matchesRegex } from '../scope/regex.ts';
import type { Action, Json } from './action.ts';
import { sameJson, shown } from './argument-schema.ts';

/** A condition that does not hold, or of which it is not certain. */
export interface FailedCondition {
  readonly argument: string;
  readonly expected: string;
  readonly actual: string;
  readonly match: 'no' | 'maybe';
}

/** Do the rule's conditions hold for this call? `maybe` grants nothing, and does not keep a deny from holding. */
export function matchesConditions(rule: Rule, action: Action): Match {
  let result: Match = 'yes';
  for (const condition of rule.where) {
    for (const test of condition.tests) {
      const match = testArgument(condition, test, action);
      if (match === 'no') return 'no';
      if (match === 'maybe') result = 'maybe';
    }
  }
  return result;
}

/** Is the rule about this HTTP method? */
export function allowsMethod(rule: Rule, method: string): boolean {
  return rule.methods.length === 0 || rule.methods.some((each) => each.value === method);
}

/** The conditions that keep a grant from granting, in the order of the text. */
export function failedConditions(rule: Rule, action: Action): readonly FailedCondition[] {
  return rule.where.flatMap((condition) =>
    condition.tests.flatMap((test) => {
      const match = testArgument(condition, test, action);
      if (match === 'yes') return [];
      const argument = condition.argument.value;
      const isFrom = test.kind === 'from';
      const actual = isFrom
        ? originsIn(action, argument).join(' and ') || 'from nowhere known'
        : shown(argumentOf(action, argument));
      return [{ argument, expected: expectedWords(test), actual, match }];
    }),
  );
}

function originsIn(action: Action, argument: string): readonly string[] {
  const { origins } = action.context ?? {};
  return (origins && Object.hasOwn(origins, argument) ? origins[argument] : undefined) ?? [];
}

/** The argument of that name; a name with dots reaches into objects. */
export function argumentOf(action: Action, name: string): Json | undefined {
  const args = action.with ?? {};
  if (Object.hasOwn(args, name)) return args[name];
  let value: Json | undefined = args;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as { readonly [key: string]: Json })[key];
  }
  return value;
}

function testArgument(condition: Condition, test: ArgumentTest, action: Action): Match {
  const name = condition.argument.value;
  const value = argumentOf(action, name);
  if (value === undefined) return 'no';
  if (test.kind === 'from') {
    const origins = originsIn(action, name);
    if (origins.length === 0) return 'maybe';
    return test.origins.some((origin) => origins.includes(origin)) ? 'yes' : 'no';
  }
  return testValue(test, value);
}

/** One test put to one value, wherever it came from. */
export function testValue(test: Exclude<ArgumentTest, { kind: 'from' }>, value: Json): Match {
  if (test.kind === 'is') return sameJson(test.value, value) ? 'yes' : 'no';
  if (test.kind === 'max-length') {
    const length = typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : undefined;
    return length !== undefined && length <= test.value ? 'yes' : 'no';
  }
  if (test.kind === 'in' && test.values.some((each) => sameJson(each, value))) return 'yes';
  if (Array.isArray(value)) {
    // Every item has to pass for a grant; for a deny, one that does is enough.
    const matches = new Set(value.map((item: Json) => (Array.isArray(item) ? 'no' : testValue(test, item))));
    return matches.size === 1 ? [...matches][0]! : matches.size === 0 ? 'no' : 'maybe';
  }
  switch (test.kind) {
    case 'in':
      return 'no';
    case 'matches':
      return isText(value) && matchesName([{ text: test.pattern, negated: false }], String(value)) ? 'yes' : 'no';
    case 'pattern':
      return isText(value) ? matchesRegex(test.regex, String(value)) : 'no';
    case 'min':
      return typeof value === 'number' && value >= test.value ? 'yes' : 'no';
    case 'max':
      return typeof value === 'number' && value <= test.value ? 'yes' : 'no';
  }
}

function isText(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** What a test wants, in words that follow "expected". */
export function expectedWords(test: ArgumentTest): string {
  switch (test.kind) {
    case 'is':
      return shown(test.value);
    case 'in':
      return test.values.length === 1 ? shown(test.values[0]) : `one of ${test.values.map(shown).join(', ')}`;
    case 'matches':
      return test.pattern;
    case 'pattern':
      return `text that matches ${test.regex}`;
    case 'min':
      return `at least ${test.value}`;
    case 'max':
      return `at most ${test.value}`;
    case 'max-length':
      return `a length of at most ${test.value}`;
    case 'from':
      return `a value known from ${test.origins.join(' or ')}`;
  }
}
