import assert from 'node:assert/strict';
import test from 'node:test';
import { DFA, isDisjointWith, JS, NFA } from 'refa';
import { automaton } from '../../server/src/core/scope/automaton.ts';
import { commandWitness, matchesCommand, type Word } from '../../server/src/core/scope/command.ts';
import { commandLine, plainWords } from '../../server/src/core/scope/command-pattern.ts';
import { matchesName, nameWitness } from '../../server/src/core/scope/name.ts';
import type { Answer, Question, Scope } from '../../server/src/core/scope/question.ts';
import { findsRegex, matchesRegex, regexExpression, regexProblem } from '../../server/src/core/scope/regex.ts';
import { search } from '../../server/src/core/scope/search.ts';
import { matchesUrl, readUrl, urlWitness } from '../../server/src/core/scope/url.ts';
import { allTexts, forSeeds, type Random } from './random.ts';

const words = (scope: Scope) => scope.map(({ text, negated }) => `${negated ? '!' : ''}${text}`).join(' , ');

function scopeOf(random: Random, pattern: () => string): Scope {
  return Array.from({ length: 1 + random.below(3) }, () => ({ text: pattern(), negated: random.chance(0.2) }));
}

/** Puts random questions, and looks for what contradicts the answer among all values given. */
function checkQuestions(
  count: number,
  values: readonly string[],
  pattern: (random: Random) => string,
  answer: (question: Question) => Answer,
  has: (scope: Scope, value: string) => boolean,
): void {
  const seen = { empty: 0, witness: 0, unknown: 0 };
  forSeeds(count, (random) => {
    const scopes = (most: number) =>
      Array.from({ length: random.below(most) }, () => scopeOf(random, () => pattern(random)));
    const all = [...scopes(2), scopeOf(random, () => pattern(random))];
    const none = scopes(3);
    const fits = (value: string) => all.every((scope) => has(scope, value)) && !none.some((scope) => has(scope, value));
    const about = `in ${all.map(words).join(' and in ')}, not in ${none.map(words).join(' nor in ')}`;
    const found = answer({ all, none });
    seen[found.kind]++;
    if (found.kind === 'empty') assert.equal(values.find(fits), undefined, about);
    else assert.ok(found.kind === 'witness' && fits(found.value), `${about}: ${JSON.stringify(found)}`);
  });
  assert.ok(
    process.env.SEED !== undefined || (seen.empty > count / 20 && seen.witness > count / 20),
    JSON.stringify(seen),
  );
}

const COMMANDS = allTexts(
  ['a', 'b', 'A=1', 'ab', "''"].map((word) => `${word} `),
  4,
)
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith("''") && !/^(A=1 )+''/.test(line));

const literals = cached((line: string): Word[] => plainWords(line)!.map((text) => ({ kind: 'literal', text })));

function cached<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? compute(text);
    known.set(text, found);
    return found;
  };
}

function commandPattern(random: Random): string {
  const assignment = random.chance(0.2) ? `${random.pick(['A=1', 'A=*', '*=1'])} ` : '';
  const word = () => random.pick(['a', 'b', '*', '**', 'a*', '*b', '{a,ab}', "''"]);
  return assignment + Array.from({ length: 1 + random.below(3) }, word).join(' ');
}

test('sets of commands are what enumeration finds', () => {
  checkQuestions(
    350,
    COMMANDS,
    commandPattern,
    commandWitness,
    (scope, line) => matchesCommand(scope, literals(line)) === 'yes',
  );
});

test('a command with unknown words matches yes, no or maybe as its possible commands do', () => {
  const texts = ['', 'a', 'b', 'ab', 'ba'];
  const seen = { yes: 0, no: 0, maybe: 0 };
  forSeeds(1200, (random) => {
    const scope = scopeOf(random, () => commandPattern(random));
    const line: Word[] = Array.from({ length: 1 + random.below(3) }, () =>
      random.chance(0.6)
        ? { kind: 'literal', text: random.pick(['a', 'b', 'ab']) }
        : {
            kind: 'dynamic',
            prefix: random.pick(['', '', 'a']),
            suffix: random.pick(['', '', 'b']),
            splits: random.chance(0.5),
          },
    );
    const found = matchesCommand(scope, line);
    seen[found]++;
    let possible: string[][] = [[]];
    for (const word of line) {
      const become: string[][] = [];
      if (word.kind === 'literal') become.push([word.text]);
      else {
        for (const text of texts) become.push([word.prefix + text + word.suffix]);
        if (word.splits && word.prefix === '' && word.suffix === '') become.push([], ['a', 'b'], ['b', 'a']);
        else if (word.splits) become.push([word.prefix, word.suffix], [`${word.prefix}a`, 'b', `a${word.suffix}`]);
      }
      possible = possible.flatMap((before) => become.map((next) => [...before, ...next]));
    }
    const results = new Set(
      possible
        .filter((command) => command.length > 0 && command[0] !== '')
        .map((command) =>
          matchesCommand(
            scope,
            command.map((text) => ({ kind: 'literal', text })),
          ),
        ),
    );
    const about = `${words(scope)} on ${JSON.stringify(line)}: ${found}, and ${[...results].join()}`;
    if (found === 'yes') assert.ok(!results.has('no'), about);
    if (found === 'no') assert.ok(!results.has('yes'), about);
    if (results.size === 2) assert.equal(found, 'maybe', about);
  });
  assert.ok(
    process.env.SEED !== undefined || (seen.yes > 100 && seen.no > 100 && seen.maybe > 100),
    JSON.stringify(seen),
  );
});

