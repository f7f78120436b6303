/**
 * Regular expressions of JavaScript without flags, as trees: what other tools write in their policies and give to `RegExp`.
 * https://tc39.es/ecma262/#sec-patterns with the additions of Annex B, by UTF-16 code units.
 */
export type RegexNode =
  | { readonly kind: 'set'; readonly has: (unit: number) => boolean }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly of: RegexNode; readonly least: number; readonly most: number }
  | { readonly kind: 'look'; readonly of: RegexNode; readonly behind: boolean; readonly negated: boolean }
  | { readonly kind: 'assert'; readonly what: '^' | '$' | 'b' | 'B' };

/** Thrown where an expression is beyond what is read here; the message says by what. */
export class Unreadable extends Error {}

const DEEPEST = 200;

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
/** What `\w` is, and what `\b` looks at. */
export const isWordUnit = (unit: number): boolean =>
  isDigit(unit) || unit === 95 || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
const isSpace = (unit: number): boolean =>
  (unit >= 9 && unit <= 13) ||
  unit === 32 ||
  unit === 0xa0 ||
  unit === 0x1680 ||
  (unit >= 0x2000 && unit <= 0x200a) ||
  [0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff].includes(unit);
const isLineEnd = (unit: number): boolean => unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;

type Has = (unit: number) => boolean;

const not =
  (has: Has): Has =>
  (unit) =>
    !has(unit);

