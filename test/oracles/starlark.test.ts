import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { runStarlark } from '../../server/src/core/dialects/starlark/evaluate.ts';
import { CodexChecker, codex } from './codex-binary.ts';

/**
 * Our Starlark against the one that Codex runs. Generated programs end in `fail(repr(…))`, so that the binary says what they come
 * to. A program that we do not read is no disagreement; how many there were is printed.
 */
const RUNS = Number(process.env.BAILIWICK_ORACLE_RUNS ?? 1);

const names = fc.constantFrom('x', 'y', 'z', 'xs', 'd', 'f');
const stringText = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'B',
        ' ',
        '*',
        '\\n',
        '\\t',
        '\\\\',
        "\\'",
        '\\"',
        '\\x41',
        '\\101',
        '\\u00e9',
        '\\q',
        '\\0',
        '{',
        '}',
        '%',
        '%s',
        '{}',
        'é',
        '\t',
        '#',
        '$',
        '/',
      ],
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
const string = fc
  .tuple(fc.constantFrom('', '', '', 'r', 'f', 'fr'), fc.constantFrom('"', "'", '"""', "'''"), stringText)
  .map(([prefix, quote, text]) => `${prefix}${quote}${text}${quote}`);
const plain = fc.constantFrom('"a"', '"b c"', '"*"', "'git'", '""', 'r"\\d"', '"""t"""');

