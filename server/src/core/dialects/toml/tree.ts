import { parse, TomlError } from 'smol-toml';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import { DEEPEST } from '../../syntax/depth.ts';
import type { MapEntry, MapNode, Node, ScalarNode } from '../../syntax/node.ts';
import { keyEnd, scalarAt } from './scalars.ts';

/** Something that the text is not, at its place. */
export interface TomlProblem {
  readonly message: string;
  readonly span: Span;
}

export interface TomlTree {
  /**
   * The document. A table that is written in several pieces is one map; where the text is no TOML it has what can be read of
   * it all the same. Dates are their text.
   */
  readonly node: MapNode;
  /** Why the text is no TOML, at the first place that is none. Readers of TOML refuse the whole file then. */
  readonly problem?: TomlProblem;
}

const known = new WeakMap<Source, TomlTree>();

/** TOML 1.0 as a tree with places. Total and linear; memoised by source. Whether the text is TOML at all, smol-toml says. */
export function parseToml(source: Source): TomlTree {
  let tree = known.get(source);
  if (!tree) {
    const problem = problemOf(source.text);
    tree = { node: new Scanner(source.text).document(), ...(problem && { problem }) };
    known.set(source, tree);
  }
  return tree;
}

function problemOf(text: string): TomlProblem | undefined {
  try {
    parse(text, { maxDepth: DEEPEST });
    return undefined;
  } catch (error) {
    if (!(error instanceof TomlError)) return { message: 'This is not TOML', span: { start: 0, end: 0 } };
    const reason = error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, '');
    const start = offsetOf(text, error.line, error.column);
    const rest = /^[^\s,;=[\]{}#]+/.exec(text.slice(start, start + 200));
    return { message: `This is not TOML: ${reason}`, span: { start, end: start + (rest?.[0].length ?? 0) } };
  }
}

/** Lines and columns from 1. */
function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next < 0) break;
    at = next + 1;
  }
  return Math.min(text.length, at + Math.max(0, column - 1));
}

/** A table while it grows. */
interface Table {
  readonly kind: 'map';
  span: Span;
  readonly entries: Entry[];
  readonly byKey: Map<string, Entry>;
}

interface Entry {
  readonly key: ScalarNode;
  value: Node | Table | Tables | undefined;
  span: Span;
}

/** A list of tables while it grows. */
interface Tables {
  readonly kind: 'seq';
  span: Span;
  readonly items: Table[];
  readonly itemSpans: Span[];
  readonly grows: true;
}

const tableAt = (start: number, end: number): Table => ({
  kind: 'map',
  span: { start, end },
  entries: [],
  byKey: new Map(),
});

