import { PassThrough } from 'node:stream';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeParams,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol/node';
import { noWork, type Work } from '../../server/src/core/syntax/work.ts';
import { isIgnoredPath } from '../../server/src/lsp/file-list.ts';
import type { FileSource } from '../../server/src/lsp/ports.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import { splitFiles } from '../support/markers.ts';
import { TEST_NOW, uriOf } from '../support/workspace.ts';

/** A client that asks for diagnostics, takes snippets and links: VS Code, in what matters here. */
export const PULLING: ClientCapabilities = {
  workspace: {
    configuration: false,
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: {
      relatedInformation: true,
      codeDescriptionSupport: true,
      dataSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    completion: { completionItem: { snippetSupport: true } },
    definition: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
};

/** One that waits for them. */
export const PUSHED: ClientCapabilities = {
  textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } },
};

export interface Published {
  readonly uri: string;
  readonly version: number | undefined;
  readonly diagnostics: Diagnostic[];
}

/** A client of a server in this process, over real JSON-RPC in memory. */
export interface TestClient {
  readonly connection: ProtocolConnection;
  /** Lines that the server has logged as errors. */
  readonly errors: string[];
  readonly published: Published[];
  /** How often the server said that diagnostics are to be asked for again. */
  refreshes(): number;
  /** What the server is told about the disk; tests change it. */
  readonly disk: Map<string, string>;
  readonly capabilities: Record<string, unknown>;
  /** What the server has read so far. */
  readonly work: Work;
  open(path: string, text?: string): Promise<void>;
  /** Sends an edit; the texts are the test's to keep. */
  change(path: string, version: number, changes: TextDocumentContentChangeEvent[]): Promise<void>;
  close(path: string): Promise<void>;
  ask<T>(method: string, params: unknown): Promise<T>;
  pull(path: string): Promise<Diagnostic[]>;
  /** Resolves with the next diagnostics that are published for a file and fit. */
  /** Resolves when the server next says that diagnostics are to be asked for again. */
  nextRefresh(): Promise<void>;
  nextPublished(path: string, fits?: (published: Published) => boolean): Promise<Published>;
  stop(): Promise<void>;
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** Beside `commands: true`; null for an editor that knows nothing of us. */
  readonly initializationOptions?: object | null;
  /** Answers to what the server asks of its client, by method. */
  readonly answers?: Readonly<Record<string, (params: never) => unknown>>;
  /** Milliseconds after which the server answers with what it knows; without it, only when it knows everything. */
  readonly patience?: number;
  /** Without a folder: files are opened on their own. */
  readonly folder?: boolean;
}

export async function startClient(
  files: Readonly<Record<string, string>> | string = {},
  options: ClientOptions = {},
): Promise<TestClient> {
  const disk = new Map(Object.entries(typeof files === 'string' ? splitFiles(files) : files));
  const work = noWork();
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  // Message readers and writers, since a connection over bare streams would end the process with them.
  startServer(
    createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
    {
      files: inMemory(disk),
      clock: () => TEST_NOW,
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      patience: options.patience ?? Number.POSITIVE_INFINITY,
      work,
    },
  );
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const errors: string[] = [];
  const published: Published[] = [];
  const waiting: { readonly fits: (each: Published) => boolean; readonly done: (each: Published) => void }[] = [];
  let refreshes = 0;
  const refreshed: (() => void)[] = [];
  connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1) errors.push(message);
  });
  connection.onNotification('textDocument/publishDiagnostics', (params: Published) => {
    published.push(params);
    for (const each of [...waiting]) {
      if (!each.fits(params)) continue;
      waiting.splice(waiting.indexOf(each), 1);
      each.done(params);
    }
  });
  connection.onRequest('workspace/diagnostic/refresh', () => {
    refreshes++;
    for (const done of refreshed.splice(0)) done();
    return null;
  });
  for (const [method, answer] of Object.entries(options.answers ?? {})) connection.onRequest(method, answer);
  connection.listen();
  const folder = options.folder === false ? null : [{ uri: 'file:///w', name: 'w' }];
  const params: InitializeParams = {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? PULLING,
    workspaceFolders: folder,
    initializationOptions:
      options.initializationOptions === null ? {} : { commands: true, ...(options.initializationOptions ?? {}) },
  };
  const { capabilities } = await connection.sendRequest<{ capabilities: Record<string, unknown> }>(
    'initialize',
    params,
  );
  await connection.sendNotification('initialized', {});

  return {
    connection,
    errors,
    published,
    refreshes: () => refreshes,
    nextRefresh: () => new Promise((done) => refreshed.push(done)),
    disk,
    capabilities,
    work,
    async open(path, text) {
      const uri = path.includes(':') ? path : uriOf(path);
      const textDocument = { uri, languageId: 'bailiwick', version: 1, text: text ?? disk.get(path) ?? '' };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
    },
    async change(path, version, contentChanges) {
      const textDocument = { uri: uriOf(path), version };
      await connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
    },
    async close(path) {
      await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(path) } });
    },
    ask: (method, asked) => connection.sendRequest(method, asked),
    async pull(path) {
      const uri = path.includes(':') ? path : uriOf(path);
      const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      return report.kind === 'full' ? report.items : [];
    },
    nextPublished: (path, fits = () => true) =>
      new Promise((done) => {
        waiting.push({ fits: (each) => each.uri === uriOf(path) && fits(each), done });
      }),
    async stop() {
      await connection.sendRequest('shutdown');
      connection.dispose();
      toServer.destroy();
      toClient.destroy();
    },
  };
}

/** Runs a test with a client and stops it whatever comes. */
export async function withClient(
  files: Readonly<Record<string, string>> | string,
  options: ClientOptions,
  test: (client: TestClient) => Promise<void>,
): Promise<void> {
  const client = await startClient(files, options);
  try {
    await test(client);
  } finally {
    await client.stop();
  }
}

function inMemory(disk: ReadonlyMap<string, string>): FileSource {
  const pathIn = (uri: string) => decodeURIComponent(uri.replace(/^file:\/\/\/w\//, ''));
  return {
    list: async (root) => {
      const prefix = root === 'file:///w' ? '' : `${pathIn(root)}/`;
      const paths = [...disk.keys()].filter((path) => path.startsWith(prefix) && !isIgnoredPath(path));
      return { paths: paths.map((path) => path.slice(prefix.length)), cut: false };
    },
    read: async (uri) => disk.get(pathIn(uri)),
    markedRoot: async () => undefined,
  };
}
