/** A stretch of a manifest's text that can be read on its own, by offsets. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A top-level entry. A long list or mapping under it is cut into its items; `end` of the key's stretch is where they begin. */
export interface EntryStretch extends Stretch {
  readonly items?: readonly Stretch[];
}

/**
 * Cuts a manifest at its plain indentation: into top-level entries, and those that hold a block list or mapping into
 * their items. Each stretch can then be parsed alone, means the same as in the whole, and is parsed again only when it
 * changes. Also, what is wrong in one does not spoil the next.
 *
 * Undefined where the text is not of such plain shape (JSON, directives, an indented beginning): then it has to be read
 * as a whole.
 */
export function entryStretches(text: string): readonly EntryStretch[] | undefined {
  const entries: EntryStretch[] = [];
  let start = -1;
  let marked = false;
  for (let at = text.charCodeAt(0) === BOM ? 1 : 0; at < text.length; ) {
    const end = lineEnd(text, at);
    const what = lineAtMargin(text, at, end);
    if (what === 'entry') {
      if (start >= 0) entries.push(withItems(text, start, at));
      start = at;
    } else if (what === 'marker') {
      if (start >= 0 || marked) return undefined;
      marked = true;
    } else if (what === 'end') {
      break;
    } else if (what === 'unusual' || (what === 'more' && start < 0)) {
      return undefined;
    }
    at = end;
  }
  if (start >= 0) entries.push(withItems(text, start, text.length));
  return entries;
}

/** `nothing` for blank lines and comments; `more` for what goes on with the entry above. */
function lineAtMargin(
  text: string,
  at: number,
  end: number,
): 'entry' | 'more' | 'nothing' | 'marker' | 'end' | 'unusual' {
  const code = text.charCodeAt(at);
  if (code === SPACE || code === TAB || code === NEWLINE || code === RETURN)
    return isBlank(text, at, end) ? 'nothing' : 'more';
  if (code === HASH) return 'nothing';
  if (isWord(code)) return 'entry';
  if (code === DASH) {
    const next = text.charCodeAt(at + 1);
    if (isSpace(next)) return 'more';
    return /^---[ \t]*(?:#.*)?\r?\n?$/.test(text.slice(at, Math.min(end, at + 500))) ? 'marker' : 'unusual';
  }
  if (code === DOT && /^\.\.\.[ \t\r\n]*$/.test(text.slice(at, Math.min(end, at + 500)))) return 'end';
  // Brackets that close a list or mapping at the margin.
  if (code === CLOSE_LIST || code === CLOSE_MAP) return 'more';
  if (code === QUOTE || code === APOSTROPHE)
    return /^(["'])[^"'\\\n]*\1[ \t]*:/.test(text.slice(at, Math.min(end, at + 500))) ? 'entry' : 'unusual';
  return 'unusual';
}

function withItems(text: string, start: number, end: number): EntryStretch {
  const first = lineEnd(text, start);
  if (!/^[A-Za-z][\w-]*:[ \t]*(?:#.*)?\r?\n?$/.test(text.slice(start, Math.min(first, start + 500))))
    return { start, end };
  const items: Stretch[] = [];
  let indent = -1;
  let dashes = false;
  let itemStart = -1;
  for (let at = first; at < end; ) {
    const next = lineEnd(text, at);
    const column = indentOf(text, at);
    const code = text.charCodeAt(at + column);
    if (code === TAB) {
      // White space is fine on a blank line and cannot be told from indentation elsewhere.
      if (!isBlank(text, at, next)) return { start, end };
    } else if (at + column < end && code !== NEWLINE && code !== RETURN && code !== HASH) {
      if (indent < 0) {
        indent = column;
        dashes = isDash(text, at + column);
        // A first line without a colon may be the beginning of a long text.
        if (!dashes && (column === 0 || !isWord(code) || !hasColon(text, at, next))) return { start, end };
      }
      if (column <= indent && code !== CLOSE_LIST && code !== CLOSE_MAP) {
        if (column < indent || (dashes ? !isDash(text, at + column) : !isWord(code))) return { start, end };
        if (itemStart >= 0) items.push({ start: itemStart, end: at });
        itemStart = at;
      } else if (itemStart < 0) {
        return { start, end };
      }
    }
    at = next;
  }
  if (itemStart < 0) return { start, end };
  items.push({ start: itemStart, end });
  return { start, end, items };
}

function hasColon(text: string, at: number, end: number): boolean {
  return /:(?:\s|$)/.test(text.slice(at, Math.min(end, at + 500)));
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}

function indentOf(text: string, at: number): number {
  let column = 0;
  while (text.charCodeAt(at + column) === SPACE) column++;
  return column;
}

function isBlank(text: string, at: number, end: number): boolean {
  for (let each = at; each < end; each++) {
    const code = text.charCodeAt(each);
    if (code === HASH) return true;
    if (!isSpace(code)) return false;
  }
  return true;
}

function isDash(text: string, at: number): boolean {
  return text.charCodeAt(at) === DASH && isSpace(text.charCodeAt(at + 1));
}

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB || code === NEWLINE || code === RETURN || Number.isNaN(code);
}

/** A letter, a digit, `_` or `$`: what a key without quotes begins with. */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const DASH = 45;
const DOT = 46;
const CLOSE_LIST = 93;
const CLOSE_MAP = 125;
const BOM = 0xfeff;
