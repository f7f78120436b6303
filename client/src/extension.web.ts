import * as vscode from 'vscode';
import { LanguageClient, type ServerOptions } from 'vscode-languageclient/browser';
import { type Api, activateWith } from './activate.ts';

/** The few things of a browser that are used here; the compiler knows Node in this directory. */
declare const Worker: new (url: string) => { terminate(): void };
declare const Blob: new (parts: Uint8Array[], options: { type: string }) => unknown;
declare const URL: { createObjectURL(blob: unknown): string };

let stop: (() => Promise<void>) | undefined;

/** The entry point in a browser without a machine behind it: the server is a worker. */
export function activate(context: vscode.ExtensionContext): Api {
  const startWorker = async () => {
    // Read and started from memory: a worker's script has to come from the origin of whoever starts it.
    const script = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs'));
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
    context.subscriptions.push({ dispose: () => worker.terminate() });
    return worker;
  };
  const activated = activateWith(
    context,
    (_, options) => new LanguageClient('bailiwick', 'Bailiwick', startWorker as unknown as ServerOptions, options),
  );
  stop = activated.stop;
  return activated.api;
}

export function deactivate(): Promise<void> | undefined {
  return stop?.();
}
