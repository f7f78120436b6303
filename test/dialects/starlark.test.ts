import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runStarlark } from '../../server/src/core/dialects/starlark/evaluate.ts';

/** Checks how a program ends, and where: the words at the place of what is wrong. What programs come to is compared with Codex in test/oracles. */
function checkEnd(program: string, kind: 'done' | 'error' | 'unknown', at?: string): void {
  const outcome = runStarlark(program, []);
  assert.equal(outcome.kind, kind, JSON.stringify(outcome));
  if (at !== undefined && outcome.kind !== 'done')
    assert.equal(program.slice(outcome.span.start, outcome.span.end), at, outcome.message);
}

test('mistakes stand at their place', () => {
  checkEnd('x = 1\ny = [1, 2\n', 'error', '');
  checkEnd('x = "a" + 1', 'error', '"a" + 1');
  checkEnd('x = 1\nfor y in z: pass', 'error', 'z');
  checkEnd('if True:\n\tx = 1', 'error', '\t');
  checkEnd('x = "abc', 'error', '"abc');
  checkEnd('x = "\\xq"', 'error', '\\xq"');
  checkEnd('load("a", "b")', 'error', 'load("a", "b")');
  checkEnd('def f(a): return a\nf(b = 1)', 'error', 'f(b = 1)');
  checkEnd('return 1', 'error', 'return');
  checkEnd('x = f"{y}"', 'error', 'y');
});

test('what is not read says so', () => {
  checkEnd('x = hash("a")', 'unknown', 'hash("a")');
  checkEnd('def f(x: str): pass', 'unknown');
  checkEnd('x = 1.5', 'unknown', '1.5');
});

test('no program keeps us busy, or goes too deep', () => {
  checkEnd('d = {}\nd["k"] = d\nx = repr(d)', 'unknown');
  checkEnd('x = []\nfor i in range(1000):\n  x = [x]\nx == x', 'unknown');
  checkEnd('x = []\nfor i in range(102):\n  x = [x]\ny = repr(x)', 'unknown');
  checkEnd('def f(): return f()\nf()', 'unknown');
  checkEnd(`def f(): return ${'f() + '.repeat(400)}1\nf()`, 'unknown');
  checkEnd('for i in range(1000000):\n  pass', 'unknown');
  checkEnd('x = "a" * 1000000000', 'unknown');
  checkEnd('x = ["a"]\nfor i in range(100):\n  x += x', 'unknown');
  checkEnd('x = "a"\nfor i in range(100):\n  x += x', 'unknown');
  checkEnd(`x = ${'('.repeat(10_000)}`, 'unknown');
  checkEnd(`x = ${'not '.repeat(10_000)}1`, 'unknown');
  checkEnd(`x = ${'-'.repeat(10_000)}1`, 'unknown');
  checkEnd(`x = 1${' + 1'.repeat(50_000)}`, 'unknown');
  checkEnd(`x = a${'.b'.repeat(50_000)}`, 'unknown');
  checkEnd(`if True:\n${Array.from({ length: 500 }, (_, i) => `${' '.repeat(i + 1)}if True:\n`).join('')}`, 'unknown');
  checkEnd(`${'if False: pass\nelif False: pass\n'.repeat(1)}${'elif False: pass\n'.repeat(5_000)}`, 'unknown');
});

test('nothing is thrown', () => {
  const word = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ':',
    ',',
    '=',
    '\n',
    '  ',
    '"',
    "'",
    'f"{',
    '}"',
    'x',
    '1',
    'for ',
    ' in ',
    'if ',
    'else',
    'def f',
    'lambda',
    '\\',
    '#',
    '*',
    '**',
    '.',
    'return ',
    'r"',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 25 }), (words) => void runStarlark(words.join(''), [])),
    {
      numRuns: 5000,
    },
  );
});