test('a command line that is written for words is read as these words', () => {
  forSeeds(2000, (random) => {
    const text = () =>
      Array.from({ length: random.below(5) }, () => random.pick([...'ab=\' "\\$*?[{}~#!\n;&é'])).join('');
    const command = Array.from({ length: 1 + random.below(4) }, text);
    assert.deepEqual(plainWords(commandLine(command)), command, commandLine(command));
  });
});

const NAMES = allTexts(['a', 'b', '/'], 6).filter((name) => name !== '');

test('sets of names are what enumeration finds', () => {
  const pattern = (random: Random) =>
    Array.from({ length: 1 + random.below(4) }, () => random.pick(['a', 'b', '/', '*', '**', '{a,b/}'])).join('');
  checkQuestions(1000, NAMES, pattern, nameWitness, matchesName);
});

const HOSTS = [
  'a.b',
  'b',
  'a',
  'x.a.b',
  'a.x.b',
  'xa.b',
  '10.0.0.1',
  '10.128.0.1',
  '11.0.0.1',
  '[fd00::1]',
  '[fe80::1]',
];
const URLS = ['http', 'https'].flatMap((scheme) =>
  HOSTS.flatMap((host) =>
    ['', ':80', ':8443'].flatMap((port) =>
      ['/', '/a', '/a/', '/a/b', '/a//b', '/b', '/a/b/c', '/a?', '/a?q=1', '/a/b?x'].map(
        (path) => `${scheme}://${host}${port}${path}`,
      ),
    ),
  ),
);

const readOnce = cached(readUrl);

function urlPattern(random: Random): string {
  const scheme = random.pick(['', '', 'http://', 'https://', '*://']);
  const host = random.pick([
    '*',
    'a.b',
    '*.b',
    '**.b',
    '**.a.b',
    'x*.b',
    '{a,b}',
    '10.0.0.1',
    'b.**',
    ...(scheme === '' ? ['10.0.0.0/8', '10.0.0.0/9', 'fd00::/7'] : []),
  ]);
  if (host.includes('/')) return host;
  const port = random.pick(['', '', ':*', ':80']);
  const path = random.pick(['', '', '/', '/a', '/**', '/a/**', '/*', '/**/b', '/a/*/c', '/a*']);
  return scheme + host + port + path + (path === '' ? '' : random.pick(['', '', '?', '?q=*', '?*']));
}

test('sets of URLs are what enumeration finds', () => {
  checkQuestions(250, URLS, urlPattern, urlWitness, (scope, value) => {
    const url = readOnce(value);
    return !('problem' in url) && matchesUrl(scope, url);
  });
});

test('URLs are read as the platform reads them', () => {
  const known = new Set<string>();
  forSeeds(2500, (random) => {
    const host = random.pick([
      'a.example',
      'A.Example.',
      '1.2.3.4',
      '0x7f.1',
      '017700000001',
      '1.2.3',
      '256.1.1.1',
      '[::1]',
      '[2001:db8::0:1]',
      '[1::2::3]',
      'bücher.example',
      'ａ.example',
      'a_b.c',
      '999999999999',

      '例え.jp',
    ]);
    const piece = () =>
      random.pick([
        'a',
        '/',
        '..',
        '.',
        '%2e',
        '%2E%2e',
        '%2F',
        '%61',
        'é',
        ' ',
        '\\',
        '//',
        "'",
        '"',
        '<',
        '|',
        ';=',
        '%zz',
      ]);
    const tail = Array.from({ length: random.below(7) }, piece).join('');
    const text = `${random.pick(['http', 'HTTPS', 'ws'])}:${random.pick(['//', '//', '/\\', '////'])}${host}${random.pick(['', ':', ':443', ':80', ':8080', ':99999'])}/${tail}${random.pick(['', '?', '?q=é x', '#x?y', '?a#b'])}`;
    const ours = readUrl(text);
    let theirs: URL | undefined;
    try {
      theirs = new URL(text);
    } catch {
      // Not a URL.
    }
    assert.equal('problem' in ours, theirs === undefined, `${text}: ${JSON.stringify(ours)}`);
    if ('problem' in ours || theirs === undefined) return;
    known.add(host);
    // One spelling for more than the platform unifies: the last dot, and what need not be encoded.
    const rest = (url: string) => decodeURIComponent(url.replaceAll(/%(2F|25|zz)/gi, '_').replaceAll('%', '%'));
    assert.equal(ours.host, theirs.hostname.replace(/\.$/, ''), text);
    assert.equal(
      String(ours.port),
      theirs.port || { 'http:': '80', 'https:': '443', 'ws:': '80' }[theirs.protocol],
      text,
    );
    assert.equal(rest(ours.path), rest(theirs.pathname), text);
    assert.equal(rest(ours.query ?? ''), rest(theirs.search.slice(1)), text);
    const again = readUrl(
      `${ours.scheme}://${ours.host}:${ours.port}${ours.path}${ours.query === undefined ? '' : `?${ours.query}`}`,
    );
    assert.deepEqual(again, ours, text);
  });
});

