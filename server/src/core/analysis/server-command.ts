import type { Server } from '../model/manifest.ts';
import type { Located } from '../span.ts';

/** The words by which a server is started: program and arguments, without what only passes them on. */
export function serverWords({ command, args }: Server): readonly Located<string>[] {
  let words = command ? [command, ...args] : [];
  for (let before = -1; before !== words.length; ) {
    before = words.length;
    const program = programOf(words[0]?.value ?? '');
    const second = words[1]?.value ?? '';
    if (program === 'cmd' && /^\/[ck]$/i.test(second)) words = words.slice(2);
    else if (program === 'env') words = words.slice(1 + leading(words.slice(1), /^(\w+=|-)/));
    else if (program === 'nice' || program === 'nohup' || program === 'exec') words = words.slice(1);
  }
  return words;
}

/** The name that a program goes by, without its directory and without `.exe` or `.cmd`. */
export function programOf(word: string): string {
  return word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1).replace(/\.(exe|cmd|bat)$/i, '');
}

function leading(words: readonly Located<string>[], like: RegExp): number {
  const end = words.findIndex(({ value }) => !like.test(value));
  return end < 0 ? words.length : end;
}
