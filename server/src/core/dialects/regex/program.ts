import type { AST } from '@eslint-community/regexpp';
import { type CharacterTest, charactersOf, isLineEnd, type Modes } from './characters.ts';

/** One step; where nothing else is said it goes on with the next one. */
export type Step =
  | { readonly kind: 'set'; readonly has: CharacterTest }
  | { readonly kind: 'split'; readonly to: readonly number[] }
  | { readonly kind: 'assert'; readonly holds: (codes: Codes, at: number) => boolean }
  /** Where the part of this number holds, or does not. */
  | { readonly kind: 'look'; readonly part: number; readonly negated: boolean }
  | { readonly kind: 'end' };

/** A text by characters. */
export type Codes = ArrayLike<number>;

/** Steps that are walked over a text by themselves: the whole expression, or what is in a look to either side. */
export interface Part {
  readonly steps: readonly Step[];
  /**
   * Walked from the end of the text. What is ahead is looked for from there, so that the place where it ends up is the one
   * that looks ahead, and all such places are found in one walk.
   */
  readonly back: boolean;
  /** Begins at the beginning of the text only. */
  readonly anchored: boolean;
}

export interface Program {
  readonly whole: Part;
  readonly looks: readonly Part[];
  /** How many steps there are in all parts. */
  readonly size: number;
  /** Why the program may find something where the expression does not; it finds whatever the expression finds. */
  readonly wider?: string;
}

/** Thrown where an expression is beyond what is walked here; the message says by what. */
export class TooLarge extends Error {}

/** Counts are written out, so that an expression of a few characters may have many steps. */
const MOST_STEPS = 2_000;
const DEEPEST = 200;

/**
 * The steps of an expression. Without references back an expression is a finite automaton: whether something is lazy, and
 * what a group has taken, makes no difference to whether there is a match.
 */
export function programOf(tree: AST.Pattern, modes: Modes): Program {
  const writer = new Writer();
  const choices = valuesOfGroups(tree);
  const whole = writer.part(false, isAnchored(tree, modes), () =>
    writer.choice(
      choices.map((values) => () => writer.alternatives(tree.alternatives, { modes, back: false, values })),
    ),
  );
  return {
    whole,
    looks: writer.looks,
    size: writer.size,
    ...(writer.wider === undefined ? {} : { wider: writer.wider }),
  };
}

function isAnchored({ alternatives }: AST.Pattern, { multiline }: Modes): boolean {
  return (
    !multiline && alternatives.every(({ elements: [first] }) => first?.type === 'Assertion' && first.kind === 'start')
  );
}

/** What is known where a part of an expression is written. */
interface Scope {
  readonly modes: Modes;
  readonly back: boolean;
  readonly values: Values;
}

class Writer {
  readonly looks: Part[] = [];
  size = 0;
  wider: string | undefined;
  #steps: Step[] = [];
  #written = 0;
  #depth = 0;

  /** What is put while `write` runs, as a part of its own. */
  part(back: boolean, anchored: boolean, write: () => void): Part {
    const outer = this.#steps;
    const steps: Step[] = [];
    this.#steps = steps;
    write();
    this.#put({ kind: 'end' });
    this.#steps = outer;
    return { steps, back, anchored };
  }

  alternatives(alternatives: readonly AST.Alternative[], scope: Scope): void {
    if (++this.#depth > DEEPEST) throw new TooLarge('its groups are nested too deeply');
    this.choice(
      alternatives.map(({ elements }) => () => {
        for (const element of scope.back ? [...elements].reverse() : elements) this.#element(element, scope);
      }),
    );
    this.#depth--;
  }

  choice(ways: readonly (() => void)[]): void {
    if (ways.length === 1) {
      ways[0]!();
      return;
    }
    const split = this.#hold();
    const starts: number[] = [];
    const ends: number[] = [];
    for (const way of ways) {
      starts.push(this.#steps.length);
      way();
      ends.push(this.#hold());
    }
    this.#steps[split] = { kind: 'split', to: starts };
    for (const end of ends) this.#steps[end] = { kind: 'split', to: [this.#steps.length] };
  }

  #element(element: AST.Element, scope: Scope): void {
    // What is repeated may have no steps at all.
    if (++this.#written > 4 * MOST_STEPS) throw new TooLarge('it is too large');
    switch (element.type) {
      case 'Assertion':
        this.#assertion(element, scope);
        return;
      case 'Quantifier':
        this.#repeat(element, () => this.#element(element.element, scope));
        return;
      case 'CapturingGroup': {
        const value = scope.values.get(element);
        if (value) this.#characters(value, scope);
        else this.alternatives(element.alternatives, scope);
        return;
      }
      case 'Group':
        this.alternatives(element.alternatives, { ...scope, modes: changed(scope.modes, element.modifiers) });
        return;
      case 'Backreference': {
        const groups = [element.resolved].flat();
        const value = groups.length === 1 ? scope.values.get(groups[0]!) : undefined;
        if (value) this.#characters(value, scope);
        else this.#anything('it refers back to a group');
        return;
      }
      case 'Character':
        this.#character(element.value, scope.modes);
        return;
      default:
        if (hasTexts(element)) this.#anything('it has a class of whole texts');
        else this.#put({ kind: 'set', has: charactersOf(element.raw, scope.modes) });
    }
  }

  #characters(codes: readonly number[], { modes, back }: Scope): void {
    for (const code of back ? [...codes].reverse() : codes) this.#character(code, modes);
  }

  #character(code: number, modes: Modes): void {
    if (!modes.ignoreCase) {
      this.#put({ kind: 'set', has: (other) => other === code });
      return;
    }
    const hex = code.toString(16);
    const part = modes.unicode ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
    this.#put({ kind: 'set', has: charactersOf(part, modes) });
  }

  /** In place of what is not walked here: it would take some text. */
  #anything(why: string): void {
    this.wider ??= why;
    this.#repeat({ min: 0, max: Number.POSITIVE_INFINITY }, () => this.#put({ kind: 'set', has: () => true }));
  }

