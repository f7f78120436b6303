import * as vscode from 'vscode';
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

/** Starts the server in its own time: the editor goes on with its other extensions first. */
export function startServer(context: vscode.ExtensionContext, createClient: CreateClient): Server {
  const output = vscode.window.createOutputChannel('Bailiwick', { log: true });
  context.subscriptions.push(output);
  const started = new Promise<void>((resolve) => setTimeout(resolve, 0)).then(async () => {
    const client = createClient(context, {
      documentSelector: SCHEMES.map((scheme) => ({ scheme, language: 'bailiwick' })),
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
