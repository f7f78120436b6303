import type * as vscode from 'vscode';

/** The read-only editor for `*.trace.json`. */
export function registerTraceEditor(context: vscode.ExtensionContext): void {
  throw new Error(`stub ${context.extensionUri}`);
}
