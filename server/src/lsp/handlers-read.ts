import {
  type CodeLens,
  type CodeLensParams,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  FoldingRangeKind,
  type FoldingRangeParams,
  type Hover,
  type HoverParams,
  type InlayHint,
  type InlayHintParams,
  MarkupKind,
  type SelectionRange,
  type SelectionRangeParams,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensParams,
  type SemanticTokensRangeParams,
  type SymbolInformation,
} from 'vscode-languageserver';
import { codeLenses } from '../core/features/code-lens.ts';
import { hoverAt } from '../core/features/hover.ts';
import { inlayHints } from '../core/features/inlay-hints.ts';
import { documentLinks } from '../core/features/links.ts';
import { semanticTokens, TOKEN_TYPES } from '../core/features/semantic-tokens.ts';
import { foldingSpans, selectionSpans } from '../core/features/structure.ts';
import { type OutlineSymbol, outlineOf } from '../core/features/symbols.ts';
import { readManifest } from '../core/model/read.ts';
import type { Source, SourceFile } from '../core/source.ts';
import type { Span } from '../core/span.ts';
import type { ReadSource } from '../core/workspace/workspace.ts';
import { COMMANDS } from '../protocol/index.ts';
import { childUri, isReadOnlyScheme, normalUri } from './documents.ts';
import { offsetIn, spanIn, spotOf, viewOf } from './from-lsp.ts';
import { linesOf, positionAt } from './lines.ts';
import { type Session, spotAt } from './session.ts';
import { SYMBOL_KINDS, toLocation, toLocations, toPosition, toRange } from './to-lsp.ts';
import type { View } from './workspaces.ts';

export async function hover(session: Session, params: HoverParams): Promise<Hover | null> {
  const spot = await spotOf(session, params);
  if (!spot) return null;
  const uri = normalUri(params.textDocument.uri);
  // What a line allowed before is asked for on the side that somebody changes.
  const base = isReadOnlyScheme(uri) ? undefined : await session.baseText(uri);
  const found = hoverAt(spot.view.snapshot, spot.source, spot.offset, {
    options: spot.view.options,
    ...(base ? { base } : {}),
  });
  if (!found) return null;
  return {
    range: toRange(spot.view.file, spot.start, found.span),
    contents: session.client.markdown
      ? { kind: MarkupKind.Markdown, value: found.markdown }
      : { kind: MarkupKind.PlainText, value: found.markdown.replace(/[*`_]/g, '') },
  };
}

export async function documentSymbols(
  session: Session,
  params: DocumentSymbolParams,
): Promise<DocumentSymbol[] | SymbolInformation[]> {
  const view = await viewOf(session, params.textDocument.uri);
  if (!view) return [];
  const trees = eachSource(view, (read, start) => outlineOf(read).map((symbol) => toSymbol(view.file, start, symbol)));
  return session.client.symbolTree ? trees : trees.flatMap((tree) => flattened(tree, params.textDocument.uri));
}

function toSymbol(file: SourceFile, start: number, symbol: OutlineSymbol): DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: SYMBOL_KINDS[symbol.kind],
    range: toRange(file, start, symbol.span),
    selectionRange: toRange(file, start, symbol.nameSpan),
    children: symbol.children.map((child) => toSymbol(file, start, child)),
  };
}

function flattened(symbol: DocumentSymbol, uri: string, containerName?: string): SymbolInformation[] {
  const { name, kind, range } = symbol;
  const own = { name, kind, location: { uri, range }, ...(containerName ? { containerName } : {}) };
  return [own, ...(symbol.children ?? []).flatMap((child) => flattened(child, uri, name))];
}

export async function folding(session: Session, params: FoldingRangeParams): Promise<FoldingRange[]> {
  const view = await viewOf(session, params.textDocument.uri);
  if (!view) return [];
  return eachSource(view, (read, start) =>
    foldingSpans(read).map((span) => {
      const range = toRange(view.file, start, span);
      return {
        startLine: range.start.line,
        endLine: range.end.line,
        ...(span.kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
      };
    }),
  );
}

export async function selectionRanges(session: Session, params: SelectionRangeParams): Promise<SelectionRange[]> {
  const view = await viewOf(session, params.textDocument.uri);
  if (!view) return [];
  return params.positions.map((position) => {
    const spot = spotAt(view, offsetIn(view, position));
    const spans = spot ? selectionSpans(spot.read, spot.offset) : [];
    let result: SelectionRange | undefined;
    for (const span of [...spans].reverse()) {
      const range = toRange(view.file, spot!.start, span);
      result = result ? { range, parent: result } : { range };
    }
    return result ?? { range: { start: position, end: position } };
  });
}

export async function links(session: Session, params: DocumentLinkParams): Promise<DocumentLink[]> {
  const view = await viewOf(session, params.textDocument.uri);
  if (!view) return [];
  return eachSource(view, (read, start) =>
    documentLinks(view.snapshot, read).flatMap((link) => {
      const range = toRange(view.file, start, link.span);
      if (link.kind === 'url') return { range, target: link.url };
      if (link.kind === 'path') {
        return view.root === undefined ? [] : { range, target: childUri(view.root, link.path) };
      }
      const location = toLocation(session, view.snapshot, link.place);
      if (!location) return [];
      const { line, character } = location.range.start;
      return { range, target: `${location.uri}#${line + 1},${character + 1}` };
    }),
  );
}

export async function tokens(session: Session, params: SemanticTokensParams): Promise<SemanticTokens> {
  const view = await viewOf(session, params.textDocument.uri);
  return view ? tokensWithin(view, { start: 0, end: view.file.document.text.length }) : { data: [] };
}

export async function tokensInRange(session: Session, params: SemanticTokensRangeParams): Promise<SemanticTokens> {
  const view = await viewOf(session, params.textDocument.uri);
  return view ? tokensWithin(view, spanIn(view, params.range)) : { data: [] };
}

function tokensWithin(view: View, span: Span): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  const lines = linesOf(view.file.document);
  eachSource(view, (read, start) => {
    if (start > span.end || start + read.source.text.length < span.start) return [];
    for (const token of semanticTokens(read)) {
      if (start + token.end < span.start || start + token.start > span.end) continue;
      const { line, character } = positionAt(lines, start + token.start);
      builder.push(line, character, token.end - token.start, TOKEN_TYPES.indexOf(token.type), 0);
    }
    return [];
  });
  return builder.build();
}

