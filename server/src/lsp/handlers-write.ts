import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  type Diagnostic,
  InsertTextFormat,
  MarkupKind,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { actionToJson } from '../core/decide/action-json.ts';
import { actionsFor, allSafeEdits, type FileAction, rewritesAt } from '../core/features/code-actions.ts';
import { type Completion, completionsAt } from '../core/features/completion.ts';
import type { Finding } from '../core/finding.ts';
import { COMMANDS, type WitnessJson } from '../protocol/index.ts';
import { FIX_ALL } from './capabilities.ts';
import { isReadOnlyScheme, normalUri } from './documents.ts';
import { spanIn, spotOf, viewOf } from './from-lsp.ts';
import { type Session, spotAt } from './session.ts';
import { toRange, toWorkspaceEdit, versionOf } from './to-lsp.ts';
import type { View } from './workspaces.ts';

export async function completion(session: Session, params: CompletionParams): Promise<CompletionList> {
  const spot = await spotOf(session, params);
  // A file of another tool has completion of its own.
  if (!spot || spot.view.snapshot.foreign.has(spot.source)) return { isIncomplete: false, items: [] };
  const found = completionsAt(spot.view.snapshot, spot.source, spot.offset);
  const ranges = new Map<string, Range>();
  const rangeOf = (item: Completion): Range => {
    const key = `${item.replace.start}-${item.replace.end}`;
    let range = ranges.get(key);
    if (!range) {
      range = toRange(spot.view.file, spot.start, item.replace);
      ranges.set(key, range);
    }
    return range;
  };
  const items = found.items.map((item, index): CompletionItem => {
    const snippet = item.snippet !== undefined && session.client.snippets;
    const newText = snippet ? item.snippet! : (item.text ?? withoutPlaceholders(item.snippet ?? item.label));
    return {
      label: item.label,
      kind: COMPLETION_KINDS[item.kind],
      sortText: String(index).padStart(4, '0'),
      textEdit: { range: rangeOf(item), newText },
      ...(item.filter !== undefined ? { filterText: item.filter } : {}),
      ...(item.detail !== undefined ? { detail: item.detail } : {}),
      ...(item.documentation !== undefined
        ? { documentation: { kind: MarkupKind.Markdown, value: item.documentation } }
        : {}),
      ...(snippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
      ...(item.again && session.client.runsCommands
        ? { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }
        : {}),
    };
  });
  return { isIncomplete: found.incomplete, items };
}

const COMPLETION_KINDS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  verb: CompletionItemKind.Keyword,
  value: CompletionItemKind.EnumMember,
  role: CompletionItemKind.Class,
  tool: CompletionItemKind.Module,
  operation: CompletionItemKind.Method,
  credential: CompletionItemKind.Constant,
  path: CompletionItemKind.File,
  command: CompletionItemKind.Event,
  argument: CompletionItemKind.Field,
  snippet: CompletionItemKind.Snippet,
  rule: CompletionItemKind.Reference,
};

/** A snippet as plain text, for clients without snippets: `${1:name}` becomes `name`. */
export function withoutPlaceholders(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([$}\\,|])/g, '$1');
}

/** Whether a file of another tool holds permissions, or names servers. */
function isImportable({ foreign }: View['snapshot'], uri: string): boolean {
  const source = foreign.files.find((file) => file.source.uri === uri)?.source;
  if (!source) return false;
  return (
    foreign.tools.some((tool) => tool.source === source) ||
    foreign.principals.some(
      ({ role }) => role.source === source || role.foreign?.rules.some((rule) => rule.source === source),
    )
  );
}

