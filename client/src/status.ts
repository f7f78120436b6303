import * as vscode from 'vscode';
import type { Server } from './start.ts';

/** One entry in the language status: there, and quiet, unless the server could not be started. */
export function createStatus(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('bailiwick.status', { language: 'bailiwick' });
  item.name = 'Bailiwick';
  item.text = 'Bailiwick';
  item.busy = true;
  item.command = { command: 'bailiwick.showOutput', title: 'Show output' };
  server.ready.then(
    () => {
      item.busy = false;
      item.detail = 'checking manifests';
    },
    (error: unknown) => {
      item.busy = false;
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.detail = `The language server did not start: ${error instanceof Error ? error.message : String(error)}`;
    },
  );
  return item;
}
