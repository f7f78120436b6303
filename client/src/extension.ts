import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { type Api, activateWith } from './activate.ts';

let stop: (() => Promise<void>) | undefined;

/** The entry point where there are processes: the server is one of its own. */
export function activate(context: vscode.ExtensionContext): Api {
  const activated = activateWith(context, (_, options) => {
    const module = context.asAbsolutePath('dist/server.cjs');
    const debugged = { execArgv: ['--nolazy', '--enable-source-maps', '--inspect=6019'] };
    return new LanguageClient(
      'bailiwick',
      'Bailiwick',
      {
        run: { module, transport: TransportKind.ipc },
        debug: { module, transport: TransportKind.ipc, options: debugged },
      },
      options,
    );
  });
  stop = activated.stop;
  return activated.api;
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
