import * as vscode from 'vscode';

/** Texts that are shown and stand in no file, as documents that nobody can edit. */
export interface Pages {
  /** Puts a text at a path; whoever shows it sees the new one. */
  put(path: string, text: string): vscode.Uri;
  /** Shows a Markdown text as a page beside what is open. */
  show(path: string, markdown: string): Promise<void>;
}

const SCHEME = 'bailiwick-page';

/** One provider for all pages. A page is forgotten when its document is closed. */
export function createPages(context: vscode.ExtensionContext): Pages {
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
  const put = (path: string, text: string): vscode.Uri => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: path.startsWith('/') ? path : `/${path}` });
    pages.set(uri.toString(), text);
    changed.fire(uri);
    return uri;
  };
  return {
    put,
    async show(path, markdown) {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', put(path, markdown));
    },
  };
}
