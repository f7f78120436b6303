import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { regexSearch } from '../../server/src/core/dialects/regex/search.ts';

/** What the engine of the language says; undefined where it may be older than what the expression uses. */
function nativeOf(source: string, flags: string): RegExp | 'refused' | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    const isNew = /\(\?[a-z-]+:/.test(source) || source.split('(?<n>').length > 2;
    return isNew ? undefined : 'refused';
  }
}

function check(source: string, flags: string, text: string): void {
  const ours = regexSearch(source, flags);
  const native = nativeOf(source, flags);
  if (native === undefined) return;
  assert.equal(ours.invalid === undefined, native !== 'refused', `/${source}/${flags}: ${ours.invalid}`);
  if (native === 'refused') return;
  const finds = ours.finds(text);
  if (finds === undefined) assert(ours.unknown !== undefined, `/${source}/${flags} is not known, and does not say why`);
  else if (!isWithinCharacter(text, native)) {
    assert.equal(finds, native.test(text), `/${source}/${flags} in ${JSON.stringify(text)}`);
  }
}

/** V8 also looks between the halves of a character where it has none to read by code points: `/(?!.|$)/u` in "😀". */
function isWithinCharacter(text: string, native: RegExp): boolean {
  const at = native.exec(text)?.index ?? 0;
  return (native.unicode || native.flags.includes('v')) && at > 0 && text.codePointAt(at - 1)! > 0xffff;
}

const piece = fc.constantFrom(
  ...String.raw`a|b|c|.|^|$|\b|\B|\d|\w|\s|\W|[ab]|[^a]|[a-c]|[\w-]|[]|[^]|\.|\x61|\u0062|\n|\0|\x00|"|:|{|}|]|{1|a{2}|b{1,2}|a{1,}|a{0}|(?=a)|(?!b)|(?<=a)|(?<!b)|\101|\cA|\e|-|/|\/|(["'])|\1|\2|\k<n>|é|ſ|k|😀|[😀a]|\u{1f600}|\p{Lu}|\P{L}|[^\p{Lu}]`.split(
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
      .tuple(
        fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom('(', '(?:', '(?=', '(?!', '(?<=', '(?<!', '(?<n>') },
          { weight: 1, arbitrary: fc.constantFrom('(?i:', '(?-i:', '(?s-m:', '(?m:') },
        ),
        tie('node'),
      )
      .map(([open, inside]) => `${open}${inside})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '*?', '{2}', '{1,3}?', '{0,}'))
      .map(([a, b]) => `(?:${a})${b}`),
    fc
      .tuple(fc.constantFrom(`(["'])`, `("|'|)`, '(a)', '(?<n>")'), tie('node'), tie('node'))
      .map(([group, inside, after]) => `${group}${inside}\\1${after}`),
  ),
})).node as fc.Arbitrary<string>;
const text = fc
  .array(
    fc.constantFrom(
      ...['a', 'b', 'c', 'A', ' ', '1', '"', "'", '\n', '\0', ':', 'é', 'É', '-', '{'],
      ...['😀', '\ud83d', 'ſ', 'S', '\u212a', 'K', '\u2028'],
    ),
    { maxLength: 8 },
  )
  .map((characters) => characters.join(''));
const flags = fc.constantFrom('', '', '', 'i', 'm', 's', 'u', 'im', 'iu', 'v', 'iv', 'msu', 'd');

suite('regular expressions of JavaScript', () => {
  test('find what RegExp finds', () => {
    fc.assert(fc.property(expression, flags, text, check), { numRuns: 6_000 });
  });

  test('take steps by their size and the length of the text', () => {
    const long = 'a'.repeat(5_000);
    for (const source of [
      ...['(a|a)*b', '(a+)+b', '(?:a*)*b', 'a*a*a*a*a*a*a*b', '(?:(?:a?){99}){9}b'],
      ...['(?=(?:a|aa)+$)b', '(?:a(?=(?:a|aa)+c))+', '(?:a(?<!(?:a|aa)+))+', '(["\'])(?:a+)+\\1'],
    ]) {
      assert.equal(regexSearch(source).finds(long), false, source);
    }
    assert.equal(regexSearch('(a+)+$').finds(`${'a'.repeat(100_000)}!`), false);
    assert.equal(regexSearch('(x+x+)+y').finds('x'.repeat(20_000)), false);
    assert.equal(regexSearch('a').finds('b'.repeat(20_000_001)), undefined);
  });

  test('what is refused says why', () => {
    const refused: readonly (readonly [string, string, RegExp])[] = [
      ['(', '', /^Unterminated group$/],
      ['[', '', /^Unterminated character class$/],
      ['a**', '', /^Nothing to repeat$/],
      ['(?i)rm', '', /^Invalid group$/],
      ['\\', '', /^\\ at end of pattern$/],
      ['(?<n>', '', /^Unterminated group$/],
      ['{', 'u', /./],
      ['a', 'uv', /./],
      ['a', 'ii', /./],
      ['a', 'x', /./],
    ];
    for (const [source, given, why] of refused) assert.match(regexSearch(source, given).invalid ?? '', why, source);
  });

  test('what is not looked at is not known, and says why', () => {
    const unknown: readonly (readonly [string, string, RegExp])[] = [
      ['(a+)\\1', '', /refers back/],
      ['(?!(a|b)\\1)c', '', /refers back/],
      ['[\\q{ab|c}]', 'v', /whole texts/],
      ['a', 'y', /goes on/],
      ['(?:(?:x{900}){900}){900}', '', /too large/],
      ['(?:(?:){900000}){900000}', '', /too large/],
      ['('.repeat(300) + ')'.repeat(300), '', /too deeply/],
      ['('.repeat(100_000) + ')'.repeat(100_000), '', /too deeply/],
    ];
    for (const [source, given, why] of unknown) {
      const { unknown, finds } = regexSearch(source, given);
      assert.match(unknown ?? '', why, source);
      assert.equal(finds('aabc'), undefined, source);
    }
  });

  test('what cannot be there whatever a reference takes is not found', () => {
    assert.equal(regexSearch('^npm (a+)\\1').finds('make'), false);
    assert.equal(regexSearch('^(?!(a|b)\\1)c').finds('b'), false);
  });

  test('references to quotes are followed', () => {
    const quoted = regexSearch('^echo ([\'"])[a-z ]*\\1$');
    assert.equal(quoted.unknown, undefined);
    assert.equal(quoted.finds('echo "a b"'), true);
    assert.equal(quoted.finds('echo "a b\''), false);
  });
});
