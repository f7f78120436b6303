import * as vscode from 'vscode';
import { type ImportedEntry, ImportFile } from '../../server/src/protocol/index.ts';
import { openUnsaved } from './new-file.ts';
import type { Pages } from './pages.ts';
import type { Server } from './start.ts';

/**
 * "Write this as an agent role": opens what another tool's file permits as an unsaved manifest. The file is given, or that
 * of the active editor. Nothing is written until a person saves it.
 */
export function createImport(server: Server, pages: Pages): (given?: vscode.Uri | string) => Promise<void> {
  return async (given) => {
    const uri = given?.toString() ?? vscode.window.activeTextEditor?.document.uri.toString();
    if (uri === undefined) return;
    const entries = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Bailiwick: comparing with the tool’s own decisions' },
      () => server.ask(ImportFile, { uri }),
    );
    if (entries.length === 0) {
      const name = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
      void vscode.window.showInformationMessage(`There are no permissions of another tool in ${name}.`);
      return;
    }
    const entry = entries.length === 1 ? entries[0] : await pick(entries);
    if (!entry) return;
    await openUnsaved(entry);
    const words =
      entry.changed === 0
        ? `${entry.title}: every rule is in the role as it was.`
        : `${entry.title}: nothing is wider; ${entry.changed} ${entry.changed === 1 ? 'thing is' : 'things are'} narrower or left out.`;
    const report = 'Show Report';
    void vscode.window.showInformationMessage(words, report).then((chosen) => {
      if (chosen === report) return pages.show(`/import/${entry.fileName}.md`, entry.report);
      return undefined;
    });
  };
}

async function pick(entries: readonly ImportedEntry[]): Promise<ImportedEntry | undefined> {
  const items = entries.map((entry) => ({ label: entry.title, description: entry.fileName, entry }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Which agent of this file?' }))?.entry;
}
