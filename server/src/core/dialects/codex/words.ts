/**
 * A shell text as words, the way that the Rust crate `shlex` splits it: quotes, backslashes and comments, and nothing else
 * of a shell. Undefined where a quote or a backslash has no end.
 */
export function shlexSplit(text: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && ' \t\n'.includes(text[at]!)) at++;
    if (at >= text.length) return words;
    if (text[at] === '#') {
      while (at < text.length && text[at] !== '\n') at++;
      continue;
    }
    let word = '';
    while (at < text.length && !' \t\n'.includes(text[at]!)) {
      const part = wordPart(text, at);
      if (part === undefined) return undefined;
      word += part.value;
      at = part.end;
    }
    words.push(word);
  }
}

function wordPart(text: string, at: number): { value: string; end: number } | undefined {
  const c = text[at]!;
  if (c === '\\') {
    const next = text[at + 1];
    if (next === undefined) return undefined;
    return { value: next === '\n' ? '' : next, end: at + 2 };
  }
  if (c === "'") {
    const end = text.indexOf("'", at + 1);
    return end < 0 ? undefined : { value: text.slice(at + 1, end), end: end + 1 };
  }
  if (c !== '"') return { value: c, end: at + 1 };
  let value = '';
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '"') return { value, end: i + 1 };
    if (text[i] !== '\\') {
      value += text[i];
      continue;
    }
    const next = text[++i];
    if (next === undefined) return undefined;
    if (next !== '\n') value += '$`"\\'.includes(next) ? next : `\\${next}`;
  }
  return undefined;
}

/** An absolute path without `.`, `..` and empty parts; undefined where it is not absolute. */
export function absolutePath(path: string): string | undefined {
  if (!path.startsWith('/')) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A directory that we do not know, deep enough for every `..` that somebody writes. */
const UNKNOWN = '\0';

/**
 * The program that a first word names, as Codex resolves it: an absolute path as it is, and any other from the working
 * directory, also a bare name. Undefined where nothing is left of it but directories.
 */
export function programOf(word: string): { readonly name: string; readonly path?: string } | undefined {
  const absolute = absolutePath(word);
  const path = absolute ?? absolutePath(`/${`${UNKNOWN}/`.repeat(50)}${word}`)!;
  const name = baseName(path);
  if (name === undefined || name === UNKNOWN) return undefined;
  return absolute === undefined ? { name } : { name, path: absolute };
}

/** The last part of a path, as Rust's `file_name` has it: undefined where there is none. */
export function baseName(path: string): string | undefined {
  const last = path.split('/').findLast((part) => part !== '' && part !== '.');
  return last === undefined || last === '..' ? undefined : last;
}
