import type { Span } from '../span.ts';

/** A list item in a {@link Writing.path}. */
export const ITEM = '-';

/**
 * What is being written at an offset. Worked out from the text alone, by indentation and brackets, since half-typed text
 * has no tree that could be trusted.
 */
export interface Writing {
  /** Keys and list items from the top of the manifest to what is being written: `['allow', '-', 'read', '-']`. */
  readonly path: readonly string[];
  /** `key`: a key, or a plain item of a list; what `path` expects decides. `value`: what follows a key or stands in brackets. */
  readonly at: 'key' | 'value' | 'comment';
  /** The word so far and what continues it after the offset. */
  readonly word: Span;
  /** The part of the word before the offset. */
  readonly typed: string;
  /** The quote that the word stands in. */
  readonly quote: '"' | "'" | '';
  /** Whether that quote is closed behind the word. */
  readonly closed: boolean;
  /** The innermost bracket that is open. */
  readonly bracket: '[' | '{' | '';
  /** The other keys of the mapping that is being written in. */
  readonly siblings: readonly string[];
  /** Where the keys of that mapping begin in their lines. */
  readonly indent: number;
  /** True where a colon follows already. */
  readonly hasColon: boolean;
  /** True where nothing but white space precedes on the line. */
  readonly lineStart: boolean;
}

