import * as vscode from 'vscode';
import { Explain } from '../../server/src/protocol/index.ts';
import type { Pages } from './pages.ts';
import type { Server } from './start.ts';

/** Shows what a file really allows as a page beside it. Asking again brings the page up to date. */
export function createExplanation(server: Server, pages: Pages): () => Promise<void> {
  return async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { uri } = editor.document;
    const { markdown } = await server.ask(Explain, { uri: uri.toString() });
    await pages.show(`${uri.path}.md`, markdown);
  };
}
