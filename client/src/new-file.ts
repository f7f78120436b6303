import * as vscode from 'vscode';

export interface NewFile {
  readonly fileName: string;
  readonly text: string;
}

/** An unsaved file that already knows its name: beside the manifest that is being worked on, else in the folder. */
export async function openUnsaved({ fileName, text }: NewFile): Promise<void> {
  const active = vscode.window.activeTextEditor?.document;
  const beside = active?.languageId === 'bailiwick' && !active.isUntitled ? active.uri : undefined;
  const directory = beside ? vscode.Uri.joinPath(beside, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const document = directory
    ? await vscode.workspace.openTextDocument((await freeName(directory, fileName)).with({ scheme: 'untitled' }))
    : await vscode.workspace.openTextDocument({ language: 'bailiwick', content: text });
  const editor = await vscode.window.showTextDocument(document);
  if (document.getText() === '') await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
}

async function freeName(directory: vscode.Uri, fileName: string): Promise<vscode.Uri> {
  const [stem = '', ...endings] = fileName.split('.');
  for (let number = 1; ; number++) {
    const name = number === 1 ? fileName : [`${stem}-${number}`, ...endings].join('.');
    const uri = vscode.Uri.joinPath(directory, name);
    const open = vscode.workspace.textDocuments.some((document) => document.uri.path === uri.path);
    const exists =
      open ||
      (await vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      ));
    if (!exists) return uri;
  }
}