export async function codeActions(session: Session, params: CodeActionParams): Promise<CodeAction[]> {
  const uri = normalUri(params.textDocument.uri);
  const view = isReadOnlyScheme(uri) ? undefined : await viewOf(session, params.textDocument.uri);
  if (!view) return [];
  const only = params.context.only;
  const wants = (kind: string) => !only || only.some((each) => kind === each || kind.startsWith(`${each}.`));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const wanted = spanIn(view, params.range);
    for (const { finding, start } of await session.findings.within(uri, view, wanted.start, wanted.end)) {
      if (start + finding.span.end < wanted.start || start + finding.span.start > wanted.end) continue;
      const about = diagnosticsOf(params.context.diagnostics, view, finding, start);
      for (const action of actionsFor(view.snapshot, finding)) actions.push(toCodeAction(session, view, action, about));
    }
  }
  // Only when asked for by name: an editor that lists every action would offer it on each line.
  if (only?.some((each) => FIX_ALL === each || FIX_ALL.startsWith(`${each}.`))) {
    const findings = await session.findings.ofFile(uri, view);
    const edits = allSafeEdits(
      view.snapshot,
      findings.map(({ finding }) => finding),
    );
    if (edits.length > 0) {
      const title = 'Apply all safe Bailiwick fixes';
      actions.push({ title, kind: FIX_ALL, edit: toWorkspaceEdit(session, view.snapshot, edits) });
    }
  }
  // Opens a new document; only a client that carries out our commands can.
  if (wants(CodeActionKind.RefactorRewrite) && session.client.runsCommands && isImportable(view.snapshot, uri)) {
    const title = 'Write this as an agent role';
    const command = { title, command: COMMANDS.importFile, arguments: [params.textDocument.uri] };
    actions.push({ title, kind: CodeActionKind.RefactorRewrite, command });
  }
  if (wants(CodeActionKind.RefactorRewrite) && params.context.triggerKind !== CodeActionTriggerKind.Automatic) {
    const wanted = spanIn(view, params.range);
    const spot = spotAt(view, wanted.start);
    for (const { title, edits } of spot ? rewritesAt(spot.read, spot.offset) : []) {
      actions.push({
        title,
        kind: CodeActionKind.RefactorRewrite,
        edit: toWorkspaceEdit(session, view.snapshot, edits),
      });
    }
  }
  return onePreferred(actions);
}

function toCodeAction(session: Session, view: View, action: FileAction, diagnostics: Diagnostic[]): CodeAction {
  const base = { title: action.title, kind: CodeActionKind.QuickFix, diagnostics };
  switch (action.kind) {
    case 'replay': {
      const uri = session.documents.toClient(view.file.document.uri);
      const witness = witnessJson(action.finding);
      return {
        ...base,
        command: {
          title: action.title,
          command: COMMANDS.replayWitness,
          arguments: [uri, action.finding.rule, witness],
        },
      };
    }
    case 'suppress':
      return { ...base, edit: suppression(session, view, action) };
    case 'fix':
      return {
        ...base,
        edit: toWorkspaceEdit(session, view.snapshot, action.edits),
        ...(action.preferred ? { isPreferred: true } : {}),
      };
  }
}

/** A suppression has a reason, which only a person knows: where the client can, the cursor stands in its place. */
function suppression(session: Session, view: View, action: FileAction & { kind: 'suppress' }): WorkspaceEdit {
  const plain = toWorkspaceEdit(session, view.snapshot, [
    { ...action.edit, newText: withoutPlaceholders(action.edit.newText) },
  ]);
  if (!session.client.snippetEdits) return plain;
  const changes = plain.documentChanges?.[0];
  if (!changes || !('edits' in changes) || !changes.edits[0] || !('range' in changes.edits[0])) return plain;
  const uri = changes.textDocument.uri;
  return {
    documentChanges: [
      {
        textDocument: { uri, version: versionOf(session, uri) },
        edits: [{ range: changes.edits[0].range, snippet: { kind: 'snippet', value: action.edit.newText } }],
      },
    ],
  };
}

export function witnessJson(finding: Finding): WitnessJson | undefined {
  if (!finding.witness) return undefined;
  const { role, steps } = finding.witness;
  return { role, steps: steps.map(({ action, expect }) => ({ action: actionToJson(action), expect })) };
}

/** The client's own diagnostics of this finding, so that it can show an action beside them. */
function diagnosticsOf(known: readonly Diagnostic[], view: View, finding: Finding, start: number): Diagnostic[] {
  const range = toRange(view.file, start, finding.span);
  return known.filter(
    (each) =>
      each.code === finding.rule &&
      each.range.start.line === range.start.line &&
      each.range.start.character === range.start.character,
  );
}

/** At most one action is the one that a keystroke applies. */
function onePreferred(actions: readonly CodeAction[]): CodeAction[] {
  let found = false;
  return actions.map((action) => {
    if (!action.isPreferred) return action;
    if (!found) {
      found = true;
      return action;
    }
    const { isPreferred: _, ...rest } = action;
    return rest;
  });
}
