import { createScanner, type Node as JsonNode, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Source } from '../../source.ts';
import type { Span } from '../../span.ts';
import { DEEPEST } from '../../syntax/depth.ts';
import type { MapEntry, MapNode, Node, ScalarNode, SeqNode } from '../../syntax/node.ts';

/** Something that the text is not, at its place. */
export interface JsonProblem {
  readonly message: string;
  readonly span: Span;
}

export interface JsonTree {
  /** Undefined where nothing can be made of the text. Keys keep their order, and those that stand twice stand twice. */
  readonly node: Node | undefined;
  /** As strict JSON sees it: a tool that takes comments and trailing commas leaves out those of kind `comment`. */
  readonly problems: readonly (JsonProblem & { readonly kind: 'syntax' | 'comment' })[];
}

const known = new WeakMap<Source, JsonTree>();

/** JSON, with comments or without, as a tree with places. Total and linear; memoised by source. */
export function parseJson(source: Source): JsonTree {
  let tree = known.get(source);
  if (!tree) {
    tree = treeOf(source.text);
    known.set(source, tree);
  }
  return tree;
}

/** More mistakes than this in one text are not told apart. */
const MOST_PROBLEMS = 20;

function treeOf(text: string): JsonTree {
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const message = `It is nested deeper than ${DEEPEST} levels, and is not read`;
    return { node: undefined, problems: [{ kind: 'syntax', message, span: { start: deep, end: deep + 1 } }] };
  }
  // A byte order mark is no JSON, and every tool's reader takes it away.
  const clean = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  const errors: ParseError[] = [];
  const root = parseTree(clean, errors, {
    allowTrailingComma: false,
    disallowComments: true,
    allowEmptyContent: false,
  });
  const problems = errors.slice(0, MOST_PROBLEMS).map(({ error, offset, length }) => {
    const code = printParseErrorCode(error);
    const span = { start: offset, end: Math.min(text.length, offset + Math.max(length, 1)) };
    const trailing = code === 'PropertyNameExpected' || code === 'ValueExpected';
    const isComment = code === 'InvalidCommentToken' || (trailing && isTrailingComma(clean, offset));
    return {
      kind: isComment ? ('comment' as const) : ('syntax' as const),
      message: MESSAGES[code] ?? 'This is not JSON',
      span,
    };
  });
  return { node: root && nodeOf(root, clean), problems };
}

const MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: 'A value is a text in double quotes, a number, true, false, null, a list or an object',
  InvalidNumberFormat: 'This is no number',
  PropertyNameExpected: 'A key in double quotes is expected here',
  ValueExpected: 'A value is expected here',
  ColonExpected: 'A colon is expected here',
  CommaExpected: 'A comma is expected here',
  CloseBraceExpected: 'A closing brace is expected here',
  CloseBracketExpected: 'A closing bracket is expected here',
  EndOfFileExpected: 'Nothing is expected after the end of the value',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'The comment has no end',
  UnexpectedEndOfString: 'The text has no closing quote',
  UnexpectedEndOfNumber: 'The number has no end',
  InvalidUnicode: 'This is no code of a character',
  InvalidEscapeCharacter: 'This is no escape that JSON has',
  InvalidCharacter: 'The text has a character that has to be written as an escape',
};

/** Of the scanner's `SyntaxKind`, which is declared in a way that single modules cannot use. */
const TOKEN = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 } as const;

/** The scanner knows strings and comments, so that brackets in them count for nothing. */
function tooDeepAt(text: string): number | undefined {
  if (text.length < DEEPEST) return undefined;
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let kind: number = scanner.scan(); kind !== TOKEN.end; kind = scanner.scan()) {
    if (kind === TOKEN.openBrace || kind === TOKEN.openBracket) {
      if (++depth > DEEPEST) return scanner.getTokenOffset();
    } else if (kind === TOKEN.closeBrace || kind === TOKEN.closeBracket) depth--;
  }
  return undefined;
}

function isTrailingComma(text: string, offset: number): boolean {
  if (text[offset] !== '}' && text[offset] !== ']') return false;
  let at = offset - 1;
  while (at >= 0 && /\s/.test(text[at]!)) at--;
  return text[at] === ',' || text[at] === '/';
}

function nodeOf(node: JsonNode, text: string): Node | undefined {
  const span = { start: node.offset, end: node.offset + node.length };
  switch (node.type) {
    case 'object':
      return { kind: 'map', span, entries: (node.children ?? []).flatMap((each) => entryOf(each, text)) };
    case 'array': {
      const items = (node.children ?? []).map((each) => nodeOf(each, text));
      return {
        kind: 'seq',
        span,
        items,
        itemSpans: (node.children ?? []).map((each) => ({ start: each.offset, end: each.offset + each.length })),
      } satisfies SeqNode;
    }
    case 'property':
      return undefined;
    default:
      return scalarOf(node, text);
  }
}

function entryOf(property: JsonNode, text: string): MapEntry[] {
  const [key, value] = property.children ?? [];
  if (!key) return [];
  return [
    {
      key: scalarOf(key, text),
      value: value && nodeOf(value, text),
      span: { start: property.offset, end: property.offset + property.length },
    },
  ];
}

function scalarOf(node: JsonNode, text: string): ScalarNode {
  const written = text.slice(node.offset, node.offset + node.length);
  if (node.type !== 'string') {
    const value = node.value as number | boolean | null;
    return {
      kind: 'scalar',
      value,
      text: written,
      span: { start: node.offset, end: node.offset + node.length },
      plain: true,
    };
  }
  const value = String(node.value);
  const closed = written.length > 1 && written.endsWith('"') ? 1 : 0;
  const inner = written.slice(1, written.length - closed);
  return {
    kind: 'scalar',
    value,
    text: value,
    span: { start: node.offset + 1, end: node.offset + node.length - closed },
    plain: inner === value,
  };
}

export function isMap(node: Node | undefined): node is MapNode {
  return node?.kind === 'map';
}
