import * as vscode from 'vscode';
import { readTrace, type Trace } from '../../server/src/protocol/trace.ts';
import { createTracePage } from './trace-page.ts';

/** The read-only editor for `*.trace.json`. A file that is written anew is compared with what it was. */
export function registerTraceEditor(context: vscode.ExtensionContext): void {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose() {} }),
    async resolveCustomEditor({ uri }, panel) {
      const page = createTracePage(context, panel);
      const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
      let before: Trace | undefined;
      const load = async () => {
        try {
          const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
          const trace = readTrace(text);
          page.show({ title: name, text, trace, file: name, ...(before === undefined ? {} : { before }) });
          before = trace;
        } catch (error) {
          page.fail('This trace cannot be read', error instanceof Error ? error.message : String(error), []);
        }
      };
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name),
      );
      watcher.onDidChange(load);
      watcher.onDidCreate(load);
      panel.onDidDispose(() => watcher.dispose());
      await load();
    },
  };
  context.subscriptions.push(
    vscode.window.registerCustomEditorProvider('bailiwick.traceEditor', provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
  );
}
