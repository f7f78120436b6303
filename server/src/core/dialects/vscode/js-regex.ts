import { type AST, RegExpParser } from '@eslint-community/regexpp';

/**
 * Regular expressions of JavaScript as they stand in settings, matched with a limit of steps: what a file says can never
 * stall a decision, and where the limit is reached the answer is unknown. The syntax is all of ECMAScript 2025, read by
 * `@eslint-community/regexpp`; single characters and classes are left to the engine itself.
 */
export interface JsRegex {
  readonly source: string;
  readonly tree: AST.Pattern;
  /** Whether it matches somewhere in the text; undefined where that took too many steps, or hangs on what is not modelled. */
  test(text: string): boolean | undefined;
}

/** Undefined where JavaScript refuses the expression or its flags. */
export function compileRegex(source: string, flags: string): JsRegex | undefined {
  const parser = new RegExpParser({ ecmaVersion: 2025 });
  try {
    const { unicode, unicodeSets, ignoreCase, multiline, dotAll, sticky } = parser.parseFlags(flags);
    const tree = parser.parsePattern(source, 0, source.length, { unicode, unicodeSets });
    const modes: Modes = { unicode, ignoreCase, multiline, dotAll };
    // Sets of strings match more than one character, and a sticky expression goes on from where it was.
    if (unicodeSets || sticky) return { source, tree, test: () => undefined };
    let matcher: Matcher | undefined;
    const groups = captureNumbers(tree);
    const steps = hasNestedLoops(tree.alternatives, false) ? MOST_STEPS_NESTED : MOST_STEPS;
    return {
      source,
      tree,
      test(text) {
        if (text.length > LONGEST) return undefined;
        matcher ??= compileAlternatives(tree.alternatives, modes, groups, false);
        return find(matcher, text, steps);
      },
    };
  } catch {
    return undefined;
  }
}

/** Longer texts are not looked at: no person reads such a command. */
const LONGEST = 4_000;
const MOST_STEPS = 50_000;
/** Loops in loops are what runs away: ordinary texts take far fewer steps than this. */
const MOST_STEPS_NESTED = 5_000;
const DEEPEST = 500;

