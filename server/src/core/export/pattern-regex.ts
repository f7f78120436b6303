import type { Part } from './shapes.ts';

/** Text in which nothing is a sign of a regular expression. */
export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** How words look in the text that a regular expression is put to. */
export interface WordSigns {
  /** A word as the text spells it. */
  readonly spell: (word: string) => string;
  /** One character of a word. */
  readonly character: string;
}

/** A command shape as a regular expression over words that single blanks part; without anchors. */
export function commandRegex(shape: readonly Part[], { spell, character }: WordSigns): string {
  const word = `${character}+`;
  let text = '';
  for (const [index, part] of shape.entries()) {
    if (part.kind === 'rest') {
      text += index === 0 ? `${word}(?: ${word})*` : `(?: ${word})*`;
      continue;
    }
    const gap = index === 0 ? '' : ' ';
    if (part.kind === 'literal') text += gap + escaped(spell(part.text));
    else if (part.kind === 'any') text += gap + word;
    else text += gap + part.texts.map((each) => (each === '' ? '' : escaped(spell(each)))).join(`${character}*`);
  }
  return text;
}

/** A path shape as a regular expression, without its root and without anchors. */
export function pathRegex(parts: readonly Part[], character: string): string {
  let text = '';
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part.kind === 'rest') text += last ? `${character}+(?:\\/${character}+)*` : `(?:${character}+\\/)*`;
    else {
      text +=
        part.kind === 'literal'
          ? escaped(part.text)
          : part.kind === 'any'
            ? `${character}+`
            : part.texts.map(escaped).join(`${character}*`);
      if (!last) text += '\\/';
    }
  }
  return text;
}
