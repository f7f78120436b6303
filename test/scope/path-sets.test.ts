import assert from 'node:assert/strict';
import test from 'node:test';
import picomatch from 'picomatch';
import { DFA, isDisjointWith, JS, NFA } from 'refa';
import { matchesPath, normalisePath, pathWitness } from '../../server/src/core/scope/path.ts';
import type { Scope } from '../../server/src/core/scope/question.ts';
import { allTexts, forSeeds, type Random } from './random.ts';

/** Every normalised path of up to six signs of a small alphabet, in the workspace and outside. */
const PATHS = [
  ...new Set(
    [...allTexts(['a', 'b', '/', '.'], 6), '/', '/a', '/a/b', '~', '~/a', '~/.a', '../a', '../../b', '..'].map((text) =>
      normalisePath(text),
    ),
  ),
];
const INSIDE = PATHS.filter((path) => !/^(\/|~|\.\.|\.$)/.test(path));

function randomSegment(random: Random): string {
  if (random.chance(0.25)) return '**';
  let text = '';
  const length = 1 + random.below(3);
  for (let index = 0; index < length; index++) {
    text += random.pick(['a', 'b', 'a', 'b', '.', '*', '?', '[ab]', '[!a]', '{a,b.}', '{a,*b}']);
  }
  // `.` and `..` are not names, and several stars in a row are a mistake with its own message.
  return text.replaceAll(/\*+/g, '*').replace(/^\.+$/, 'a');
}

function randomPattern(random: Random): string {
  const root = random.chance(0.06) ? random.pick(['/', '~/', '../']) : '';
  return root + Array.from({ length: 1 + random.below(3) }, () => randomSegment(random)).join('/');
}

function randomScope(random: Random, negations: boolean): Scope {
  return Array.from({ length: 1 + random.below(4) }, () => ({
    text: randomPattern(random),
    negated: negations && random.chance(0.25),
  }));
}

const words = (scope: Scope) => scope.map(({ text, negated }) => (negated ? `!${text}` : text)).join(' ');

/** What a pattern matches, written once more and as plainly as can be: by trying everything. */
function slowly(pattern: string, path: string): boolean {
  const rooted = (text: string): [string, string[]] => {
    if (text === '.') return ['', []];
    if (text === '/') return ['/', []];
    if (text === '~') return ['~', []];
    const segments = text.split('/');
    let root = '';
    while (segments[0] === '..') {
      root += '^';
      segments.shift();
    }
    if (segments[0] === '' || segments[0] === '~') root = segments.shift() === '' ? '/' : '~';
    return [root, segments];
  };
  const [wanted, pieces] = rooted(pattern);
  const [root, segments] = rooted(path);
  if (wanted !== root) return false;
  if (pieces.every((piece) => piece === '**')) return true;
  const follow = (piece: number, segment: number): boolean => {
    if (piece === pieces.length) return segment === segments.length;
    if (pieces[piece] === '**') {
      if (piece === pieces.length - 1) return segment < segments.length;
      if (pieces[piece + 1] === '**') return follow(piece + 1, segment);
      for (let next = segment; next <= segments.length; next++) if (follow(piece + 1, next)) return true;
      return false;
    }
    return segment < segments.length && name(pieces[piece]!, segments[segment]!) && follow(piece + 1, segment + 1);
  };
  const name = (glob: string, text: string): boolean => {
    if (glob === '') return text === '';
    if (glob[0] === '*') return name(glob.slice(1), text) || (text !== '' && name(glob, text.slice(1)));
    const group = /^\{([^}]*)\}/.exec(glob);
    if (group !== null) return group[1]!.split(',').some((each) => name(each + glob.slice(group[0].length), text));
    if (text === '') return false;
    if (glob[0] === '?') return name(glob.slice(1), text.slice(1));
    const set = /^\[(!?)([^\]]*)\]/.exec(glob);
    if (set !== null)
      return set[2]!.includes(text[0]!) === (set[1] === '') && name(glob.slice(set[0].length), text.slice(1));
    return glob[0] === text[0] && name(glob.slice(1), text.slice(1));
  };
  return follow(0, 0);
}

test('a path is matched as trying everything says', () => {
  forSeeds(1500, (random) => {
    const pattern = randomPattern(random);
    const scope = [{ text: pattern, negated: false }];
    for (let count = 0; count < 60; count++) {
      const path = random.pick(PATHS);
      assert.equal(matchesPath(scope, path), slowly(pattern, path), `${pattern} on ${path}`);
    }
  });
});