const TEXTS = allTexts(['a', 'b', '1', '-'], 5);

function randomRegex(random: Random, depth = 0): string {
  const atom = () =>
    depth < 2 && random.chance(0.25)
      ? `(${random.chance(0.5) ? '?:' : ''}${randomRegex(random, depth + 1)})`
      : random.pick(['a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '[a-b1]', '-', '1']);
  const part = () => atom() + random.pick(['', '', '', '*', '+', '?', '{2}', '{1,3}', '*?', '{0,1}']);
  const sequence = () =>
    (random.chance(0.1) ? '^' : '') +
    Array.from({ length: 1 + random.below(3) }, part).join('') +
    (random.chance(0.1) ? '$' : '');
  return Array.from({ length: random.chance(0.3) ? 2 : 1 }, sequence).join('|');
}

test('regular expressions match as the platform says', () => {
  let used = 0;
  forSeeds(700, (random) => {
    const regex = randomRegex(random);
    const problem = regexProblem(regex);
    if (problem !== undefined) {
      assert.equal(problem.message, 'a repeated `^` or `$` is not supported', regex);
      return;
    }
    used++;
    const whole = new RegExp(`^(?:${regex})$`, 'u');
    const somewhere = new RegExp(regex, 'u');
    for (let count = 0; count < 40; count++) {
      const text = random.pick(TEXTS);
      assert.equal(matchesRegex(regex, text), whole.test(text) ? 'yes' : 'no', `${regex} on ${text}`);
      assert.equal(findsRegex(regex, text), somewhere.test(text) ? 'yes' : 'no', `${regex} in ${text}`);
    }
  });
  assert.ok(process.env.SEED !== undefined || used > 500, `${used} used`);
});

test('one regular expression is in another as refa says', () => {
  forSeeds(250, (random) => {
    const [inner, outer] = [randomRegex(random), randomRegex(random)].map((each) =>
      each.replaceAll(/(?<!\[)\^|\$/g, ''),
    ) as [string, string];
    const mine = [inner, outer].map((each) => automaton(regexExpression(each)!)!);
    const found = search({ all: [[mine[0]!]], none: [mine[1]!], budget: 10_000 });
    const [theirs, outside] = [language(inner), DFA.fromFA(language(outer), new DFA.LimitedNodeFactory(200_000))];
    outside.complement();
    assert.equal(
      found.kind === 'empty',
      isDisjointWith(theirs, outside),
      `${inner} in ${outer}: ${JSON.stringify(found)}`,
    );
  });
});

function language(source: string): NFA {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags: 'u' }).parse();
  return NFA.fromRegex(expression, { maxCharacter });
}

test('no pattern and no text makes matching slow', () => {
  const started = process.cpuUsage();
  const long = 'a'.repeat(20_000);
  const path = [{ text: `${'*a'.repeat(30)}*b`, negated: false }];
  assert.equal(nameWitness({ all: [path], none: [] }).kind, 'witness');
  assert.ok(!matchesName(path, long));
  assert.equal(matchesRegex('(a+)+$', `${long}!`), 'no');
  assert.equal(matchesRegex('(a|aa)+$', `${long}!`), 'no');
  for (const regex of ['((((){1000}){1000}){1000})', '((((a?){1000}){1000}){1000})^', '((a{1000}){1000}){1000}']) {
    matchesRegex(regex, 'a');
    findsRegex(regex, 'a');
  }
  const braces = `{${Array.from({ length: 5000 }, (_, index) => `name${index}`).join(',')}}`;
  assert.ok(matchesName([{ text: braces, negated: false }], 'name4999'));
  const { user } = process.cpuUsage(started);
  assert.ok(user < 2_000_000, `${user} µs`);
});
