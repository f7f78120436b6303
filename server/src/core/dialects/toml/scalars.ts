import { parse } from 'smol-toml';
import type { ScalarNode } from '../../syntax/node.ts';

const BARE = /[A-Za-z0-9_-]+/y;

/** Where the key or string that begins at `start` ends: a bare word, or quotes. Undefined where there is none. */
export function keyEnd(text: string, start: number, multiline = false): number | undefined {
  const quote = text[start];
  if (quote !== '"' && quote !== "'") {
    if (multiline) return undefined;
    BARE.lastIndex = start;
    const word = BARE.exec(text)?.[0];
    return word === undefined ? undefined : start + word.length;
  }
  const isTriple = multiline && text.startsWith(quote.repeat(3), start);
  const close = isTriple ? quote.repeat(3) : quote;
  for (let at = start + close.length; at < text.length; at++) {
    const c = text[at];
    if (c === '\\' && quote === '"') at++;
    else if (!isTriple && c === '\n') return undefined;
    else if (c === quote && text.startsWith(close, at)) {
      let end = at + close.length;
      // Up to two quotes more belong to what a multi-line string says.
      if (isTriple) for (let more = 0; more < 2 && text[end] === quote; more++) end++;
      return end;
    }
  }
  return undefined;
}

/** The scalar that is written between two places. What needs more than a look, smol-toml reads. */
export function scalarAt(text: string, start: number, end: number, isKey: boolean): ScalarNode {
  const written = text.slice(start, end);
  const quote = written[0];
  if (quote !== '"' && quote !== "'") {
    const value = isKey ? written : bareValue(written);
    return { kind: 'scalar', value, text: written, span: { start, end }, plain: true };
  }
  const width = !isKey && written.startsWith(quote.repeat(3)) && written.length >= 6 ? 3 : 1;
  const inner = written.slice(width, written.length - width);
  const span = { start: start + width, end: Math.max(start + width, end - width) };
  const isPlain = width === 1 && !(quote === '"' && inner.includes('\\'));
  const value = isPlain ? inner : String(read(written) ?? inner);
  return { kind: 'scalar', value, text: value, span, plain: inner === value };
}

function bareValue(written: string): ScalarNode['value'] {
  if (written === 'true' || written === 'false') return written === 'true';
  const value = read(written);
  if (typeof value === 'number') return value;
  // A date, or nothing that TOML knows.
  return written;
}

function read(written: string): unknown {
  try {
    return parse(`v = ${written}`).v;
  } catch {
    return undefined;
  }
}
