import { type AST, RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';
import { remembered } from '../../scope/memo.ts';
import type { Modes } from './characters.ts';
import { type Codes, type Part, type Program, programOf, TooLarge } from './program.ts';

/** An expression of another tool's file, ready to be looked for in a text. */
export interface RegexSearch {
  /** Why JavaScript refuses the expression or its flags. */
  readonly invalid?: string;
  /** Its parts; absent where it cannot be read. */
  readonly tree?: AST.Pattern;
  /** Why it is not known of every text whether the expression finds something in it; other texts are too long. */
  readonly unknown?: string;
  /**
   * Whether `new RegExp(source, flags).test(text)`; undefined where that is not known. Takes a number of steps that is
   * bounded by the size of the expression times the length of the text, so that none can hang.
   */
  finds(text: string): boolean | undefined;
}

/** Steps times places of one search: a fraction of a second. */
const MOST_WORK = 10_000_000;

/**
 * Reads an expression of JavaScript, as ECMAScript 2025 and its Annex B have it. Total. The method is that of Thompson
 * ("Regular Expression Search Algorithm", 1968): every way is walked at once, one character after the other. What is looked
 * for ahead or behind is walked first, and all its places are known then, as in Barrière and Pit-Claudel, "Linear Matching
 * of JavaScript Regular Expressions" (2024).
 */
export function regexSearch(source: string, flags = ''): RegexSearch {
  return searchOf(`${flags}/${source}`);
}

/** The texts have all that there is to know of an expression in a row; no flag is a `/`. */
const searchOf: (flagsAndSource: string) => RegexSearch = remembered((flagsAndSource) => {
  const end = flagsAndSource.indexOf('/');
  return read(flagsAndSource.slice(end + 1), flagsAndSource.slice(0, end));
}, 512);

function read(source: string, flags: string): RegexSearch {
  const unknown = (why: string, tree?: AST.Pattern): RegexSearch => ({
    unknown: why,
    ...(tree ? { tree } : {}),
    finds: () => undefined,
  });
  let tree: AST.Pattern | undefined;
  try {
    const parser = new RegExpParser({ ecmaVersion: 2025 });
    const given = parser.parseFlags(flags);
    tree = parser.parsePattern(source, 0, source.length, given);
    if (given.sticky) return unknown('with the flag `y` it goes on from where it was found before', tree);
    const { ignoreCase, multiline, dotAll, unicodeSets, unicode } = given;
    const modes: Modes = { ignoreCase, multiline, dotAll, unicode: unicodeSets ? 'v' : unicode ? 'u' : undefined };
    const program = programOf(tree, modes);
    return {
      tree,
      ...(program.wider === undefined ? {} : { unknown: program.wider }),
      finds: (text) => found(program, text, modes.unicode !== undefined),
    };
  } catch (error) {
    if (error instanceof RegExpSyntaxError) return { invalid: reasonIn(error.message), finds: () => undefined };
    if (error instanceof TooLarge) return unknown(error.message, tree);
    // The stack ends before the groups do.
    if (error instanceof RangeError) return unknown('its groups are nested too deeply');
    if (error instanceof SyntaxError) return unknown('it names characters that are not known here', tree);
    throw error;
  }
}

/** Of "Invalid regular expression: /(/: Unterminated group" the last words. */
function reasonIn(message: string): string {
  return message.split(': ').at(-1)!;
}

function found(program: Program, text: string, byCodePoints: boolean): boolean | undefined {
  if (program.size * (text.length + 1) > MOST_WORK) return undefined;
  const isFound = new Walk(program, codesOf(text, byCodePoints)).finds();
  return isFound && program.wider !== undefined ? undefined : isFound;
}

function codesOf(text: string, byCodePoints: boolean): Codes {
  if (byCodePoints) return Array.from(text, (character) => character.codePointAt(0)!);
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at);
  return codes;
}

/** One expression on its way over one text. */
class Walk {
  readonly #program: Program;
  readonly #codes: Codes;
  /** At which places what is looked for holds; walked when it is first asked for. */
  readonly #held: Uint8Array[] = [];

  constructor(program: Program, codes: Codes) {
    this.#program = program;
    this.#codes = codes;
  }

  finds(): boolean {
    let isFound = false;
    this.#walk(this.#program.whole, () => {
      isFound = true;
      return true;
    });
    return isFound;
  }

  #holds(look: number, at: number): boolean {
    let held = this.#held[look];
    if (!held) {
      const places = new Uint8Array(this.#codes.length + 1);
      this.#walk(this.#program.looks[look]!, (place) => {
        places[place] = 1;
        return false;
      });
      held = places;
      this.#held[look] = held;
    }
    return held[at] === 1;
  }

  /** Begins at every place, and tells each at which an end is reached until it is told to stop. */
  #walk({ steps, back, anchored }: Part, reached: (at: number) => boolean): void {
    const codes = this.#codes;
    const length = codes.length;
    // For each step the latest place at which it was entered, counted from one.
    const entered = new Int32Array(steps.length);
    let open: number[] = [];
    for (let count = 0; count <= length; count++) {
      const at = back ? length - count : count;
      if (count === 0 || !anchored) open.push(0);
      else if (open.length === 0) return;
      const sets: number[] = [];
      let isEnd = false;
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (entered[next] === count + 1) continue;
        entered[next] = count + 1;
        const step = steps[next]!;
        if (step.kind === 'set') sets.push(next);
        else if (step.kind === 'split') open.push(...step.to);
        else if (step.kind === 'end') isEnd = true;
        else if (step.kind === 'assert' ? step.holds(codes, at) : this.#holds(step.part, at) !== step.negated) {
          open.push(next + 1);
        }
      }
      if (isEnd && reached(at)) return;
      if (count === length) return;
      const code = codes[back ? at - 1 : at]!;
      open = sets;
      let kept = 0;
      for (const set of sets) {
        const step = steps[set]!;
        if (step.kind === 'set' && step.has(code)) open[kept++] = set + 1;
      }
      open.length = kept;
    }
  }
}
