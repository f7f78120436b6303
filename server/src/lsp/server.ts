import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  WatchKind,
} from 'vscode-languageserver';
import {
  Agents,
  BaseText,
  DEFAULT_SETTINGS,
  Explain,
  ExportChoices,
  ExportPreview,
  FOREIGN_FILES,
  Hidden,
  ImportFile,
  type InitializationOptions,
  Replay,
  RulePage,
  readSettings,
  Scenarios,
  SETTINGS_SECTION,
  type Settings,
  Simulate,
  Templates,
  ToolScopeFromTools,
} from '../protocol/index.ts';
import { type ClientFacts, clientFacts, serverCapabilities } from './capabilities.ts';
import { createPush, type Push, pull } from './diagnostics.ts';
import { createOpenDocuments } from './documents.ts';
import { clientFiles, filesByScheme } from './files.client.ts';
import { createFindings } from './findings.ts';
import { describe, guarded, guardedNotification, type Log } from './guard.ts';
import * as navigate from './handlers-navigate.ts';
import * as own from './handlers-own.ts';
import * as read from './handlers-read.ts';
import * as write from './handlers-write.ts';
import type { Ports } from './ports.ts';
import { ruleOfUrl, rulePage } from './rule-pages.ts';
import type { Session } from './session.ts';
import { createWorkspaces, type Workspaces } from './workspaces.ts';

/** How long a hover waits for the client to say what a file was before. */
const BASE_PATIENCE = 800;

// biome-ignore lint/suspicious/noExplicitAny: each handler is typed where it is written; the table only carries them.
type Handler = (session: Session, params: any, token: CancellationToken) => unknown;

interface Entry {
  readonly handle: Handler;
  /** What is answered where handling fails. */
  readonly empty: unknown;
}

/** Every request that is answered, by method. */
const REQUESTS: Readonly<Record<string, Entry>> = {
  'textDocument/hover': { handle: read.hover, empty: null },
  'textDocument/documentSymbol': { handle: read.documentSymbols, empty: [] },
  'textDocument/foldingRange': { handle: read.folding, empty: [] },
  'textDocument/selectionRange': { handle: read.selectionRanges, empty: null },
  'textDocument/documentLink': { handle: read.links, empty: [] },
  'textDocument/semanticTokens/full': { handle: read.tokens, empty: { data: [] } },
  'textDocument/semanticTokens/range': { handle: read.tokensInRange, empty: { data: [] } },
  'textDocument/inlayHint': { handle: read.hints, empty: [] },
  'textDocument/codeLens': { handle: read.lenses, empty: [] },
  'textDocument/definition': { handle: navigate.definition, empty: null },
  'textDocument/references': { handle: navigate.references, empty: [] },
  'textDocument/documentHighlight': { handle: navigate.highlights, empty: [] },
  'textDocument/prepareRename': { handle: navigate.prepare, empty: null },
  'textDocument/rename': { handle: navigate.rename, empty: null },
  'workspace/symbol': { handle: navigate.symbolsOfWorkspace, empty: [] },
  'textDocument/completion': { handle: write.completion, empty: { isIncomplete: false, items: [] } },
  'textDocument/codeAction': { handle: write.codeActions, empty: [] },
  'textDocument/diagnostic': {
    handle: (session, params, token) =>
      pull(session, params.textDocument.uri, params.previousResultId, token, session.askAgain),
    empty: { kind: 'full', items: [] },
  },
  'workspace/textDocumentContent': {
    handle: async (_session, params) => ({ text: (await rulePage(ruleOfUrl(params.uri) ?? '')) ?? '' }),
    empty: { text: '' },
  },
  'workspace/executeCommand': { handle: own.execute, empty: null },
  [Simulate.method]: { handle: own.runScenario, empty: own.NOTHING_RUN },
  [Replay.method]: { handle: own.replay, empty: own.NOTHING_RUN },
  [Scenarios.method]: { handle: own.scenarios, empty: [] },
  [Agents.method]: { handle: own.agents, empty: [] },
  [Templates.method]: { handle: own.templates, empty: [] },
  [ToolScopeFromTools.method]: { handle: own.toolScope, empty: { problem: 'The list cannot be read.' } },
  [Explain.method]: { handle: own.explain, empty: { markdown: '' } },
  [ImportFile.method]: { handle: own.imported, empty: [] },
  [ExportChoices.method]: { handle: own.exportChoices, empty: { roles: [], targets: [] } },
  [ExportPreview.method]: {
    handle: own.exportPreview,
    empty: { files: [], report: '', failing: [], problem: 'The export failed; the output channel says why.' },
  },
  [Hidden.method]: { handle: own.hidden, empty: { hidden: 0 } },
  [RulePage.method]: {
    handle: async (_session, params) => {
      const markdown = await rulePage(params.rule);
      return markdown === undefined ? null : { markdown };
    },
    empty: null,
  },
};

