import type { Span } from '../span.ts';

/** A line of a manifest that a person has yet to answer: `# question: owner: which team answers for it?` */
export interface OpenQuestion {
  /** What is asked, without the mark. */
  readonly words: string;
  /** What it is about: its first word. */
  readonly span: Span;
}

/** A question as a comment. It is answered by writing the key that it names and taking the comment away. */
export function questionLine(key: string, words: string, indent = ''): string {
  return `${indent}# question: ${key}: ${words}`;
}

/** The questions that stand open in a manifest's text, in its order. */
export function openQuestions(text: string): readonly OpenQuestion[] {
  return [...text.matchAll(/^([ \t]*#[ \t]*question:[ \t]*)(([^\s:]+)[^\r\n]*)$/gm)].map((match) => {
    const start = match.index + match[1]!.length;
    return { words: match[2]!.trim(), span: { start, end: start + match[3]!.length } };
  });
}