export async function hints(session: Session, params: InlayHintParams): Promise<InlayHint[]> {
  if (!session.settings.inlayHints.enabled || isReadOnlyScheme(normalUri(params.textDocument.uri))) return [];
  const view = await viewOf(session, params.textDocument.uri);
  if (!view) return [];
  const wanted = spanIn(view, params.range);
  return eachSource(view, (read, start) => {
    if (start > wanted.end || start + read.source.text.length < wanted.start) return [];
    return inlayHints(view.snapshot, read, view.options)
      .filter((hint) => start + hint.offset >= wanted.start && start + hint.offset <= wanted.end)
      .map((hint) => ({
        position: toPosition(view.file, start, hint.offset),
        label: hint.label,
        paddingLeft: true,
        tooltip: { kind: MarkupKind.Markdown, value: hint.tooltip },
      }));
  });
}

export async function lenses(session: Session, params: CodeLensParams): Promise<CodeLens[]> {
  const uri = normalUri(params.textDocument.uri);
  if (!session.settings.codeLens.enabled || isReadOnlyScheme(uri)) return [];
  const view = await viewOf(session, params.textDocument.uri);
  if (!view) return [];
  const indexOf = (source: Source) => view.file.sources.indexOf(source);
  return eachSource(view, (read, start) =>
    codeLenses(view.snapshot, read).flatMap((lens) => {
      // Showing a list of places is the editor's to do.
      if (lens.kind === 'uses' && !session.client.runsCommands) return [];
      const range = toRange(view.file, start, lens.span);
      const at = session.documents.toClient(uri);
      // Elsewhere than in our own client it is only read.
      if (lens.kind === 'score') {
        return { range, command: { title: lens.title, command: session.client.runsCommands ? COMMANDS.explain : '' } };
      }
      return lens.kind === 'run'
        ? {
            range,
            command: { title: lens.title, command: COMMANDS.runScenario, arguments: [at, indexOf(read.source)] },
          }
        : {
            range,
            command: {
              title: lens.title,
              command: COMMANDS.showReferences,
              arguments: [at, range.start, toLocations(session, view.snapshot, lens.places)],
            },
          };
    }),
  );
}

/** Each manifest of a file with where it begins. A file of another tool has none: its structure is its own language's. */
function eachSource<T>(view: View, map: (read: ReadSource, start: number) => readonly T[]): T[] {
  return view.file.sources.flatMap((source, index) =>
    view.snapshot.foreign.has(source) ? [] : map(readManifest(source), view.file.starts[index]!),
  );
}
