import type { Word } from '../scope/command.ts';
import type { ShellWord } from './shell-node.ts';
import type { WordNode, WordPart } from './shell-parser.ts';

/** A piece of a word: text that is known, or something of which only its kind is. */
type Piece = { readonly known: string } | { readonly splits: boolean; readonly glob?: string };

/**
 * What is known of a word after quoting is removed. The parser's own value of `"$X"` and of `'$X'` is the same text, so
 * this looks at the parts.
 */
export function readWord(node: WordNode, at: number | undefined, plainGlobs: boolean): ShellWord {
  const pieces: Piece[] = [];
  if (node.parts) for (const part of node.parts) addPieces(part, pieces);
  else pieces.push({ known: node.value });
  const word = wordOf(pieces);
  const tilde = tildeOf(node.text);
  const span = at === undefined ? undefined : { start: node.pos + at, end: node.end + at };
  const inner = word.kind === 'literal' ? node.text.indexOf(word.text) : -1;
  const glob = word.kind === 'dynamic' ? globOf(pieces) : undefined;
  return {
    word,
    text: node.text,
    ...(span && { span }),
    ...(tilde && { tilde }),
    ...(glob !== undefined && plainGlobs && { glob }),
    ...(span && inner >= 0 && { textAt: span.start + inner }),
  };
}

function wordOf(pieces: readonly Piece[]): Word {
  const first = pieces.findIndex((piece) => !('known' in piece));
  if (first < 0) return { kind: 'literal', text: knownText(pieces) };
  const last = pieces.findLastIndex((piece) => !('known' in piece));
  return {
    kind: 'dynamic',
    prefix: knownText(pieces.slice(0, first)),
    suffix: knownText(pieces.slice(last + 1)),
    splits: pieces.some((piece) => !('known' in piece) && piece.splits),
  };
}

function knownText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('known' in piece ? piece.known : '')).join('');
}

function addPieces(part: WordPart, pieces: Piece[], quoted = false): void {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      pieces.push({ known: part.value });
      return;
    case 'DoubleQuoted':
      for (const child of part.parts) addPieces(child, pieces, true);
      return;
    case 'LocaleString':
      // A translation may be anything.
      pieces.push({ splits: false });
      return;
    case 'SimpleExpansion':
      pieces.push({ splits: quoted ? part.text === '$@' : !/^\$[#?$!]$/.test(part.text) });
      return;
    case 'ParameterExpansion':
      pieces.push({ splits: !quoted || /@/.test(part.text) });
      return;
    case 'Glob':
      pieces.push(
        part.kind === 'bracket' && part.parts.some((each) => each.type !== 'Literal' || /[\\![:^]/.test(each.text))
          ? { splits: true }
          : { splits: true, glob: part.text },
      );
      return;
    case 'BraceExpansion':
      pieces.push({
        splits: true,
        ...(/^\{[\w.,-]+\}$/.test(part.text) && !part.text.includes('..') && { glob: part.text }),
      });
      return;
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      pieces.push({ splits: !quoted });
      return;
    case 'ProcessSubstitution':
      // A file name under /dev/fd that nobody can know or use for anything else.
      pieces.push({ splits: false, glob: '/dev/fd/*' });
      return;
    case 'ExtendedGlob':
      pieces.push({ splits: true });
      return;
  }
}

/** The word as a path pattern of ours, or undefined where an expansion may put anything there, `..` included. */
function globOf(pieces: readonly Piece[]): string | undefined {
  let pattern = '';
  for (const piece of pieces) {
    if ('known' in piece) {
      // One unknown character stands for each that our patterns would not take literally.
      pattern += piece.known.replace(/[*?[\]{}!\\,]/g, '?');
    } else if (piece.glob === undefined) {
      return undefined;
    } else {
      pattern += piece.glob.replace(/\*+/g, '*');
    }
  }
  return /(^|\/)\.\.?(\/|$)/.test(pattern) ? undefined : pattern;
}

function tildeOf(text: string): 'home' | 'other' | undefined {
  if (!text.startsWith('~')) return undefined;
  return text === '~' || text.startsWith('~/') ? 'home' : 'other';
}
