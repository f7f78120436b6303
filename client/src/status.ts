import * as vscode from 'vscode';
import { FOREIGN_FILES, Hidden } from '../../server/src/protocol/index.ts';
import type { Server } from './start.ts';

/**
 * One entry in the language status: there, and quiet, unless the server could not be started. It tells how many findings of
 * the file in front are not heard at the level that is set.
 */
export function createStatus(server: Server): vscode.Disposable {
  const selector = [{ language: 'bailiwick' }, ...FOREIGN_FILES.map((pattern) => ({ pattern }))];
  const item = vscode.languages.createLanguageStatusItem('bailiwick.status', selector);
  item.name = 'Bailiwick';
  item.text = 'Bailiwick';
  item.busy = true;
  item.command = { command: 'bailiwick.showOutput', title: 'Show output' };
  let isReady = false;
  let asked = 0;
  const tell = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    if (!isReady || !document || vscode.languages.match(selector, document) === 0) return;
    const turn = ++asked;
    const { hidden } = await server.ask(Hidden, { uri: document.uri.toString() });
    // The answer to a later question counts.
    if (turn === asked) item.detail = hiddenWords(hidden);
  };
  server.ready.then(
    () => {
      item.busy = false;
      isReady = true;
      item.detail = hiddenWords(0);
      tell().catch(() => {});
    },
    (error: unknown) => {
      item.busy = false;
      item.severity = vscode.LanguageStatusSeverity.Error;
      item.detail = `The language server did not start: ${error instanceof Error ? error.message : String(error)}`;
    },
  );
  const again = () => {
    tell().catch(() => {});
  };
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(again),
    // New findings are the moment at which the number may be another.
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const active = vscode.window.activeTextEditor?.document.uri.toString();
      if (uris.some((uri) => uri.toString() === active)) again();
    }),
  );
}

function hiddenWords(hidden: number): string {
  return hidden === 0
    ? 'no finding is hidden'
    : `${hidden} ${hidden === 1 ? 'finding is' : 'findings are'} hidden at this level (bailiwick.audience)`;
}
