import { type Charset, EVERY_CHARACTER, oneCharacter } from './charset.ts';

/** A regular language. Every kind of pattern becomes one of these, and everything exact is computed from it. */
export type Expression =
  | { readonly kind: 'set'; readonly set: Charset }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly parts: readonly Expression[] }
  | { readonly kind: 'star'; readonly of: Expression }
  | { readonly kind: 'plus'; readonly of: Expression };

/** The language of the empty text alone. */
export const EMPTY_TEXT: Expression = { kind: 'sequence', parts: [] };

/** The language without any text. */
export const NOTHING: Expression = { kind: 'choice', parts: [] };

export function set(characters: Charset): Expression {
  return { kind: 'set', set: characters };
}

/** Exactly this text. */
export function literal(text: string): Expression {
  return { kind: 'sequence', parts: Array.from(text, (character) => set(oneCharacter(character.codePointAt(0)!))) };
}

export function sequence(...parts: readonly Expression[]): Expression {
  return sequenceOf(parts);
}

/** The same for any number of parts: a pattern may have more characters than a call may have arguments. */
export function sequenceOf(parts: readonly Expression[]): Expression {
  return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
}

export function choice(parts: readonly Expression[]): Expression {
  return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
}

export function star(of: Expression): Expression {
  return { kind: 'star', of };
}

export function plus(of: Expression): Expression {
  return { kind: 'plus', of };
}

export function optional(of: Expression): Expression {
  return { kind: 'choice', parts: [of, EMPTY_TEXT] };
}

export const ANY_TEXT: Expression = star(set(EVERY_CHARACTER));