const { expression } = fc.letrec<{ expression: string; list: string }>((tie) => {
  const inner = tie('expression');
  const many = fc.array(inner, { maxLength: 3 });
  return {
    list: fc.oneof(
      many.map((items) => `[${items.join(', ')}]`),
      fc.tuple(inner, names, inner).map(([item, name, over]) => `[${item} for ${name} in ${over}]`),
      fc.constantFrom(
        '["a", "b"]',
        'range(3)',
        '[x for x in ["a"]]',
        '("a", "b")',
        '[]',
        '"ab".elems()',
        '{"k": "v"}',
        '["b", "a"]',
      ),
    ),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      plain,
      string,
      fc.constantFrom('0', '1', '2', '-1', '10', '0x1F', '0b11', '0o17', 'True', 'False', 'None', '()', '[]', '{}'),
      names,
      fc
        .tuple(
          inner,
          fc.constantFrom(
            '+',
            '*',
            '-',
            '//',
            '%',
            '==',
            '!=',
            '<',
            '<=',
            'in',
            'not in',
            'and',
            'or',
            '|',
            '&',
            '<<',
            '>>',
            '^',
          ),
          inner,
        )
        .map((parts) => parts.join(' ')),
      fc.tuple(inner, inner).map(([a, b]) => `(${a}) + (${b})`),
      tie('list'),
      many.map((items) => `(${items.join(', ')},)`),
      inner.map((item) => `(${item})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `${a} if ${b} else ${c}`),
      fc.tuple(inner, fc.integer({ min: -3, max: 3 })).map(([a, i]) => `${a}[${i}]`),
      fc
        .tuple(inner, fc.option(fc.integer({ min: -3, max: 3 })), fc.option(fc.integer({ min: -3, max: 3 })))
        .map(([a, i, j]) => `${a}[${i ?? ''}:${j ?? ''}]`),
      fc
        .tuple(
          fc.constantFrom(
            'len',
            'str',
            'repr',
            'type',
            'list',
            'tuple',
            'bool',
            'sorted',
            'reversed',
            'enumerate',
            'any',
            'all',
            'min',
            'max',
            'int',
            'zip',
            'dict',
            'range',
          ),
          inner,
        )
        .map(([f, a]) => `${f}(${a})`),
      fc
        .tuple(
          inner,
          fc.constantFrom(
            'upper()',
            'lower()',
            'strip()',
            'split()',
            'split(" ")',
            'capitalize()',
            'elems()',
            'keys()',
            'values()',
            'items()',
            'format("a", x = 1)',
            'format()',
            'rstrip("a")',
            'lstrip()',
            'removeprefix("a")',
            'startswith("a")',
            'endswith(("a", "b"))',
            'replace("a", "b")',
            'get("k")',
            'index("a")',
            'pop()',
          ),
        )
        .map(([a, m]) => `(${a}).${m}`),
      fc.tuple(plain, tie('list')).map(([a, l]) => `${a}.join(${l})`),
      fc.tuple(inner, many).map(([a, b]) => `${a} % (${b.join(', ')},)`),
      fc.tuple(inner, inner).map(([a, b]) => `{${a}: ${b}}`),
      fc.tuple(names, inner, inner).map(([p, body, a]) => `(lambda ${p}: ${body})(${a})`),
      inner.map((a) => `not ${a}`),
      inner.map((a) => `f"{${a}}!"`),
      inner.map((a) => `-${a}`),
    ),
  };
});

/** Expressions that come to a value more often than not. */
const { text, texts, number } = fc.letrec<{ text: string; texts: string; number: string }>((tie) => ({
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    string,
    fc.constantFrom('x', 'str(y)', 'd["k"]', 'z[0]', 'xs[-1]'),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `${a} + ${b}`),
    fc.tuple(tie('text'), tie('texts')).map(([a, l]) => `(${a}).join(${l})`),
    fc.tuple(tie('text'), tie('number')).map(([a, n]) => `"%s=%d" % (${a}, ${n})`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `"{}-{0}{n}".replace("{0}", "").format(${a}, n = ${b})`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `f"{x}{y + 1}" + (${a} if ${b} in z else ${b})`),
    fc
      .tuple(
        tie('text'),
        fc.constantFrom(
          'upper()',
          'strip()',
          'lower()',
          'replace("a", "bb")',
          'removesuffix("c")',
          'lstrip("ab")',
          'rstrip()',
          'capitalize()',
        ),
      )
      .map(([a, m]) => `(${a}).${m}`),
    fc
      .tuple(tie('text'), fc.constantFrom('[1:]', '[:-1]', '[::2]', '[::-1]', '[-5:5]', '[3:1]'))
      .map(([a, m]) => `(${a})${m}`),
    fc.tuple(tie('text'), tie('number')).map(([a, n]) => `(${a}) * (${n})`),
  ),
  texts: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.array(tie('text'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.constantFrom('z', 'xs', 'd.keys()', 'list(d.values())', 'sorted(z)', '("m", "n")', 'reversed(xs)'),
    fc.tuple(tie('text'), tie('texts')).map(([a, l]) => `[${a} for x in ${l}]`),
    fc.tuple(tie('texts'), tie('text')).map(([l, a]) => `[i + x for i in ${l} for x in [${a}, i] if i != x]`),
    fc.tuple(tie('texts'), tie('texts')).map(([a, b]) => `list(${a}) + list(${b})`),
    tie('text').map((a) => `(${a}).split(" ")`),
    tie('text').map((a) => `(${a}).elems()`),
    tie('texts').map((a) => `[k for k in {k: 1 for k in ${a}}]`),
    tie('texts').map((a) => `sorted(${a}, key = len, reverse = True)`),
    fc.tuple(tie('texts'), tie('number')).map(([a, n]) => `(${a})[${n}:]`),
  ),
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: -20, max: 20 }).map(String),
    fc.constantFrom('y', '0xff', '0b101', '0o17'),
    tie('texts').map((l) => `len(${l})`),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '//', '%', '&', '|', '^', '<<', '>>'), tie('number'))
      .map(([a, o, b]) => `(${a}) ${o} (${b})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `max(${a}, ${b}, 1)`),
    tie('number').map((a) => `~(${a})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `[v for v in range(${a}, ${b}, 2)]`),
  ),
}));
const typed = fc.oneof(text, texts, number);

const { block } = fc.letrec<{ block: string[]; statement: string[] }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((lines) => lines.flat()),
  statement: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(names, expression).map(([name, value]) => [`${name} = ${value}`]),
    fc.tuple(fc.constantFrom('x', 'x', 'd["a"]'), text).map(([name, value]) => [`${name} = ${value}`]),
    fc
      .tuple(fc.constantFrom('z', 'xs'), fc.constantFrom('=', '+='), texts)
      .map(([name, o, value]) => [`${name} ${o} ${value}`]),
    fc
      .tuple(fc.constantFrom('y'), fc.constantFrom('=', '+=', '-='), number)
      .map(([name, o, value]) => [`${name} ${o} ${value}`]),
    fc.tuple(texts, fc.constantFrom('i', 'x')).map(([over, name]) => [`for ${name} in ${over}:`, '  xs.append(x)']),
    fc.tuple(names, expression).map(([name, value]) => [`${name} += ${value}`]),
    expression.map((value) => [value]),
    fc
      .tuple(expression, tie('block'), fc.option(tie('block')))
      .map(([condition, then, otherwise]) => [
        `if ${condition}:`,
        ...then.map((line) => `  ${line}`),
        ...(otherwise ? ['else:', ...otherwise.map((line) => `  ${line}`)] : []),
      ]),
    fc
      .tuple(names, expression, tie('block'))
      .map(([name, over, body]) => [`for ${name} in ${over}:`, ...body.map((line) => `    ${line}`)]),
    fc
      .tuple(
        fc.constantFrom('', 'x', 'x, y', 'x, y = "a"', '*xs', 'x, **d', 'x = 1, *, y = 2'),
        tie('block'),
        expression,
        fc.constantFrom('', '1', '1, "b"', 'x = 1', 'y = 2, x = 3', '*[1, 2]', '**{"x": 1}'),
      )
      .map(([parameters, body, value, args]) => [
        `def f(${parameters}):`,
        ...body.map((line) => `    ${line}`),
        `    return ${value}`,
        `y = f(${args})`,
      ]),
    fc.tuple(names, expression).map(([name, value]) => [`${name}.append(${value})`]),
    fc.tuple(names, expression).map(([name, value]) => [`${name}["k"] = ${value}`]),
    fc.tuple(expression).map(([value]) => [`x, y = ${value}`]),
    fc.constantFrom('pass', 'break', 'return 1', '# nothing', '').map((line) => [line]),
  ),
}));

const PRELUDE = 'x = "a"\ny = 1\nz = ["p", "q"]\nxs = ["s"]\nd = {"k": "v"}\nf = len\n';

/** What a program comes to, in words that both sides can be brought to. */
type Said = { readonly text: string } | 'error' | 'unknown';

function ours(program: string): Said {
  const outcome = runStarlark(program, []);
  if (outcome.kind === 'unknown') return 'unknown';
  if (outcome.kind === 'done') return { text: '' };
  const said = /^the file itself gives up: (.*)$/s.exec(outcome.message);
  return said ? { text: said[1]! } : 'error';
}

describe('Starlark as Codex runs it', { skip: codex.skip, concurrency: 2 }, () => {
  const checker = new CodexChecker();
  after(() => checker.close());

  async function theirs(program: string): Promise<Said> {
    const result = await checker.check(program, ['a']);
    if (!('error' in result)) return { text: '' };
    const said = /^\s*error: fail: (.*)$/m.exec(result.error);
    return said ? { text: said[1]! } : 'error';
  }

  const counts = { values: 0, errors: 0, unknown: 0 };

  test('what expressions come to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(expression, typed, typed, typed), { minLength: 1, maxLength: 60, size: 'max' }),
        async (all) => {
          const read = all.map((one) => ({ one, said: ours(`${PRELUDE}fail(repr(${one}))`) }));
          const values = read.filter(({ said }) => typeof said === 'object');
          counts.values += values.length;
          counts.unknown += read.filter(({ said }) => said === 'unknown').length;
          const failing = read.filter(({ said }) => said === 'error').slice(0, 2);
          for (const { one } of failing) {
            counts.errors++;
            assert.equal(await theirs(`${PRELUDE}fail(repr(${one}))`), 'error', one);
          }
          if (values.length === 0) return;
          const together = `${PRELUDE}fail("\\n".join([${values.map(({ one }) => `repr(repr(${one}))`).join(',\n')}]))`;
          const result = await checker.check(together, ['a']);
          assert('error' in result);
          const lines = /error: fail: ((?: *".*"(?:\n|$))*)/.exec(result.error)?.[1]?.trimEnd().split(/\n */);
          assert.deepEqual(
            lines,
            values.map(({ said }) => quoted((said as { text: string }).text)),
            result.error.slice(0, 400),
          );
        },
      ),
      { numRuns: 500 * RUNS, interruptAfterTimeLimit: 60_000 * RUNS, includeErrorInReport: true },
    );
  });

  test('what programs come to', async () => {
    await fc.assert(
      fc.asyncProperty(block, async (lines) => {
        const program = `${PRELUDE}${lines.join('\n')}\nfail(repr([x, y, z, xs, d]))\n`;
        const said = ours(program);
        if (said === 'unknown') counts.unknown++;
        else if (said === 'error') counts.errors++;
        else counts.values++;
        if (said !== 'unknown') assert.deepEqual(await theirs(program), said, program);
      }),
      { numRuns: 800 * RUNS, interruptAfterTimeLimit: 60_000 * RUNS, includeErrorInReport: true },
    );
  });

  after(() => {
    console.log(
      `Starlark ${codex.skip === false ? codex.version : ''}: ${counts.values} values and ${counts.errors} errors alike, ${counts.unknown} not read`,
    );
  });
});

/** As `repr` writes the text once more. */
function quoted(text: string): string {
  const said = ours(`fail(repr(${JSON.stringify(text)}))`);
  return typeof said === 'object' ? said.text : said;
}
