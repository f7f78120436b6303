import {
  CodeActionKind,
  type InitializeParams,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TOKEN_TYPES } from '../core/features/semantic-tokens.ts';
import { COMMANDS, type InitializationOptions } from '../protocol/index.ts';
import { CONTENT_SCHEME } from './rule-pages.ts';

/** The kind of the action that applies every safe fix of a file. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.bailiwick`;

/** What the client can do, read once. Everything that is optional in the protocol is optional here. */
export interface ClientFacts {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesOthers: { readonly tokens: boolean; readonly lenses: boolean; readonly hints: boolean };
  readonly configuration: boolean;
  readonly watchesFiles: boolean;
  readonly changesConfigurationDynamically: boolean;
  readonly progress: boolean;
  readonly snippets: boolean;
  readonly snippetEdits: boolean;
  readonly symbolTree: boolean;
  readonly locationLinks: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticTags: boolean;
  readonly diagnosticData: boolean;
  readonly markdown: boolean;
  readonly documentChanges: boolean;
  readonly workspaceFolders: boolean;
  /** Opens texts that the server provides, by their scheme. */
  readonly opensTexts: boolean;
  /** Carries out our commands itself. */
  readonly runsCommands: boolean;
  /** Answers our own requests to it. */
  readonly baseText: boolean;
  readonly files: boolean;
}

export function clientFacts({ capabilities, initializationOptions }: InitializeParams): ClientFacts {
  const { textDocument, workspace, window } = capabilities;
  const options: InitializationOptions = (initializationOptions as InitializationOptions | null) ?? {};
  const published = textDocument?.publishDiagnostics;
  const pulled = textDocument?.diagnostic;
  const described = pulled ?? published;
  return {
    pullsDiagnostics: pulled !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesOthers: {
      tokens: workspace?.semanticTokens?.refreshSupport === true,
      lenses: workspace?.codeLens?.refreshSupport === true,
      hints: workspace?.inlayHint?.refreshSupport === true,
    },
    configuration: workspace?.configuration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesConfigurationDynamically: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    symbolTree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    locationLinks: textDocument?.definition?.linkSupport === true,
    relatedInformation: described?.relatedInformation === true || published?.relatedInformation === true,
    codeDescription: described?.codeDescriptionSupport === true || published?.codeDescriptionSupport === true,
    diagnosticTags: (described?.tagSupport ?? published?.tagSupport) !== undefined,
    diagnosticData: described?.dataSupport === true || published?.dataSupport === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') ?? true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    opensTexts: workspace?.textDocumentContent !== undefined,
    runsCommands: options.commands === true,
    baseText: options.baseText === true,
    files: options.files === true,
  };
}

/** What we announce. Columns are UTF-16 code units, which every client has to speak. */
export function serverCapabilities(client: ClientFacts): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['"', "'", '[', '{', ' ', ',', '/', ':', '-', '!'] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: { label: 'Bailiwick' },
    workspaceSymbolProvider: true,
    renameProvider: { prepareProvider: true },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    inlayHintProvider: {},
    codeLensProvider: {},
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL],
    },
    ...(client.runsCommands
      ? {}
      : { executeCommandProvider: { commands: [COMMANDS.replayWitness, COMMANDS.runScenario] } }),
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] },
      full: true,
      range: true,
    },
    ...(client.pullsDiagnostics
      ? { diagnosticProvider: { identifier: 'bailiwick', interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
    workspace: {
      ...(client.workspaceFolders ? { workspaceFolders: { supported: true, changeNotifications: true } } : {}),
      ...(client.opensTexts ? { textDocumentContent: { schemes: [CONTENT_SCHEME] } } : {}),
    },
  };
}
