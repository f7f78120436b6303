import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { type Api, activateWith } from './activate.ts';

/** The one thing of a browser that is used here; the compiler knows Node in this directory. */
declare const Worker: new (url: string) => ConstructorParameters<typeof LanguageClient>[3] & { terminate(): void };

let stop: (() => Promise<void>) | undefined;

/** The entry point in a browser without a machine behind it: the server is a worker. */
export function activate(context: vscode.ExtensionContext): Api {
  const activated = activateWith(context, (_, options) => {
    const worker = new Worker(vscode.Uri.joinPath(context.extensionUri, 'dist', 'web', 'server.js').toString(true));
    context.subscriptions.push({ dispose: () => worker.terminate() });
    return new LanguageClient('bailiwick', 'Bailiwick', options, worker);
  });
  stop = activated.stop;
  return activated.api;
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
