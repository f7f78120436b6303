import type { Source } from '../source.ts';
import type { Span } from '../span.ts';
import type { Node } from '../syntax/node.ts';
import { parseProblems } from '../syntax/parse.ts';
import { shiftedNode } from '../syntax/shift.ts';

/** The YAML at the beginning of a Markdown file, between two lines of `---`. */
export interface Frontmatter {
  /** Of what stands between the lines. */
  readonly span: Span;
  /** With places in the whole file. */
  readonly node: Node | undefined;
  /** The first thing that cannot be read, with its place in the whole file. */
  readonly problem?: { readonly message: string; readonly span: Span };
}

const known = new WeakMap<Source, { readonly found: Frontmatter | undefined }>();

/** Undefined where the file does not begin with frontmatter. Memoised by source. */
export function frontmatterOf(source: Source): Frontmatter | undefined {
  let read = known.get(source);
  if (!read) {
    read = { found: readFrontmatter(source) };
    known.set(source, read);
  }
  return read.found;
}

function readFrontmatter({ uri, text }: Source): Frontmatter | undefined {
  const open = /^\uFEFF?---[ \t]*\r?\n/.exec(text);
  if (!open) return undefined;
  const start = open[0].length;
  const close = /^---[ \t]*\r?$/m.exec(text.slice(start));
  if (!close) return undefined;
  const end = start + close.index;
  const written = text.slice(start, end);
  let { node, problems } = parseProblems({ uri, text: written });
  if (problems.some(isError)) {
    const masked = withMaskedProse(written);
    if (masked !== written) ({ node, problems } = parseProblems({ uri, text: masked }));
  }
  const wrong = problems.find(isError);
  return {
    span: { start, end },
    node: node && shiftedNode(node, start),
    ...(wrong
      ? { problem: { message: wrong.message, span: { start: wrong.start + start, end: wrong.end + start } } }
      : {}),
  };
}

function isError({ severity }: { readonly severity: string }): boolean {
  return severity === 'error';
}

/**
 * Values that read as prose and hold a colon, which strict YAML refuses and people write all the time, are no reason to lose
 * the other keys: letters stand for them, as many as there were.
 */
function withMaskedProse(text: string): string {
  return text.replace(/^([A-Za-z][\w-]*:[ \t]+)([^\s"'[{|>&*!#][^\r\n]*)/gm, (line, key: string, value: string) =>
    /:[ \t]|[ \t]#|:$/.test(value) ? key + 'x'.repeat(value.length) : line,
  );
}
