import type * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { startServer } from './start.ts';
import { createStatus } from './status.ts';
import { registerTraceEditor } from './trace-editor.ts';
import { registerTracePanel } from './trace-panel.ts';

/** What the extension hands to those who ask for its exports: tests wait for the server through it. */
export interface Api {
  readonly ready: Promise<void>;
  /** How long the synchronous part of the activation took, in milliseconds. */
  readonly activationMilliseconds: number;
}

/** Registers everything at once and lets the server start in its own time. */
export function activate(context: vscode.ExtensionContext): Api {
  const began = performance.now();
  const server = startServer(context);
  registerTracePanel(context);
  registerTraceEditor(context);
  registerCommands(context, server);
  context.subscriptions.push(createStatus(server));
  return { ready: server.ready, activationMilliseconds: performance.now() - began };
}