interface Modes {
  readonly unicode: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

interface Run {
  readonly text: string;
  /** Start and end of each group, undefined where it took part in nothing. */
  captures: readonly (readonly [number, number] | undefined)[];
  /** That are left. */
  steps: number;
  depth: number;
}

/** Goes on with a position where it matches; false where nothing that follows can be made to match. */
type Matcher = (run: Run, at: number, next: (at: number) => boolean) => boolean;

class OutOfSteps extends Error {}

function find(matcher: Matcher, text: string, steps: number): boolean | undefined {
  const run: Run = { text, captures: [], steps, depth: 0 };
  try {
    for (let start = 0; start <= text.length; start++) {
      run.captures = [];
      if (matcher(run, start, () => true)) return true;
    }
    return false;
  } catch (error) {
    // The stack may end before the steps do.
    if (error instanceof OutOfSteps || error instanceof RangeError) return undefined;
    throw error;
  }
}

function step(run: Run): void {
  if (--run.steps < 0) throw new OutOfSteps();
}

function captureNumbers(tree: AST.Pattern): ReadonlyMap<AST.CapturingGroup, number> {
  const numbers = new Map<AST.CapturingGroup, number>();
  const visit = (node: AST.Element | AST.Alternative): void => {
    if (node.type === 'CapturingGroup') numbers.set(node, numbers.size + 1);
    if (node.type === 'Alternative') node.elements.forEach(visit);
    else if (node.type === 'Quantifier') visit(node.element);
    else if ('alternatives' in node) {
      for (const each of node.alternatives) if (each.type === 'Alternative') visit(each);
    }
  };
  tree.alternatives.forEach(visit);
  return numbers;
}

function hasNestedLoops(alternatives: readonly AST.Alternative[], inLoop: boolean): boolean {
  const within = (element: AST.Element, inside: boolean): boolean => {
    if (element.type === 'Quantifier') {
      const loops = element.max > 10;
      return (loops && inside) || within(element.element, inside || loops);
    }
    if (element.type === 'CapturingGroup' || element.type === 'Group') {
      return hasNestedLoops(element.alternatives, inside);
    }
    if (element.type === 'Assertion' && 'alternatives' in element) return hasNestedLoops(element.alternatives, inside);
    return false;
  };
  return alternatives.some(({ elements }) => elements.some((element) => within(element, inLoop)));
}

type Groups = ReadonlyMap<AST.CapturingGroup, number>;

function compileAlternatives(
  alternatives: readonly AST.Alternative[],
  modes: Modes,
  groups: Groups,
  back: boolean,
): Matcher {
  const ways = alternatives.map(({ elements }) => compileSequence(elements, modes, groups, back));
  if (ways.length === 1) return ways[0]!;
  return (run, at, next) => {
    for (const way of ways) {
      const { captures } = run;
      if (way(run, at, next)) return true;
      run.captures = captures;
    }
    return false;
  };
}

function compileSequence(elements: readonly AST.Element[], modes: Modes, groups: Groups, back: boolean): Matcher {
  const parts = elements.map((element) => compileElement(element, modes, groups, back));
  if (back) parts.reverse();
  let whole: Matcher = (_run, at, next) => next(at);
  for (const part of parts.reverse()) {
    const rest = whole;
    whole = (run, at, next) => part(run, at, (here) => rest(run, here, next));
  }
  return whole;
}

function compileElement(element: AST.Element, modes: Modes, groups: Groups, back: boolean): Matcher {
  switch (element.type) {
    case 'Assertion':
      return compileAssertion(element, modes, groups);
    case 'Quantifier':
      return compileQuantifier(element, modes, groups, back);
    case 'CapturingGroup': {
      const inner = compileAlternatives(element.alternatives, modes, groups, back);
      const index = groups.get(element)!;
      return (run, at, next) =>
        inner(run, at, (end) => {
          const { captures } = run;
          const list = [...captures];
          list[index] = back ? [end, at] : [at, end];
          run.captures = list;
          if (next(end)) return true;
          run.captures = captures;
          return false;
        });
    }
    case 'Group':
      return compileAlternatives(element.alternatives, withModifiers(modes, element.modifiers), groups, back);
    case 'Backreference': {
      const targets = [element.resolved].flat();
      return (run, at, next) => {
        step(run);
        const range = targets.map((group) => run.captures[groups.get(group)!]).find((each) => each !== undefined);
        if (!range) return next(at);
        const [from, to] = range;
        const wanted = run.text.slice(from, to);
        const given = back ? run.text.slice(at - wanted.length, at) : run.text.slice(at, at + wanted.length);
        const same = modes.ignoreCase ? given.toLowerCase() === wanted.toLowerCase() : given === wanted;
        return same && next(back ? at - wanted.length : at + wanted.length);
      };
    }
    default: {
      const one = oneCharacter(element, modes);
      return (run, at, next) => {
        step(run);
        const end = one(run.text, at, back);
        return end !== undefined && next(end);
      };
    }
  }
}

function withModifiers(modes: Modes, modifiers: AST.Modifiers | null): Modes {
  if (!modifiers) return modes;
  const { add, remove } = modifiers;
  const of = (key: 'ignoreCase' | 'multiline' | 'dotAll'): boolean => (modes[key] || add[key]) && !remove?.[key];
  return { ...modes, ignoreCase: of('ignoreCase'), multiline: of('multiline'), dotAll: of('dotAll') };
}

/** Where one character that the element takes ends (or begins, backwards); undefined where there is none. */
type OneCharacter = (text: string, at: number, back: boolean) => number | undefined;

function oneCharacter(element: AST.Element, { unicode, ignoreCase, dotAll }: Modes): OneCharacter {
  const leaf = new RegExp(`^(?:${element.raw})$`, `${ignoreCase ? 'i' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}`);
  const known = new Map<string, boolean>();
  return (text, at, back) => {
    const code = unicode
      ? back
        ? codePointBefore(text, at)
        : text.codePointAt(at)
      : text.charCodeAt(back ? at - 1 : at);
    if (code === undefined || Number.isNaN(code)) return undefined;
    const character = String.fromCodePoint(code);
    let fits = known.get(character);
    if (fits === undefined) {
      fits = leaf.test(character);
      if (known.size < 500) known.set(character, fits);
    }
    if (!fits) return undefined;
    return back ? at - character.length : at + character.length;
  };
}

function codePointBefore(text: string, at: number): number | undefined {
  if (at <= 0) return undefined;
  const pair = at > 1 ? text.codePointAt(at - 2) : undefined;
  return pair !== undefined && pair > 0xffff ? pair : text.charCodeAt(at - 1);
}

const SINGLE = new Set(['Character', 'CharacterSet', 'CharacterClass', 'ExpressionCharacterClass']);

function compileQuantifier(
  { element, min, max, greedy }: AST.Quantifier,
  modes: Modes,
  groups: Groups,
  back: boolean,
): Matcher {
  if (SINGLE.has(element.type)) return repeatedCharacter(oneCharacter(element, modes), min, max, greedy, back);
  const inner = compileElement(element, modes, groups, back);
  const own = [...groups].flatMap(([group, index]) =>
    group.start >= element.start && group.end <= element.end ? [index] : [],
  );
  const again = (run: Run, at: number, count: number, next: (at: number) => boolean): boolean => {
    step(run);
    const more = (): boolean => {
      if (count >= max) return false;
      if (++run.depth > DEEPEST) throw new OutOfSteps();
      const { captures } = run;
      if (own.length > 0) {
        const list = [...captures];
        for (const index of own) list[index] = undefined;
        run.captures = list;
      }
      // A turn that takes nothing, once there were enough of them, does not count.
      const found = inner(run, at, (end) => (end === at && count >= min ? false : again(run, end, count + 1, next)));
      run.depth--;
      if (!found) run.captures = captures;
      return found;
    };
    if (count < min) return more();
    return greedy ? more() || next(at) : next(at) || more();
  };
  return (run, at, next) => again(run, at, 0, next);
}

function repeatedCharacter(one: OneCharacter, min: number, max: number, greedy: boolean, back: boolean): Matcher {
  return (run, at, next) => {
    const ends = [at];
    const extend = (): boolean => {
      if (ends.length > max) return false;
      step(run);
      const end = one(run.text, ends.at(-1)!, back);
      if (end === undefined) return false;
      ends.push(end);
      return true;
    };
    while (ends.length <= min) if (!extend()) return false;
    if (!greedy) {
      do {
        if (next(ends.at(-1)!)) return true;
      } while (extend());
      return false;
    }
    while (extend());
    for (let count = ends.length - 1; count >= min; count--) {
      step(run);
      if (next(ends[count]!)) return true;
    }
    return false;
  };
}

function compileAssertion(element: AST.Assertion, modes: Modes, groups: Groups): Matcher {
  switch (element.kind) {
    case 'start':
      return (run, at, next) => {
        step(run);
        return (at === 0 || (modes.multiline && isLineEnd(run.text[at - 1]))) && next(at);
      };
    case 'end':
      return (run, at, next) => {
        step(run);
        return (at === run.text.length || (modes.multiline && isLineEnd(run.text[at]))) && next(at);
      };
    case 'word':
      return (run, at, next) => {
        step(run);
        const isBoundary = isWord(run.text[at - 1]) !== isWord(run.text[at]);
        return isBoundary !== element.negate && next(at);
      };
    default: {
      const inner = compileAlternatives(element.alternatives, modes, groups, element.kind === 'lookbehind');
      return (run, at, next) => {
        const { captures } = run;
        const found = inner(run, at, () => true);
        if (found === element.negate) {
          run.captures = captures;
          return false;
        }
        if (element.negate) run.captures = captures;
        if (next(at)) return true;
        run.captures = captures;
        return false;
      };
    }
  }
}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r' || character === '\u2028' || character === '\u2029';
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}
