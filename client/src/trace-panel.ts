import type * as vscode from 'vscode';

/** A run to show: an OTLP/JSON trace, and how to get it anew after the manifests have changed. */
export interface ShownTrace {
  readonly title: string;
  readonly trace: unknown;
  readonly rerun?: () => Promise<unknown>;
}

/** Shows the trace in the panel, beside the editor; the one panel that there is shows the newest run. */
export function showTrace(context: vscode.ExtensionContext, shown: ShownTrace): void {
  throw new Error(`stub ${context.extensionUri} ${shown.title}`);
}

/** Opens a saved trace in the panel. */
export async function openTraceFile(context: vscode.ExtensionContext, file: vscode.Uri): Promise<void> {
  throw new Error(`stub ${context.extensionUri} ${file}`);
}

/** Brings the panel back after the window was reloaded. */
export function registerTracePanel(context: vscode.ExtensionContext): void {
  throw new Error(`stub ${context.extensionUri}`);
}
