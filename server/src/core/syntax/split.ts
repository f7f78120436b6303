import type { Document, Source, SourceFile } from '../source.ts';
import { costOf, MOST_COST, SOURCE_COST } from './limits.ts';

/**
 * Cuts a file into its manifests. A line that begins with `---` begins a manifest and one that begins with `...` ends
 * one, wherever it stands: YAML knows no text in which such a line could mean anything else. Comments, directives and
 * blank lines before a marker belong to the manifest that it begins, unless another one is still going on.
 *
 * Sources of `previous` whose text is unchanged are carried over as the same objects: first those at the beginning,
 * then those at the end, each at most once, so that two identical manifests in a file stay two objects.
 */
export function splitSources(document: Document, previous?: SourceFile): SourceFile {
  const starts = startsOf(document.text);
  const texts = starts.map((start, index) => document.text.slice(start, starts[index + 1]));
  const sources = carriedOver(document.uri, texts, previous?.sources ?? []);
  const count = withinLimit(document.text, sources);
  if (count === sources.length) return { document, starts, sources };
  const start = starts[count]!;
  const rest: Source = { uri: document.uri, text: document.text.slice(start) };
  beyondLimit.add(rest);
  return { document, starts: starts.slice(0, count + 1), sources: [...sources.slice(0, count), rest] };
}

const beyondLimit = new WeakSet<Source>();

/** Whether this is the rest of a file of which enough has been read already. It is one source, and not read. */
export function isBeyondLimit(source: Source): boolean {
  return beyondLimit.has(source);
}

const costs = new WeakMap<Source, number>();

/** How many of the sources are read. A first one that is itself too large is read as far as that goes. */
function withinLimit(text: string, sources: readonly Source[]): number {
  // Most files are far from the limit, however they are written.
  if (sources.length === 1) return 1;
  if (sources.length * SOURCE_COST + text.length * 31 <= MOST_COST) return sources.length;
  let sum = 0;
  for (const [index, source] of sources.entries()) {
    let cost = costs.get(source);
    if (cost === undefined) {
      cost = SOURCE_COST + costOf(source.text);
      costs.set(source, cost);
    }
    sum += cost;
    if (sum > MOST_COST && index > 0) return index;
  }
  return sources.length;
}

function carriedOver(uri: string, texts: readonly string[], before: readonly Source[]): Source[] {
  const sources = new Array<Source>(texts.length);
  const most = Math.min(texts.length, before.length);
  const same = (index: number, old: number) =>
    before[old]!.uri === uri && before[old]!.text === texts[index] && !beyondLimit.has(before[old]!);
  let head = 0;
  while (head < most && same(head, head)) {
    sources[head] = before[head]!;
    head++;
  }
  let tail = 0;
  while (tail < most - head && same(texts.length - 1 - tail, before.length - 1 - tail)) {
    sources[texts.length - 1 - tail] = before[before.length - 1 - tail]!;
    tail++;
  }
  const changed = before.length - head - tail;
  for (let index = head; index < texts.length - tail; index++) {
    const source: Source = { uri, text: texts.length === 1 ? texts[index]! : detached(texts[index]!) };
    // An edit within one manifest: what was parsed of the old text is of use for the new one.
    const ancestor = index - head < changed ? before[index] : undefined;
    if (ancestor) ancestors.set(source, ancestor);
    sources[index] = source;
  }
  return sources;
}

/** A copy of the text, so that a small part does not keep a large whole in memory. */
export function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

const ancestors = new WeakMap<Source, Source>();

/** The source that this one was edited from, if any; forgotten once asked, so that no chain of them stays in memory. */
export function takeAncestor(source: Source): Source | undefined {
  const ancestor = ancestors.get(source);
  ancestors.delete(source);
  return ancestor;
}

const MARKER = /^(---|\.\.\.)(?=[ \t\r]|$)/gm;

function startsOf(text: string): number[] {
  const starts = [0];
  if (!text.includes('---') && !text.includes('...')) return starts;
  for (const match of text.matchAll(MARKER)) {
    const at = match.index;
    const last = starts[starts.length - 1]!;
    if (match[1] === '---') {
      // What precedes the marker is a manifest of its own only if it has any content.
      const before = text.slice(last, at);
      if (at > last && !isPreamble(before)) starts.push(at);
    } else {
      const next = text.indexOf('\n', at);
      const after = next < 0 ? text.length : next + 1;
      if (after < text.length) starts.push(after);
    }
  }
  // Blank lines and comments after the last marker `...` are no manifest.
  const last = starts[starts.length - 1]!;
  if (starts.length > 1 && !/^---/.test(text.slice(last, last + 3)) && isPreamble(text.slice(last))) starts.pop();
  return starts;
}

/** Nothing but blank lines, comments and directives. */
function isPreamble(text: string): boolean {
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).trimStart();
    if (line !== '' && line[0] !== '#' && line[0] !== '%') return false;
    at = end + 1;
  }
  return true;
}
