import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import {
  BaseText,
  type InitializationOptions,
  ListFiles,
  ReadFile,
  type RequestOf,
} from '../../server/src/protocol/index.ts';
import { baseText } from './base-text.ts';
import { listFiles, readFile } from './files.ts';

export interface Server {
  readonly client: BaseLanguageClient;
  /** Resolves when the server answers, rejects when it could not be started. */
  readonly ready: Promise<void>;
  /** Waits for the server, then asks it. */
  ask<Params, Result>(request: RequestOf<Params, Result>, params: Params): Promise<Result>;
}

/** Makes the client for the place it runs in: a process of its own beside a desktop, a worker in a browser. */
export type CreateClient = (context: vscode.ExtensionContext, options: LanguageClientOptions) => BaseLanguageClient;

/** Documents of version control are read too: reviewers hover both sides of a diff. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'git', 'review', 'pr'];

/** Starts the server in its own time: nothing here waits for it. */
export function startServer(context: vscode.ExtensionContext, createClient: CreateClient): Server {
  const initializationOptions: InitializationOptions = { baseText: true, files: true };
  const client = createClient(context, {
    documentSelector: SCHEMES.map((scheme) => ({ scheme, language: 'bailiwick' })),
    initializationOptions,
    // Settings and changed files are asked for by the server, which knows what it needs.
  });
  client.onRequest(BaseText.method, ({ uri }: Parameters<NonNullable<typeof BaseText.types>>[0]) => baseText(uri));
  client.onRequest(ListFiles.method, (asked: Parameters<NonNullable<typeof ListFiles.types>>[0]) => listFiles(asked));
  client.onRequest(ReadFile.method, ({ uri }: Parameters<NonNullable<typeof ReadFile.types>>[0]) => readFile(uri));
  const ready = client.start();
  return {
    client,
    ready,
    async ask(request, params) {
      await ready;
      return client.sendRequest(request.method, params);
    },
  };
}