class Scanner {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): MapNode {
    const root = tableAt(0, this.#text.length);
    let current = root;
    for (this.#skipBlank(true); this.#at < this.#text.length; this.#skipBlank(true)) {
      const before = this.#at;
      if (this.#text[this.#at] === '[') current = this.#header(root) ?? current;
      else this.#pair(current);
      // Also after text that is no statement; every round gets ahead.
      this.#at = lineEnd(this.#text, Math.max(this.#at, before + 1));
    }
    finish(root);
    root.span = { start: 0, end: this.#text.length };
    return root as unknown as MapNode;
  }

  /** `[a.b]` or `[[a.b]]`: the table that follows; undefined where it is neither. */
  #header(root: Table): Table | undefined {
    const start = this.#at;
    const isList = this.#text[start + 1] === '[';
    this.#at += isList ? 2 : 1;
    const path = this.#path();
    if (!path || this.#text[this.#at] !== ']') return undefined;
    this.#at++;
    if (isList && this.#text[this.#at] === ']') this.#at++;
    const span = { start, end: this.#at };
    let table: Table | undefined = root;
    for (const [i, key] of path.entries()) table = table && descend(table, key, span, isList && i === path.length - 1);
    return table;
  }

  /** `a.b = value`: whether it is one. */
  #pair(table: Table): boolean {
    const path = this.#path();
    if (!path || this.#text[this.#at] !== '=') return false;
    this.#at++;
    this.#skipBlank(false);
    const value = this.#value();
    const last = path.pop()!;
    let owner: Table | undefined = table;
    for (const key of path) owner = owner && descend(owner, key, key.span, false);
    const span = { start: path[0]?.span.start ?? last.span.start, end: this.#at };
    if (owner) put(owner, { key: last, value, span });
    return true;
  }

  /** Keys with dots between them. */
  #path(): ScalarNode[] | undefined {
    const path: ScalarNode[] = [];
    for (;;) {
      this.#skipBlank(false);
      const start = this.#at;
      const end = keyEnd(this.#text, start);
      if (end === undefined) return undefined;
      path.push(scalarAt(this.#text, start, end, true));
      this.#at = end;
      this.#skipBlank(false);
      if (this.#text[this.#at] !== '.') return path;
      this.#at++;
    }
  }

  #value(): Node | undefined {
    const c = this.#text[this.#at];
    if (c !== '[' && c !== '{') {
      const start = this.#at;
      const end = valueEnd(this.#text, start);
      if (end === start) return undefined;
      this.#at = end;
      return scalarAt(this.#text, start, end, false);
    }
    if (++this.#depth > DEEPEST) {
      this.#at = this.#text.length;
      return undefined;
    }
    const node = c === '[' ? this.#list() : this.#inlineTable();
    this.#depth--;
    return node;
  }

  #list(): Node {
    const start = this.#at++;
    const items: (Node | undefined)[] = [];
    const itemSpans: Span[] = [];
    for (;;) {
      this.#skipBlank(true);
      const c = this.#text[this.#at];
      if (c === undefined) break;
      if (c === ']' || c === ',') {
        this.#at++;
        if (c === ']') break;
        continue;
      }
      const from = this.#at;
      const item = this.#value();
      if (this.#at === from) break;
      items.push(item);
      itemSpans.push({ start: from, end: this.#at });
    }
    return { kind: 'seq', span: { start, end: this.#at }, items, itemSpans };
  }

  #inlineTable(): Node {
    const start = this.#at++;
    const table = tableAt(start, start);
    for (;;) {
      this.#skipBlank(true);
      const c = this.#text[this.#at];
      if (c === undefined) break;
      if (c === '}' || c === ',') {
        this.#at++;
        if (c === '}') break;
        continue;
      }
      const from = this.#at;
      if (!this.#pair(table) || this.#at === from) break;
    }
    table.span = { start, end: this.#at };
    return table as unknown as MapNode;
  }

  /** Blanks, and with `lines` also line ends and comments. */
  #skipBlank(lines: boolean): void {
    for (;;) {
      const c = this.#text[this.#at];
      if (c === ' ' || c === '\t' || (lines && (c === '\n' || c === '\r' || c === '\uFEFF'))) this.#at++;
      else if (lines && c === '#') this.#at = lineEnd(this.#text, this.#at);
      else return;
    }
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Where a value that is no list and no table ends. */
function valueEnd(text: string, start: number): number {
  if (text[start] === '"' || text[start] === "'") return keyEnd(text, start, true) ?? lineEnd(text, start);
  const bare = /[^,\]}#\n\r]*/y;
  bare.lastIndex = start;
  return start + (bare.exec(text)?.[0].trimEnd().length ?? 0);
}

/** The table below a key: there already, or new. Undefined where something else is there. */
function descend(owner: Table, key: ScalarNode, span: Span, append: boolean): Table | undefined {
  const entry = owner.byKey.get(key.text);
  if (!entry) {
    const table = tableAt(span.start, span.end);
    const value: Table | Tables = append
      ? { kind: 'seq', span: table.span, items: [table], itemSpans: [table.span], grows: true }
      : table;
    put(owner, { key, value, span });
    return table;
  }
  const { value } = entry;
  if (value && 'byKey' in value) return append ? undefined : value;
  if (!value || !('grows' in value)) return undefined;
  if (!append) return value.items[value.items.length - 1];
  const table = tableAt(span.start, span.end);
  value.items.push(table);
  value.itemSpans.push(table.span);
  return table;
}

function put(owner: Table, entry: Entry): void {
  owner.entries.push(entry);
  if (!owner.byKey.has(entry.key.text)) owner.byKey.set(entry.key.text, entry);
}

/** A table reaches as far as what is in it. */
function finish(table: Table): void {
  for (const entry of table.entries) {
    const { value } = entry;
    if (value && 'grows' in value) {
      for (const [i, item] of value.items.entries()) {
        finish(item);
        value.itemSpans[i] = item.span;
      }
      value.span = { start: value.span.start, end: value.items[value.items.length - 1]!.span.end };
    } else if (value && 'byKey' in value) {
      finish(value);
    } else {
      continue;
    }
    entry.span = { start: entry.span.start, end: Math.max(entry.span.end, value.span.end) };
  }
  const end = Math.max(table.span.end, ...table.entries.map((entry) => entry.span.end));
  table.span = { start: table.span.start, end };
}

/** The entry with this key, of something that may be no table. */
export function entryIn(node: Node | undefined, key: string): MapEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.text === key) : undefined;
}
