import * as vscode from 'vscode';
import { type DocumentSelector, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { BaseText, type RequestOf } from '../../server/src/protocol/requests.ts';
import { baseText } from './base-text.ts';

export interface Server {
  readonly client: LanguageClient;
  /** Resolves when the server answers, rejects when it could not be started. */
  readonly ready: Promise<void>;
  /** Waits for the server, then asks it. */
  ask<Params, Result>(request: RequestOf<Params, Result>, params: Params): Promise<Result>;
}

/** Documents of a version control system are read too: reviewers hover both sides of a diff. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'git', 'review', 'pr'];

const documentSelector: DocumentSelector = SCHEMES.map((scheme) => ({ scheme, language: 'bailiwick' }));

export function startServer(context: vscode.ExtensionContext): Server {
  const module = context.asAbsolutePath('dist/server.cjs');
  const client = new LanguageClient(
    'bailiwick',
    'Bailiwick',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6019'] } },
    },
    {
      documentSelector,
      initializationOptions: { settings: vscode.workspace.getConfiguration('bailiwick'), baseText: true },
      synchronize: {
        configurationSection: 'bailiwick',
        fileEvents: [
          watch('**/*.{agent-role,tool-scope,scenario,boundary}.{yaml,yml,json}'),
          watch('**/{bailiwick.yaml,package.json,Makefile}'),
        ],
      },
    },
  );
  context.subscriptions.push(client);
  client.onRequest(BaseText.method, (params: { uri: string }) => baseText(params.uri));
  const ready = client.start();
  return {
    client,
    ready,
    async ask(request, params) {
      await ready;
      return client.sendRequest(request.method, params);
    },
  };

  function watch(pattern: string): vscode.FileSystemWatcher {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    context.subscriptions.push(watcher);
    return watcher;
  }
}