/** Sends without waiting. A client that has gone in the meantime misses nothing. */
function quietly(send: () => unknown): void {
  try {
    Promise.resolve(send()).catch(() => {});
  } catch {
    // The connection throws at once when it is closed.
  }
}

/** Serves one client over a connection. Nothing else of the protocol is touched outside of this directory. */
export function startServer(connection: Connection, given: Ports): void {
  const log: Log = {
    error: (line) => quietly(() => connection.console.error(line)),
    info: (line) => quietly(() => connection.console.info(line)),
  };
  const documents = createOpenDocuments();
  let client: ClientFacts | undefined;
  let settings: Settings = DEFAULT_SETTINGS;
  let push: Push | undefined;
  const ofClient = clientFiles(connection);
  const ports: Ports = { ...given, files: filesByScheme(given.files, () => (client?.files ? ofClient : undefined)) };

  const workspaces: Workspaces = createWorkspaces({
    ports,
    documents,
    initialSettings: settings,
    onFilesChanged: refresh,
    onFailure: (what, error) => log.error(`${what}: ${describe(error)}`),
    progress,
  });

  const session: Session = {
    ports,
    log,
    documents,
    workspaces,
    findings: createFindings({
      ports,
      viewOf: (uri) => workspaces.view(uri),
      onFailure: (error) => log.error(`analysis: ${describe(error)}`),
    }),
    get client() {
      return client!;
    },
    get settings() {
      return settings;
    },
    baseText,
    show: (line) => quietly(() => connection.window.showInformationMessage(line)),
    askAgain: refreshDiagnostics,
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    client = clientFacts(params);
    const options = params.initializationOptions as InitializationOptions | null | undefined;
    applySettings(options?.settings ?? options?.bailiwick);
    if (!client.pullsDiagnostics) {
      push = createPush(
        session,
        (uri, version, diagnostics) => {
          const published = version > 0 ? { uri, version, diagnostics } : { uri, diagnostics };
          quietly(() => connection.sendDiagnostics(published));
        },
        (error) => log.error(`publishing diagnostics: ${describe(error)}`),
      );
    }
    const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    initialFolders = folders;
    return { capabilities: serverCapabilities(client), serverInfo: { name: 'bailiwick-language-server' } };
  });
  let initialFolders: readonly string[] = [];

  connection.onInitialized(() => {
    for (const folder of initialFolders) workspaces.addFolder(folder);
    guardedNotification('initialized', log, register);
  });

  async function register(): Promise<void> {
    if (!client) return;
    if (client.watchesFiles) {
      const created = WatchKind.Create | WatchKind.Delete;
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [
          { globPattern: '**/*.{agent-role,tool-scope,scenario,boundary}.{yaml,yml,json}' },
          { globPattern: '**/{bailiwick.yaml,package.json,Makefile,makefile,GNUmakefile}' },
          ...FOREIGN_FILES.map((globPattern) => ({ globPattern })),
          // Files that come and go change what patterns match.
          { globPattern: '**/*', kind: created },
        ],
      });
    }
    if (client.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        for (const { uri } of event.removed) workspaces.removeFolder(uri);
        for (const { uri } of event.added) workspaces.addFolder(uri);
      });
    }
    if (client.changesConfigurationDynamically) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: SETTINGS_SECTION });
    }
    if (client.configuration) await askForSettings();
  }

  async function askForSettings(): Promise<void> {
    const sent: unknown = await connection.workspace.getConfiguration(SETTINGS_SECTION);
    // Some clients answer null for a section that they do not know.
    if (sent !== null && sent !== undefined) applySettings(sent);
    refresh();
  }

  function applySettings(sent: unknown): void {
    settings = readSettings(sent);
    workspaces.configure(settings);
  }

  connection.onDidChangeConfiguration((params) =>
    guardedNotification('workspace/didChangeConfiguration', log, async () => {
      const sent = (params.settings as Record<string, unknown> | null | undefined)?.[SETTINGS_SECTION];
      if (sent !== undefined && sent !== null) {
        applySettings(sent);
        refresh();
      } else if (client?.configuration) {
        await askForSettings();
      }
    }),
  );

  connection.onDidOpenTextDocument(({ textDocument }) =>
    guardedNotification('textDocument/didOpen', log, () => {
      const opened = documents.open(textDocument);
      workspaces.opened(opened);
      push?.schedule(opened.uri);
    }),
  );

  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) =>
    guardedNotification('textDocument/didChange', log, () => {
      const changed = documents.change(textDocument.uri, textDocument.version, contentChanges);
      if (!changed) return;
      workspaces.changed(changed);
      push?.schedule(changed.uri);
    }),
  );

  connection.onDidCloseTextDocument(({ textDocument }) =>
    guardedNotification('textDocument/didClose', log, () => {
      const closed = documents.close(textDocument.uri);
      if (!closed) return;
      workspaces.closed(closed);
      push?.clear(closed.clientUri);
      push?.scheduleAll();
    }),
  );

  connection.onDidChangeWatchedFiles(({ changes }) =>
    guardedNotification('workspace/didChangeWatchedFiles', log, () => {
      workspaces.filesChanged(changes.map(({ uri, type }) => ({ uri, kind: CHANGE_KINDS[type] })));
    }),
  );

  for (const [method, { handle, empty }] of Object.entries(REQUESTS)) {
    connection.onRequest(method, (params: unknown, token: CancellationToken) =>
      guarded(method, log, empty, token, () => handle(session, params, token)),
    );
  }

  /** Something besides an edit has changed: clients that ask are told to ask again. */
  function refresh(): void {
    push?.scheduleAll();
    refreshDiagnostics();
    if (client?.refreshesOthers.tokens) quietly(() => connection.languages.semanticTokens.refresh());
    if (client?.refreshesOthers.hints) quietly(() => connection.languages.inlayHint.refresh());
    if (client?.refreshesOthers.lenses) {
      quietly(() => connection.sendRequest('workspace/codeLens/refresh'));
    }
  }

  function refreshDiagnostics(): void {
    if (!client?.pullsDiagnostics || !client.refreshesDiagnostics) return;
    quietly(() => connection.languages.diagnostics.refresh());
  }

  async function baseText(uri: string): Promise<{ readonly text: string; readonly label: string } | undefined> {
    if (!client?.baseText) return undefined;
    const asked = connection
      .sendRequest<{ text: string; label: string } | null>(BaseText.method, { uri: documents.toClient(uri) })
      .catch(() => null);
    const answer = await Promise.race([
      asked,
      new Promise<null>((done) => setTimeout(() => done(null), BASE_PATIENCE)),
    ]);
    return typeof answer?.text === 'string'
      ? { text: answer.text, label: answer.label || 'since the base' }
      : undefined;
  }

  /** Tells of work that a person may have to wait for, where the client shows that. */
  function progress(title: string): () => void {
    if (!client?.progress) return () => {};
    let ended = false;
    let end = () => {
      ended = true;
    };
    connection.window
      .createWorkDoneProgress()
      .then((reporter) => {
        if (ended) return;
        reporter.begin(title);
        end = () => reporter.done();
      })
      .catch(() => {});
    return () => end();
  }

  connection.onShutdown(() => {});
  connection.listen();
}

const CHANGE_KINDS = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
} as const;