  #repeat({ min, max }: Pick<AST.Quantifier, 'min' | 'max'>, write: () => void): void {
    for (let count = 0; count < min; count++) write();
    if (max === Number.POSITIVE_INFINITY) {
      const start = this.#hold();
      write();
      this.#put({ kind: 'split', to: [start] });
      this.#steps[start] = { kind: 'split', to: [start + 1, this.#steps.length] };
      return;
    }
    const splits: number[] = [];
    for (let count = min; count < max; count++) {
      splits.push(this.#hold());
      write();
    }
    for (const split of splits) this.#steps[split] = { kind: 'split', to: [split + 1, this.#steps.length] };
  }

  #assertion(element: AST.Assertion, scope: Scope): void {
    const { modes } = scope;
    switch (element.kind) {
      case 'start':
        this.#put({
          kind: 'assert',
          holds: (codes, at) => at === 0 || (modes.multiline && isLineEnd(codes[at - 1])),
        });
        return;
      case 'end':
        this.#put({
          kind: 'assert',
          holds: (codes, at) => at === codes.length || (modes.multiline && isLineEnd(codes[at])),
        });
        return;
      case 'word': {
        const isWord = charactersOf('\\w', modes);
        const { negate } = element;
        this.#put({
          kind: 'assert',
          holds: (codes, at) => {
            const before = at > 0 && isWord(codes[at - 1]!);
            const after = at < codes.length && isWord(codes[at]!);
            return (before !== after) !== negate;
          },
        });
        return;
      }
      default:
        this.#look(element, scope);
    }
  }

  #look(element: AST.LookaroundAssertion, scope: Scope): void {
    const outer = this.wider;
    this.wider = undefined;
    const back = element.kind === 'lookahead';
    const part = this.part(back, false, () => this.alternatives(element.alternatives, { ...scope, back }));
    const isExact = this.wider === undefined;
    this.wider = outer ?? this.wider;
    // Where what may not be there is taken for more than it is, leaving it out is what finds no less.
    if (isExact || !element.negate) {
      this.#put({ kind: 'look', part: this.looks.push(part) - 1, negated: element.negate });
    }
  }

  /** The place of a step that is not known yet. */
  #hold(): number {
    return this.#put({ kind: 'end' });
  }

  #put(step: Step): number {
    if (++this.size > MOST_STEPS) throw new TooLarge('it is too large');
    return this.#steps.push(step) - 1;
  }
}

function changed(modes: Modes, modifiers: AST.Modifiers | null): Modes {
  if (!modifiers) return modes;
  const { add, remove } = modifiers;
  const of = (key: 'ignoreCase' | 'multiline' | 'dotAll'): boolean => (modes[key] || add[key]) && !remove?.[key];
  return { ...modes, ignoreCase: of('ignoreCase'), multiline: of('multiline'), dotAll: of('dotAll') };
}

/** Whether a class takes texts of several characters, or none, which only the flag `v` lets it. */
function hasTexts(node: AST.Node): boolean {
  switch (node.type) {
    case 'ClassStringDisjunction':
      return node.alternatives.some(({ elements }) => elements.length !== 1);
    case 'CharacterSet':
      return node.kind === 'property' && node.strings;
    case 'CharacterClass':
      return node.elements.some(hasTexts);
    case 'ExpressionCharacterClass':
      return hasTexts(node.expression);
    case 'ClassIntersection':
    case 'ClassSubtraction':
      return hasTexts(node.left) || hasTexts(node.right);
    default:
      return false;
  }
}

/** What groups that are referred back to have taken, by characters. */
type Values = ReadonlyMap<AST.CapturingGroup, readonly number[]>;

const MOST_VALUES = 8;

/**
 * Everything that groups with a few possible texts, such as `(["'])`, may have taken where they are referred back to: put in
 * their place, the expression refers to nothing any more. Only groups through which every match goes, once. Texts of letters
 * are left alone, as a reference may disregard their case.
 */
function valuesOfGroups({ alternatives }: AST.Pattern): readonly Values[] {
  let all: readonly Values[] = [new Map()];
  for (const group of alternatives.length === 1 ? alternatives[0]!.elements : []) {
    if (group.type !== 'CapturingGroup' || group.references.length === 0) continue;
    if (group.references.some(({ start }) => start < group.end)) continue;
    const values = valuesOf(group);
    if (!values || values.length * all.length > MOST_VALUES) continue;
    all = all.flatMap((known) => values.map((value) => new Map([...known, [group, value]])));
  }
  return all;
}

function valuesOf({ alternatives }: AST.CapturingGroup): readonly (readonly number[])[] | undefined {
  const values = alternatives.flatMap(({ elements }) => {
    const [first] = elements;
    if (elements.length === 1 && first?.type === 'CharacterClass' && !first.negate) {
      return first.elements.map((each) => (each.type === 'Character' ? [each.value] : undefined));
    }
    const codes = elements.flatMap((each) => (each.type === 'Character' ? [each.value] : []));
    return [codes.length === elements.length ? codes : undefined];
  });
  const isCaseless = (codes: readonly number[]): boolean => {
    const text = String.fromCodePoint(...codes);
    return text.toLowerCase() === text.toUpperCase();
  };
  return values.length > 0 && values.every((each) => each !== undefined && isCaseless(each))
    ? (values as readonly (readonly number[])[])
    : undefined;
}