interface Frame {
  readonly kind: 'map' | 'list';
  readonly indent: number;
  readonly keys: string[];
  /** The key whose value is going on. */
  key: string;
  /** Whether that key has a value on its own line. */
  valued: boolean;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#,[\]{}"'&*!|>%@`-][^#]*?|-[^\s:][^#]*?)\s*:(?=\s|$)/;

export function writingAt(text: string, offset: number): Writing {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const nextFeed = text.indexOf('\n', offset);
  const lineEnd = nextFeed < 0 ? text.length : nextFeed;
  const stack: Frame[] = [];
  let at = 0;
  let blockScalar = -1;
  while (at < lineStart) {
    const feed = text.indexOf('\n', at);
    const line = text.slice(at, feed);
    const next = feed + 1;
    const indent = indentOf(line);
    if (/^\s*(#.*)?$/.test(line) || (blockScalar >= 0 && indent > blockScalar)) {
      at = next;
      continue;
    }
    blockScalar = -1;
    if (/^(---|\.\.\.)(\s|$)/.test(line)) {
      stack.length = 0;
      at = next;
      continue;
    }
    const { rest, column, key } = enter(stack, line, indent);
    if (key !== undefined && /^[|>]/.test(rest)) blockScalar = indent;
    const opened = /^[[{]/.test(rest) ? at + column : -1;
    if (opened >= 0) {
      const flow = scanFlow(text, opened, offset, indent);
      if (flow.end === undefined) return inFlow(text, offset, lineEnd, stack, flow.frames, opened, lineStart);
      at = text.indexOf('\n', flow.end - 1) + 1 || text.length + 1;
      // A bracket that closes beyond the cursor's line was left open; the line is read on its own.
      if (at > lineStart) at = lineStart;
      continue;
    }
    at = next;
  }
  return inBlock(text, offset, lineStart, lineEnd, stack);
}

/** Takes a line's dashes and its key onto the stack; returns what follows them and where. */
function enter(
  stack: Frame[],
  line: string,
  indent: number,
): { readonly rest: string; readonly column: number; readonly key: string | undefined } {
  let column = indent;
  let rest = line.slice(indent);
  leave(stack, column, /^-(\s|$)/.test(rest));
  for (let dash = /^-(\s+|$)/.exec(rest); dash; dash = /^-(\s+|$)/.exec(rest)) {
    const top = stack.at(-1);
    if (top?.kind !== 'list' || top.indent !== column) {
      stack.push({ kind: 'list', indent: column, keys: [], key: ITEM, valued: false });
    }
    column += dash[0].length;
    rest = rest.slice(dash[0].length);
  }
  const match = KEY.exec(rest);
  if (!match) return { rest, column, key: undefined };
  const key = unquoted(match[1]!);
  const after = /^\s*/.exec(rest.slice(match[0].length))![0].length;
  const value = rest.slice(match[0].length + after);
  const valued = value !== '' && !value.startsWith('#');
  const top = stack.at(-1);
  if (top?.kind === 'map' && top.indent === column) {
    top.keys.push(key);
    top.key = key;
    top.valued = valued;
  } else {
    stack.push({ kind: 'map', indent: column, keys: [key], key, valued });
  }
  return { rest: value, column: column + match[0].length + after, key };
}

/** Leaves what is further in than a column. A list may stand at the column of the key that it belongs to. */
function leave(stack: Frame[], column: number, dash: boolean): void {
  for (;;) {
    const top = stack.at(-1);
    if (!top) return;
    const inside = top.indent < column || (top.indent === column && (top.kind === 'map' || dash));
    if (inside) return;
    stack.pop();
  }
}

function inBlock(text: string, offset: number, lineStart: number, lineEnd: number, stack: Frame[]): Writing {
  const before = text.slice(lineStart, offset);
  const after = text.slice(offset, lineEnd).replace(/\r$/, '');
  const indent = indentOf(before);
  if (isInComment(before)) {
    const word = /[\w-]*$/.exec(before)![0];
    return written(text, offset, 'comment', pathOf(stack), word, '', '', [], indent, after);
  }
  const { rest, column, key } = enter(stack, before, indent);
  if (key !== undefined) {
    const path = pathOf(stack);
    if (/^[[{]/.test(rest)) {
      const opened = lineStart + column;
      return inFlow(text, offset, lineEnd, stack, scanFlow(text, opened, offset, -1).frames, opened, lineStart);
    }
    const { word, quote } = wordOf(rest);
    return written(text, offset, 'value', path, word, quote, '', [], column, after);
  }
  if (/^[[{]/.test(rest)) {
    const opened = lineStart + column;
    return inFlow(text, offset, lineEnd, stack, scanFlow(text, opened, offset, -1).frames, opened, lineStart);
  }
  const top = stack.at(-1);
  const inMap = top?.kind === 'map' && top.indent === column;
  // Deeper than a key that has no value yet: what is written becomes its value.
  const path = inMap ? pathOf(stack.slice(0, -1)) : pathOf(stack, top?.kind === 'map' && top.valued);
  const { word, quote } = wordOf(rest);
  const siblings = inMap ? [...top.keys, ...keysBelow(text, lineEnd, column)] : keysBelow(text, lineEnd, column);
  return written(
    text,
    offset,
    'key',
    path,
    word,
    quote,
    '',
    siblings,
    column,
    after,
    /^\s*$/.test(before.slice(0, before.length - word.length)),
  );
}

interface FlowFrame {
  readonly bracket: '[' | '{';
  readonly keys: string[];
  key: string;
  at: 'key' | 'value';
  /** Where the word that is going on begins. */
  from: number;
}

/** Follows brackets from where one opens to its end, or to the offset. */
function scanFlow(
  text: string,
  opened: number,
  offset: number,
  indent: number,
): { readonly frames: FlowFrame[]; readonly end: number | undefined } {
  const frames: FlowFrame[] = [];
  for (let at = opened; at < offset; at++) {
    const char = text[at]!;
    const top = frames.at(-1);
    if (char === '"' || char === "'") {
      if (top && text.slice(top.from, at).trim() === '') {
        const close = closingQuote(text, at, offset);
        if (close === undefined) return { frames, end: undefined };
        at = close;
      }
    } else if (char === '[' || char === '{') {
      frames.push({ bracket: char, keys: [], key: '', at: char === '{' ? 'key' : 'value', from: at + 1 });
    } else if (char === ']' || char === '}') {
      frames.pop();
      if (frames.length === 0) return { frames, end: at + 1 };
    } else if (char === ',' && top) {
      top.from = at + 1;
      if (top.bracket === '{') top.at = 'key';
    } else if (char === ':' && top?.bracket === '{' && top.at === 'key' && /[\s[{"']/.test(text[at + 1] ?? ' ')) {
      top.key = unquoted(text.slice(top.from, at).trim());
      top.keys.push(top.key);
      top.at = 'value';
      top.from = at + 1;
    } else if (char === '#' && /\s/.test(text[at - 1] ?? ' ')) {
      const feed = text.indexOf('\n', at);
      at = feed < 0 ? offset : feed - 1;
    } else if (char === '\n' && indent >= 0) {
      // A line that is no further in than the key that opened the bracket, and has a key or a dash: it was never closed.
      const line = text.slice(at + 1, text.indexOf('\n', at + 1) < 0 ? text.length : text.indexOf('\n', at + 1));
      if (line.trim() !== '' && indentOf(line) <= indent && (/^\s*-\s/.test(line) || KEY.test(line.trim()))) {
        return { frames, end: at + 1 };
      }
    }
  }
  return { frames, end: undefined };
}

function closingQuote(text: string, from: number, offset: number): number | undefined {
  const quote = text[from]!;
  for (let at = from + 1; at < offset; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at;
    else if (text[at] === '\n') return undefined;
  }
  return undefined;
}

function inFlow(
  text: string,
  offset: number,
  lineEnd: number,
  stack: readonly Frame[],
  frames: readonly FlowFrame[],
  opened: number,
  lineStart: number,
): Writing {
  const path = pathOf(stack);
  frames.forEach((frame, index) => {
    const last = index === frames.length - 1;
    if (frame.bracket === '[') path.push(ITEM);
    else if (frame.at === 'value' || !last) path.push(frame.key);
  });
  const top = frames.at(-1);
  const after = text.slice(offset, lineEnd).replace(/\r$/, '');
  if (!top) {
    // Behind the closing bracket: nothing is written there.
    return written(text, offset, 'comment', pathOf(stack), '', '', '', [], opened - lineStart, after);
  }
  const { word, quote } = wordOf(text.slice(top.from, offset).replace(/^\s+/, ''));
  const siblings = top.bracket === '{' ? [...top.keys, ...flowKeysAfter(text, offset, lineEnd)] : [];
  return written(text, offset, top.at, path, word, quote, top.bracket, siblings, opened - lineStart, after);
}

/** Keys that follow in the same braces, on the same line. */
function flowKeysAfter(text: string, offset: number, lineEnd: number): string[] {
  const keys: string[] = [];
  let depth = 0;
  let from = -1;
  for (let at = offset; at < lineEnd; at++) {
    const char = text[at]!;
    if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') {
      if (--depth < 0) break;
    } else if (depth === 0 && char === ',') from = at + 1;
    else if (depth === 0 && char === ':' && from >= 0) {
      keys.push(unquoted(text.slice(from, at).trim()));
      from = -1;
    }
  }
  return keys;
}

/** Keys at a column on the lines below, until one that is further out. */
function keysBelow(text: string, lineEnd: number, column: number): string[] {
  const keys: string[] = [];
  for (let at = lineEnd + 1; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const line = text.slice(at, feed < 0 ? text.length : feed);
    at = feed < 0 ? text.length : feed + 1;
    if (/^\s*(#.*)?$/.test(line)) continue;
    const indent = indentOf(line);
    if (indent < column || (indent === column && /^\s*-(\s|$)/.test(line)) || /^(---|\.\.\.)/.test(line)) break;
    const match = indent === column ? KEY.exec(line.slice(indent)) : null;
    if (match) keys.push(unquoted(match[1]!));
  }
  return keys;
}

function written(
  text: string,
  offset: number,
  at: Writing['at'],
  path: readonly string[],
  typed: string,
  quote: Writing['quote'],
  bracket: Writing['bracket'],
  siblings: readonly string[],
  indent: number,
  after: string,
  lineStart = false,
): Writing {
  // Within quotes a word goes on to the quote; elsewhere to white space or a mark of the syntax.
  const tail =
    quote === ''
      ? /^[^\s,[\]{}#:"']*/.exec(after)![0]
      : (new RegExp(`^[^${quote}\\n]*(?=${quote})`).exec(after)?.[0] ?? '');
  const word = { start: offset - typed.length, end: offset + tail.length };
  const behind = after.slice(tail.length);
  return {
    path,
    at,
    word,
    typed: text.slice(word.start, offset),
    quote,
    closed: quote !== '' && behind.startsWith(quote),
    bracket,
    siblings,
    indent,
    hasColon: /^['"]?\s*:/.test(behind),
    lineStart,
  };
}

function pathOf(stack: readonly Frame[], withoutLast = false): string[] {
  const path = stack.map((frame) => (frame.kind === 'list' ? ITEM : frame.key));
  if (withoutLast) path.pop();
  return path;
}

function wordOf(rest: string): { readonly word: string; readonly quote: Writing['quote'] } {
  const quote = rest[0];
  if (quote === '"' || quote === "'") return { word: rest.slice(1), quote };
  return { word: rest, quote: '' };
}

function indentOf(line: string): number {
  let indent = 0;
  while (line[indent] === ' ') indent++;
  return indent;
}

function unquoted(key: string): string {
  return /^(["']).*\1$/.test(key) ? key.slice(1, -1) : key;
}

function isInComment(before: string): boolean {
  let quote = '';
  for (let at = 0; at < before.length; at++) {
    const char = before[at]!;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '#' && (at === 0 || /\s/.test(before[at - 1]!))) return true;
    else if ((char === '"' || char === "'") && /(^|[\s[{,:])$/.test(before.slice(0, at))) quote = char;
  }
  return false;
}
