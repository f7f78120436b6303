import assert from 'node:assert/strict';
import test from 'node:test';
import {
  boundsOf,
  UNBOUNDED,
  type ValueAnswer,
  type ValueQuestion,
  type ValueTest,
  valueWitness,
} from '../../server/src/core/authority/argument-values.ts';
import type { Json } from '../../server/src/core/decide/action.ts';
import { testValue } from '../../server/src/core/decide/conditions.ts';
import { allTexts, forSeeds, type Random } from './random.ts';

const SPAN = { start: 0, end: 0 };

const SCALARS: readonly Json[] = [
  ...allTexts(['a', 'b', '1'], 4),
  ...[-3, -1, 0, 0.5, 1, 2, 2.5, 3, 7, 11, 111],
  true,
  false,
  null,
];
const VALUES: readonly Json[] = [
  ...SCALARS,
  [],
  {},
  ...['a', 'b', 'ab', 1, 2].flatMap((first) => ['a', 'b', 'aa', 2, 3].map((second): Json => [first, second])),
];

function randomTest(random: Random): ValueTest {
  const span = SPAN;
  const value = () => random.pick<Json>(['a', 'b', 'ab', 1, 2, 2.5, true]);
  switch (random.pick(['is', 'in', 'matches', 'matches', 'pattern', 'min', 'max', 'max-length'])) {
    case 'is':
      return { kind: 'is', value: value(), span };
    case 'in':
      return { kind: 'in', values: [value(), value(), value()], span };
    case 'matches':
      return { kind: 'matches', pattern: random.pick(['a*', '*b', '*', '**', 'a', '1*', '{a,b}', 'a*b']), span };
    case 'pattern':
      return { kind: 'pattern', regex: random.pick(['[ab]+', 'a.*', '\\d+', '.*', '(a|b1)*']), span };
    case 'min':
      return { kind: 'min', value: random.pick([0, 1, 2, 2.5]), span };
    case 'max':
      return { kind: 'max', value: random.pick([0, 1, 3]), span };
    default:
      return { kind: 'max-length', value: random.below(4), span };
  }
}

const passes = (tests: readonly ValueTest[], value: Json) => tests.every((each) => testValue(each, value) === 'yes');
const mayPass = (tests: readonly ValueTest[], value: Json) => tests.every((each) => testValue(each, value) !== 'no');

function fits({ all, grants, denies, bounds }: ValueQuestion, value: Json): boolean {
  const type = Number.isInteger(value)
    ? 'integer'
    : value === null
      ? 'null'
      : Array.isArray(value)
        ? 'array'
        : typeof value;
  if (bounds !== UNBOUNDED && !bounds.types.some((each) => each === type)) return false;
  return (
    passes(all, value) && !grants.some((each) => passes(each, value)) && !denies.some((each) => mayPass(each, value))
  );
}

test('values that pass some tests and not others are what enumeration finds', () => {
  const seen: Record<ValueAnswer['kind'], number> = { empty: 0, value: 0, unknown: 0 };
  forSeeds(2000, (random) => {
    const tests = (least: number) => Array.from({ length: least + random.below(2) }, () => randomTest(random));
    const sets = () => Array.from({ length: random.below(3) }, () => tests(1));
    // Where the type is known the answer always is; lists and numbers among texts can be too much.
    const type = random.chance(0.5) ? random.pick(['string', 'integer', 'boolean']) : undefined;
    const bounds = type === undefined ? UNBOUNDED : boundsOf({ type }, SPAN);
    const question: ValueQuestion = { bounds, all: tests(1), grants: sets(), denies: sets() };
    const answer = valueWitness(question);
    seen[answer.kind]++;
    if (type !== undefined && type !== 'integer') assert.notEqual(answer.kind, 'unknown');
    const about = `${JSON.stringify(question, (key, value) => (key === 'span' || key === 'bounds' ? undefined : value))}: ${JSON.stringify(answer)}`;
    if (answer.kind === 'value') assert.ok(fits(question, answer.value), about);
    if (answer.kind === 'empty')
      assert.equal(JSON.stringify(VALUES.find((value) => fits(question, value))), undefined, about);
  });
  assert.ok(
    process.env.SEED !== undefined || (seen.empty > 200 && seen.value > 500 && seen.unknown < 250),
    JSON.stringify(seen),
  );
});

function checkBounds(schema: { readonly [key: string]: Json }, all: readonly ValueTest[], expected: ValueAnswer): void {
  assert.deepEqual(valueWitness({ bounds: boundsOf(schema, SPAN), all, grants: [], denies: [] }), expected);
}

test("a tool's own schema bounds what a condition can let through", () => {
  checkBounds({ type: 'string', enum: ['a', 'b'] }, [{ kind: 'matches', pattern: 'b*', span: SPAN }], {
    kind: 'value',
    value: 'b',
  });
  checkBounds({ type: 'string', enum: ['a', 'b'] }, [{ kind: 'matches', pattern: 'c*', span: SPAN }], {
    kind: 'empty',
  });
  checkBounds({ type: 'integer', minimum: 3 }, [{ kind: 'max', value: 3.5, span: SPAN }], { kind: 'value', value: 3 });
  checkBounds({ type: 'integer', minimum: 3 }, [{ kind: 'max', value: 2, span: SPAN }], { kind: 'empty' });
  checkBounds({ type: 'string', pattern: '^x-' }, [{ kind: 'matches', pattern: 'main*', span: SPAN }], {
    kind: 'empty',
  });
  checkBounds({ type: 'string', pattern: '^x-' }, [{ kind: 'matches', pattern: '*-main', span: SPAN }], {
    kind: 'value',
    value: 'x-main',
  });
  checkBounds({ type: 'string', maxLength: 3 }, [{ kind: 'matches', pattern: 'main*', span: SPAN }], { kind: 'empty' });
  checkBounds({ type: 'string', pattern: '(?=x)' }, [], {
    kind: 'unknown',
    why: 'a test of an argument is not one that can be compared',
  });
});
