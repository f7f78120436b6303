import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, Middleware } from 'vscode-languageclient';
import {
  BaseText,
  FOREIGN_FILES,
  type InitializationOptions,
  ListFiles,
  ReadFile,
  type RequestOf,
} from '../../server/src/protocol/index.ts';
import { baseText } from './base-text.ts';
import { listFiles, readFile } from './files.ts';

export interface Server {
  /** Where the server and the client log. */
  readonly output: vscode.LogOutputChannel;
  /** Resolves when the server answers, rejects when it could not be started. */
  readonly ready: Promise<void>;
  /** Waits for the server, then asks it. */
  ask<Params, Result>(request: RequestOf<Params, Result>, params: Params): Promise<Result>;
  /** Ends the server, if it ever came up. */
  stop(): Promise<void>;
}

/** Makes the client for the place it runs in: a process of its own beside a desktop, a worker in a browser. */
export type CreateClient = (context: vscode.ExtensionContext, options: LanguageClientOptions) => BaseLanguageClient;

/** Documents of version control are read too: reviewers hover both sides of a diff. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'git', 'review', 'pr'];

/**
 * Files of other tools have an editor's support for their own language. To those we add findings, hovers and lenses; what
 * would stand beside the other support, or in its way, is asked for in our manifests alone.
 */
const ownFilesOnly: Middleware = {
  provideCompletionItem: (document, position, context, token, next) =>
    isOurs(document) ? next(document, position, context, token) : undefined,
  provideDocumentSemanticTokens: (document, token, next) => (isOurs(document) ? next(document, token) : undefined),
  provideDocumentRangeSemanticTokens: (document, range, token, next) =>
    isOurs(document) ? next(document, range, token) : undefined,
  provideFoldingRanges: (document, context, token, next) =>
    isOurs(document) ? next(document, context, token) : undefined,
  provideSelectionRanges: (document, positions, token, next) =>
    isOurs(document) ? next(document, positions, token) : undefined,
  provideDocumentSymbols: (document, token, next) => (isOurs(document) ? next(document, token) : undefined),
  provideDocumentHighlights: (document, position, token, next) =>
    isOurs(document) ? next(document, position, token) : undefined,
  provideInlayHints: (document, viewPort, token, next) =>
    isOurs(document) ? next(document, viewPort, token) : undefined,
};

function isOurs(document: vscode.TextDocument): boolean {
  return document.languageId === 'bailiwick';
}

/** Starts the server in its own time: the editor goes on with its other extensions first. */
export function startServer(context: vscode.ExtensionContext, createClient: CreateClient): Server {
  const output = vscode.window.createOutputChannel('Bailiwick', { log: true });
  context.subscriptions.push(output);
  const started = new Promise<void>((resolve) => setTimeout(resolve, 0)).then(async () => {
    const client = createClient(context, {
      documentSelector: SCHEMES.flatMap((scheme) => [
        { scheme, language: 'bailiwick' },
        ...FOREIGN_FILES.map((pattern) => ({ scheme, pattern })),
      ]),
      middleware: ownFilesOnly,
      initializationOptions: { baseText: true, files: true, commands: true } satisfies InitializationOptions,
      outputChannel: output,
      // Settings and changed files are asked for by the server, which knows what it needs.
    });
    client.onRequest(BaseText.method, ({ uri }: ParamsOf<typeof BaseText>) => baseText(uri));
    client.onRequest(ListFiles.method, (asked: ParamsOf<typeof ListFiles>) => listFiles(asked));
    client.onRequest(ReadFile.method, ({ uri }: ParamsOf<typeof ReadFile>) => readFile(uri));
    await client.start();
    return client;
  });
  return {
    output,
    ready: started.then(() => undefined),
    async ask(request, params) {
      return (await started).sendRequest(request.method, params);
    },
    stop: () => started.then((client) => client.stop()).catch(() => {}),
  };
}

type ParamsOf<R> = R extends RequestOf<infer Params, unknown> ? Params : never;