test('inside the workspace, paths are matched as picomatch says with dotfiles on, but for its own peculiarities', () => {
  // picomatch: `a/**` matches `a`; so does `a/**/*` not, and `**` before or after a name is read as two stars.
  let compared = 0;
  forSeeds(1500, (random) => {
    const pattern = Array.from({ length: 1 + random.below(3) }, () => randomSegment(random)).join('/');
    if (/\*\*$|\.\.|(^|\/)\.|\?|\[!|\*\./.test(pattern)) return;
    const isMatch = picomatch(pattern, { dot: true, nonegate: true, noextglob: true });
    for (let count = 0; count < 40; count++) {
      const path = random.pick(INSIDE);
      if (/(^|\/)\./.test(path)) continue;
      compared++;
      assert.equal(matchesPath([{ text: pattern, negated: false }], path), isMatch(path), `${pattern} on ${path}`);
    }
  });
  assert.ok(compared > 5000, `${compared} compared`);
});

function checkAnswer(all: readonly Scope[], none: readonly Scope[]): 'empty' | 'witness' {
  const answer = pathWitness({ all, none });
  const fits = (path: string) =>
    all.every((scope) => matchesPath(scope, path)) && !none.some((scope) => matchesPath(scope, path));
  const about = `in ${all.map(words).join(' and in ')} and not in ${none.map(words).join(' nor in ')}`;
  if (answer.kind === 'empty') {
    assert.deepEqual(PATHS.filter(fits), [], about);
    return 'empty';
  }
  assert.equal(answer.kind, 'witness', about);
  assert.ok(answer.kind === 'witness' && fits(answer.value), `${about}: ${JSON.stringify(answer)}`);
  assert.equal(normalisePath(answer.value), answer.value, about);
  return 'witness';
}

test('what is in some scopes and not in others is what enumeration finds', () => {
  const seen = { empty: 0, witness: 0 };
  forSeeds(600, (random) => {
    const all = Array.from({ length: random.below(3) }, () => randomScope(random, true));
    const none = Array.from({ length: random.below(3) }, () => randomScope(random, true));
    if (all[0] && random.chance(0.2)) none.push(resembling(random, all[0]));
    seen[checkAnswer(all, none)]++;
  });
  assert.ok(process.env.SEED !== undefined || (seen.empty > 50 && seen.witness > 50), JSON.stringify(seen));
});

/** The scope with some exceptions fewer, and at times a pattern or an exception more. */
function resembling(random: Random, scope: Scope): Scope {
  const kept = scope.filter(({ negated }) => !negated || random.chance(0.7));
  return random.chance(0.5) ? kept : [...kept, ...randomScope(random, true).slice(0, 1)];
}

test('a scope in one that says the same and more is not searched', () => {
  const scope = [
    { text: '**/.env*', negated: false },
    { text: '**/.env.example', negated: true },
  ];
  const wider = [scope[1]!, { text: '**/*.pem', negated: false }, scope[0]!];
  assert.deepEqual(pathWitness({ all: [scope], none: [wider], budget: 0 }), { kind: 'empty' });
  assert.equal(pathWitness({ all: [wider], none: [scope], budget: 0 }).kind, 'witness');
});

test('one union is in another as refa says', () => {
  const seen = { empty: 0, witness: 0 };
  forSeeds(300, (random) => {
    const inner = randomScope(random, false).filter(({ text }) => !/^(\/|~|\.\.)/.test(text));
    const outer = randomScope(random, false).filter(({ text }) => !/^(\/|~|\.\.)/.test(text));
    if (inner.length === 0 || outer.length === 0) return;
    const answer = pathWitness({ all: [inner], none: [outer] });
    seen[answer.kind as 'empty']++;
    const outside = DFA.fromFA(language(sourceOfAll(outer)));
    outside.complement();
    const isContained = isDisjointWith(NFA.fromIntersection(language(sourceOfAll(inner)), NORMAL), outside);
    assert.equal(answer.kind === 'empty', isContained, `${words(inner)} in ${words(outer)}: ${JSON.stringify(answer)}`);
  });
  assert.ok(process.env.SEED !== undefined || (seen.empty > 10 && seen.witness > 10), JSON.stringify(seen));
});

function language(source: string): NFA {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags: 'su' }).parse();
  return NFA.fromRegex(expression, { maxCharacter });
}

/** Normalised paths in the workspace. */
const SEGMENT = '(?:[^./][^/]*|\\.[^./][^/]*|\\.\\.[^/]+)';
// The root itself, which only `**` has, is spelt as no path is.
const NORMAL = language(`//|${SEGMENT}(?:/${SEGMENT})*`);

/** The same dialect by regular expressions: of plain globs in the workspace. */
function sourceOfAll(scope: Scope): string {
  return scope.map(({ text }) => `(?:${sourceOf(text)})`).join('|');
}

function sourceOf(pattern: string): string {
  const segments = pattern.split('/').filter((segment, index, all) => segment !== '**' || all[index - 1] !== '**');
  if (segments.length === 1 && segments[0] === '**') return '(?://|[^/]+(?:/[^/]+)*)';
  return segments
    .map((segment, index) => {
      const last = index === segments.length - 1;
      if (segment === '**') return last ? '[^/]+(?:/[^/]+)*' : '(?:[^/]+/)*';
      const name = segment === '*' ? '[^/]+' : nameSource(segment);
      return last ? name : `${name}/`;
    })
    .join('');
}

function nameSource(segment: string): string {
  return segment.replaceAll(/\{[^}]*\}|\[[^\]]*\]|[*?.]/g, (sign) => {
    if (sign === '*') return '[^/]*';
    if (sign === '?') return '[^/]';
    if (sign === '.') return '\\.';
    if (sign[0] === '{') return `(?:${sign.slice(1, -1).split(',').map(nameSource).join('|')})`;
    return sign.startsWith('[!') ? `[^/${sign.slice(2)}` : sign;
  });
}
