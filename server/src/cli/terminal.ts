import type { Arguments } from './arguments.ts';
import type { Io } from './io.ts';

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green' | 'cyan';
export type Paint = (style: Style, text: string) => string;

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
};

export const plain: Paint = (_style, text) => text;

const coloured: Paint = (style, text) => {
  const [on, off] = CODES[style];
  return text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`;
};

/** Colour on a terminal only, unless somebody says otherwise. See https://no-color.org. */
export function paintFor(parsed: Arguments, io: Io): Paint {
  if (parsed.has('no-color')) return plain;
  if (parsed.has('color')) return coloured;
  return io.terminal && !io.env.NO_COLOR && io.env.TERM !== 'dumb' ? coloured : plain;
}

/** Columns to write in: those of the terminal within reason, else a width that logs can take. */
export function widthOf(io: Io): number {
  return Math.max(40, Math.min(io.columns ?? 100, 120));
}

/** Lines of at most `width` characters, broken at blanks. A longer word stays whole, so that it can be copied. */
export function wrap(
  text: string,
  width: number,
  lengthOf: (word: string) => number = ({ length }) => length,
): string[] {
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of text.split(/\s+/)) {
    const more = lengthOf(word);
    if (line !== '' && length + 1 + more > width) {
      lines.push(line);
      line = word;
      length = more;
    } else {
      length += line === '' ? more : 1 + more;
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}

/** Text of a workspace as it may go to a terminal: control characters and bidirectional overrides are shown, not obeyed. */
export function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be found.
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, (c) =>
    c === '\r' ? '' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