const CLASSES: Readonly<Record<string, Has>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWordUnit,
  W: not(isWordUnit),
  s: isSpace,
  S: not(isSpace),
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Reads an expression that `RegExp` takes. Throws {@link Unreadable}. */
export function parseRegex(source: string): RegexNode {
  return new Parser(source).whole();
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  readonly #groups: number;

  constructor(text: string) {
    this.#text = text;
    this.#groups = groupsIn(text);
  }

  whole(): RegexNode {
    const node = this.#choice();
    if (this.#at < this.#text.length) throw new Unreadable('a group ends that did not begin');
    return node;
  }

  #choice(): RegexNode {
    if (++this.#depth > DEEPEST) throw new Unreadable('its groups are nested too deeply');
    const parts = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (this.#at < this.#text.length && !'|)'.includes(this.#text[this.#at]!)) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): RegexNode {
    const of = this.#atom();
    const [least, most] = this.#count();
    if (least === 1 && most === 1) return of;
    // Lazy or not makes no difference to whether something matches.
    if (this.#text[this.#at] === '?') this.#at++;
    return { kind: 'repeat', of, least, most };
  }

  #count(): readonly [number, number] {
    const sign = this.#text[this.#at];
    if (sign === '*' || sign === '+' || sign === '?') {
      this.#at++;
      return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY];
    }
    const counts = sign === '{' ? /^\{(\d+)(,(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 40)) : null;
    if (!counts) return [1, 1];
    this.#at += counts[0].length;
    const least = Number(counts[1]);
    const most = counts[2] === undefined ? least : counts[3] === '' ? Number.POSITIVE_INFINITY : Number(counts[3]);
    // `x{1}` is counted, too, and may be followed by `?`.
    if (least === 1 && most === 1 && this.#text[this.#at] === '?') this.#at++;
    return [least, most];
  }

  #atom(): RegexNode {
    const unit = this.#text.charCodeAt(this.#at);
    const sign = this.#text[this.#at++]!;
    switch (sign) {
      case '^':
      case '$':
        return { kind: 'assert', what: sign };
      case '.':
        return { kind: 'set', has: not(isLineEnd) };
      case '[':
        return { kind: 'set', has: this.#class() };
      case '(':
        return this.#group();
      case '\\': {
        const next = this.#text[this.#at];
        if (next === 'b' || next === 'B') {
          this.#at++;
          return { kind: 'assert', what: next };
        }
        return { kind: 'set', has: this.#escape(false) };
      }
      default:
        return { kind: 'set', has: (other) => other === unit };
    }
  }

  #group(): RegexNode {
    const opening = /^\?(?::|<?[=!]|<[^=!>][^>]*>)/.exec(this.#text.slice(this.#at, this.#at + 100))?.[0];
    if (opening === undefined && this.#text[this.#at] === '?')
      throw new Unreadable('it has a group of an unknown kind');
    this.#at += opening?.length ?? 0;
    const of = this.#choice();
    if (this.#text[this.#at] !== ')') throw new Unreadable('a group does not end');
    this.#at++;
    if (opening === undefined || opening === '?:' || opening.endsWith('>')) return of;
    return { kind: 'look', of, behind: opening.includes('<'), negated: opening.endsWith('!') };
  }

  /** What is after a backslash. */
  #escape(inClass: boolean): Has {
    const value = this.#escaped(inClass);
    return typeof value === 'number' ? (unit) => unit === value : value;
  }

  #escaped(inClass: boolean): number | Has {
    const sign = this.#text[this.#at] ?? '';
    const known = CLASSES[sign];
    if (known) {
      this.#at++;
      return known;
    }
    if (inClass && sign === 'b') {
      this.#at++;
      return 8;
    }
    const control = CONTROLS[sign];
    if (control !== undefined) {
      this.#at++;
      return control;
    }
    if (sign === 'c') {
      const letter = /^c([A-Za-z])/.exec(this.#text.slice(this.#at, this.#at + 2))?.[1];
      if (letter === undefined) throw new Unreadable('it has a `\\c` that names nothing');
      this.#at += 2;
      return letter.charCodeAt(0) % 32;
    }
    const code = /^(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/.exec(this.#text.slice(this.#at, this.#at + 5));
    if (code) {
      this.#at += code[0].length;
      return Number.parseInt(code[1] ?? code[2]!, 16);
    }
    if (sign === 'k' && this.#text.includes('(?<')) throw new Unreadable('it refers back to a group');
    if (/[1-9]/.test(sign)) {
      const number = Number(/^\d+/.exec(this.#text.slice(this.#at, this.#at + 10))![0]);
      if (!inClass && number <= this.#groups) throw new Unreadable('it refers back to a group');
    }
    const octal = /^(?:[0-3][0-7]{0,2}|[4-7][0-7]?)/.exec(this.#text.slice(this.#at, this.#at + 3));
    if (octal) {
      this.#at += octal[0].length;
      return Number.parseInt(octal[0], 8);
    }
    const unit = this.#text.charCodeAt(this.#at);
    if (Number.isNaN(unit)) throw new Unreadable('it ends in a backslash');
    this.#at++;
    return unit;
  }

  #class(): Has {
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at++;
    const singles = new Set<number>();
    const ranges: (readonly [number, number])[] = [];
    const classes: Has[] = [];
    const add = (value: number | Has): void => {
      if (typeof value === 'number') singles.add(value);
      else classes.push(value);
    };
    const one = (): number | Has => {
      const unit = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(unit)) throw new Unreadable('a class does not end');
      this.#at++;
      return unit === 0x5c ? this.#escaped(true) : unit;
    };
    while (this.#text[this.#at] !== ']') {
      const low = one();
      if (this.#text[this.#at] !== '-' || this.#text[this.#at + 1] === ']') {
        add(low);
        continue;
      }
      this.#at++;
      const high = one();
      if (typeof low === 'number' && typeof high === 'number') ranges.push([low, high]);
      else {
        // A class is no end of a range, so that the hyphen stands for itself.
        for (const each of [low, 0x2d, high]) add(each);
      }
    }
    this.#at++;
    const has: Has = (unit) =>
      singles.has(unit) ||
      ranges.some(([low, high]) => unit >= low && unit <= high) ||
      classes.some((each) => each(unit));
    return negated ? not(has) : has;
  }
}

/** How many groups there are to refer back to. */
function groupsIn(text: string): number {
  let count = 0;
  let inClass = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '\\') at++;
    else if (inClass) inClass = sign !== ']';
    else if (sign === '[') inClass = true;
    else if (sign === '(' && (text[at + 1] !== '?' || /^\?<[^=!]/.test(text.slice(at + 1, at + 4)))) count++;
  }
  return count;
}
