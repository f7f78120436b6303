import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandPatternProblem } from '../../server/src/core/scope/command.ts';
import { namePatternProblem } from '../../server/src/core/scope/name.ts';
import { matchesPath, pathPatternProblem } from '../../server/src/core/scope/path.ts';
import { regexProblem } from '../../server/src/core/scope/regex.ts';
import { matchesUrl, readUrl, urlPatternProblem } from '../../server/src/core/scope/url.ts';

/** A pattern of nothing special matches the text that it is, however long, and not that text with more behind it. */
function checkItself(path: string): void {
  const scope = [{ text: path, negated: false }];
  assert.equal(matchesPath(scope, path), true, `${path.length} characters match themselves`);
  assert.equal(matchesPath(scope, `${path}x`), false, `${path.length} characters do not match one more`);
}

test('a pattern with more states than are remembered matches itself', () => {
  for (const length of [100, 510, 511, 512, 513, 600, 1000, 4000]) checkItself('x'.repeat(length));
  for (const depth of [100, 300, 1000]) checkItself(`${'a/'.repeat(depth)}b`);
});

test('an answer does not depend on what was asked before', () => {
  // Every new text brings new sets of positions, until all of them are forgotten in the middle of a question.
  const pattern = '**/{a,b}?{c,d}*{e,f}??{g,h}*';
  const texts = Array.from({ length: 6000 }, (_, i) =>
    [...i.toString(8).padStart(6, '0'), ...(i * 7919).toString(8).padStart(8, '0')]
      .map((d) => 'abcdefgh'[Number(d)])
      .join(''),
  );
  const together = [{ text: pattern, negated: false }];
  const expected = /^[ab].[cd].*[ef]..[gh].*$/;
  for (const text of texts) assert.equal(matchesPath(together, text), expected.test(text), text);
});

test('a long address matches itself', () => {
  const address = `https://api.example/${'v/'.repeat(400)}end`;
  const url = readUrl(address);
  assert.ok(!('problem' in url));
  assert.equal(matchesUrl([{ text: address, negated: false }], url), true);
});

test('a pattern of very many segments is a problem, and no error', () => {
  assert.match(pathPatternProblem(`${'a/'.repeat(120_000)}b`)?.message ?? '', /too large/);
  assert.match(pathPatternProblem(`${'{a,b}/'.repeat(60_000)}**`)?.message ?? '', /too/);
});

test('a pattern of half a megabyte is a problem in every language of patterns, and no error', () => {
  for (const part of ['(a+)+', '$(', 'a', 'a.', '*a']) {
    const text = part.repeat(250_000);
    for (const problem of [
      pathPatternProblem,
      commandPatternProblem,
      namePatternProblem,
      urlPatternProblem,
      regexProblem,
    ]) {
      assert(problem(text), `${part}: ${problem.name}`);
      assert(problem(`https://${text}`), `https://${part}: ${problem.name}`);
    }
  }
});
