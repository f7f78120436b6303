import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { regexSearch } from '../../server/src/core/dialects/regex/search.ts';

function check(source: string, text: string): void {
  const ours = regexSearch(source);
  let theirs: boolean | undefined;
  try {
    theirs = new RegExp(source).test(text);
  } catch {
    assert(ours.invalid !== undefined, `${source} is no expression`);
    return;
  }
  assert.equal(ours.invalid, undefined, source);
  if (ours.unknown !== undefined) return;
  assert.equal(ours.finds(text), theirs, `/${source}/ in ${JSON.stringify(text)}`);
}

const piece = fc.constantFrom(
  ...String.raw`a|b|c|.|^|$|\b|\B|\d|\w|\s|\W|[ab]|[^a]|[a-c]|[\w-]|[]|[^]|\.|\x61|\u0062|\n|\0|\x00|"|:|{|}|]|{1|a{2}|b{1,2}|a{1,}|a{0}|(?=a)|(?!b)|(?<=a)|(?<!b)|\101|\cA|\e|-|/|\/`.split(
    '|',
  ),
);
const expression = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    piece,
    fc.array(tie('node'), { maxLength: 4 }).map((parts) => parts.join('')),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `${a}|${b}`),
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?=', '(?!', '(?<=', '(?<!', '(?<n>'), tie('node'))
      .map(([open, inside]) => `${open}${inside})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '*?', '{2}', '{1,3}?', '{0,}'))
      .map(([a, b]) => `(?:${a})${b}`),
  ),
})).node as fc.Arbitrary<string>;
const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '1', '"', '\n', '\0', ':', 'é', '-', '{'), { maxLength: 8 });

suite('regular expressions of JavaScript', () => {
  test('find what RegExp finds', () => {
    fc.assert(
      fc.property(expression, text, (source, characters) => check(source, characters.join(''))),
      { numRuns: 3_000 },
    );
  });

  test('cannot hang', () => {
    const long = 'a'.repeat(5_000);
    for (const source of ['(a|a)*b', '(a+)+b', '(?:a*)*b', 'a*a*a*a*a*a*a*b', '(?:(?:a?){99}){9}b']) {
      assert.equal(regexSearch(source).finds(long), false, source);
    }
    assert.equal(regexSearch('(?=(?:a|aa)+$)b').finds(long), undefined);
    assert.equal(regexSearch('(x+x+)+y').finds('x'.repeat(20_000)), false);
    assert.equal(regexSearch('a').finds('b'.repeat(20_000_001)), undefined);
  });

  test('what refers back is not known', () => {
    assert.match(regexSearch('(a)\\1').unknown ?? '', /refers back/);
    assert.match(regexSearch('(?:(?:x{900}){900}){900}').unknown ?? '', /too large/);
    assert.match(regexSearch('(?:(?:){900000}){900000}').unknown ?? '', /too large/);
  });
});
