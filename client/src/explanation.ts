import * as vscode from 'vscode';
import { Explain } from '../../server/src/protocol/index.ts';
import type { Server } from './start.ts';

const SCHEME = 'bailiwick-explanation';

/** Shows what a file really allows as a page beside it. Asking again brings the page up to date. */
export function createExplanation(context: vscode.ExtensionContext, server: Server): () => Promise<void> {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const pages = new Map<string, string>();
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument((document) => pages.delete(document.uri.toString())),
  );
  return async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { uri } = editor.document;
    const { markdown } = await server.ask(Explain, { uri: uri.toString() });
    const page = vscode.Uri.from({ scheme: SCHEME, path: `${uri.path}.md` });
    pages.set(page.toString(), markdown);
    changed.fire(page);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
  };
}
