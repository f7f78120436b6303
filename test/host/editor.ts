import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../../client/src/activate.ts';

/** The extension's exports, once its server answers. */
export async function extension(): Promise<Api> {
  const found = vscode.extensions.getExtension<Api>('bailiwick.bailiwick');
  assert.ok(found, 'the extension is installed');
  const api = await found.activate();
  await api.ready;
  return api;
}

export function uriOf(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function open(path: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(uriOf(path));
  // The panel is beside, and stays to be seen.
  return vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}

/** Waits until `probe` gives something. Editors come to rest in their own time, so that is asked again and again. */
export async function until<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    // A probe that hangs is one that has nothing to say.
    const value = await Promise.race([probe(), rest(3000)]);
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await rest(25);
  }
}

function rest(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}

/** The range of the `nth` occurrence of a text, from 1. */
export function rangeOf(document: vscode.TextDocument, text: string, nth = 1): vscode.Range {
  let at = -1;
  for (let i = 0; i < nth; i++) at = document.getText().indexOf(text, at + 1);
  assert.notEqual(at, -1, `“${text}” is in ${document.fileName}`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

/** The diagnostics of ours with a rule's id, once there is one. */
export function findingsOf(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic[]> {
  return until(`a finding of ${rule}`, () => {
    const found = ours(uri).filter((diagnostic) => codeOf(diagnostic) === rule);
    return found.length > 0 ? found : undefined;
  });
}

export function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === 'bailiwick');
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** The text of all hovers at a text's first character but one. */
export async function hoverOn(document: vscode.TextDocument, text: string, nth = 1): Promise<string> {
  const position = rangeOf(document, text, nth).start.translate(0, 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** Waits for what is edited to be judged anew. */
export function noFinding(uri: vscode.Uri, rule: string): Promise<true> {
  return until(`no more finding of ${rule}`, () => (ours(uri).some((d) => codeOf(d) === rule) ? undefined : true));
}
