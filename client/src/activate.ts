import type * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { type CreateClient, startServer } from './start.ts';
import { createStatus } from './status.ts';
import { registerTraceEditor } from './trace-editor.ts';
import { registerTracePanel } from './trace-panel.ts';

/** What the extension hands to those who ask for its exports: tests wait for the server through it. */
export interface Api {
  /** Resolves when the language server answers. */
  readonly ready: Promise<void>;
  /** How long the synchronous part of the activation took, in milliseconds. */
  readonly activationMilliseconds: number;
  /** From the beginning of the activation until the server answered, in milliseconds. */
  readonly readyMilliseconds: Promise<number>;
}

/** Registers everything at once and lets the server start in its own time. Returns what ends it, too. */
export function activateWith(
  context: vscode.ExtensionContext,
  createClient: CreateClient,
): { api: Api; stop: () => Promise<void> } {
  const began = performance.now();
  const server = startServer(context, createClient);
  registerTracePanel(context);
  registerTraceEditor(context);
  registerCommands(context, server);
  context.subscriptions.push(createStatus(server));
  const api: Api = {
    ready: server.ready,
    activationMilliseconds: performance.now() - began,
    readyMilliseconds: server.ready.then(() => performance.now() - began),
  };
  // Whoever waits for it sees the failure; the status item has said it to the person.
  api.readyMilliseconds.catch(() => {});
  return { api, stop: server.stop };
}
