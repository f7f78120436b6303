import * as vscode from 'vscode';
import { type ExportAnswer, ExportChoices, ExportPreview } from '../../server/src/protocol/index.ts';
import type { Pages } from './pages.ts';
import type { Server } from './start.ts';

/** What is shown at present, and what it was asked with. */
interface Shown {
  readonly uri: string;
  readonly role: string;
  readonly target: string;
  readonly accept: readonly string[];
  readonly answer: ExportAnswer;
}

export interface Exporting {
  /** Shows what an export would write. Role and target are asked for unless they are given. */
  preview(given?: vscode.Uri, chosen?: { readonly role: string; readonly target: string }): Promise<void>;
  /** Writes what is shown, after the losses were accepted by name and a person has agreed to the files. */
  write(): Promise<void>;
}

/** Context by which the command to write is offered: only while a preview is there. */
const CONTEXT = 'bailiwick.exportShown';

/** A preview of an export, and its writing as a step of its own. */
export function createExport(context: vscode.ExtensionContext, server: Server, pages: Pages): Exporting {
  let shown: Shown | undefined;
  context.subscriptions.push({ dispose: () => vscode.commands.executeCommand('setContext', CONTEXT, false) });

  async function present(asked: Omit<Shown, 'answer'>): Promise<void> {
    const answer = await server.ask(ExportPreview, asked);
    if (answer.problem !== undefined) {
      void vscode.window.showErrorMessage(answer.problem);
      return;
    }
    shown = { ...asked, answer };
    await vscode.commands.executeCommand('setContext', CONTEXT, true);
    for (const { path, text } of answer.files) {
      const page = pages.put(`/export/${asked.target}/${path}`, text);
      const there = placeOf(asked.uri, path);
      if (there && (await exists(there))) {
        await vscode.commands.executeCommand('vscode.diff', there, page, `${path}: as it is ↔ as exported`, {
          preview: false,
        });
      } else {
        await vscode.window.showTextDocument(page, { preview: false });
      }
    }
    await pages.show(`/export/${asked.role} for ${asked.target}.md`, answer.report);
    void offer(answer);
  }

  /** What can be done next, without a dialog in the way of reading. */
  async function offer({ failing, files }: ExportAnswer): Promise<void> {
    const next = failing.length > 0 ? 'Accept Losses…' : 'Write…';
    const words =
      failing.length > 0
        ? `${failing.length} ${failing.length === 1 ? 'loss has' : 'losses have'} to be accepted by name before this can be written.`
        : `Nothing has been written. ${files.length === 1 ? 'One file' : `${files.length} files`} would be.`;
    if ((await vscode.window.showInformationMessage(words, next)) === next) await write();
  }

  async function preview(given?: vscode.Uri, chosen?: { readonly role: string; readonly target: string }) {
    const here = given ?? vscode.window.activeTextEditor?.document.uri;
    const inFile = here ? await server.ask(ExportChoices, { uri: here.toString() }) : undefined;
    const { roles, targets } = inFile && inFile.roles.length > 0 ? inFile : await server.ask(ExportChoices, {});
    if (roles.length === 0) {
      void vscode.window.showInformationMessage('There is no role here yet: a file that ends in .agent-role.yaml.');
      return;
    }
    const role = chosen
      ? roles.find(({ name }) => name === chosen.role)
      : roles.length === 1
        ? roles[0]
        : (
            await vscode.window.showQuickPick(
              roles.map((each) => ({
                label: each.name,
                description: vscode.workspace.asRelativePath(vscode.Uri.parse(each.uri)),
                each,
              })),
              { placeHolder: 'Which role?' },
            )
          )?.each;
    if (!role) return;
    const target =
      chosen?.target ??
      (
        await vscode.window.showQuickPick(
          targets.map(({ id, title }) => ({ label: title, description: id, id })),
          { placeHolder: `Write ${role.name} for which tool? A preview comes first.` },
        )
      )?.id;
    if (target === undefined) return;
    await present({ uri: role.uri, role: role.name, target, accept: [] });
  }

  async function write(): Promise<void> {
    if (!shown) {
      void vscode.window.showInformationMessage('There is no preview to write: run “Bailiwick: Export Role…” first.');
      return;
    }
    const { answer, ...asked } = shown;
    if (answer.failing.length > 0) {
      const accepted = await vscode.window.showQuickPick(
        answer.failing.map(({ name, why }) => ({ label: name, detail: why })),
        { canPickMany: true, placeHolder: 'Which of these losses do you accept? The preview is made anew with them.' },
      );
      if (!accepted || accepted.length === 0) return;
      await present({ ...asked, accept: [...asked.accept, ...accepted.map(({ label }) => label)] });
      return;
    }
    // The role may have changed since: what is written is what was shown, or nothing.
    const now = await server.ask(ExportPreview, asked);
    if (JSON.stringify(now.files) !== JSON.stringify(answer.files) || now.failing.length > 0) {
      await present(asked);
      return;
    }
    const places: { readonly uri: vscode.Uri; readonly text: string; readonly words: string }[] = [];
    for (const { path, text } of answer.files) {
      const uri = placeOf(asked.uri, path);
      const refusal = uri ? await refusalOf(asked.uri, path) : 'the role is in no open folder';
      if (!uri || refusal !== undefined) {
        void vscode.window.showErrorMessage(`${path} is not written: ${refusal}.`);
        return;
      }
      places.push({ uri, text, words: (await exists(uri)) ? `${path} (replaced as a whole)` : `${path} (new)` });
    }
    const yes = places.length === 1 ? 'Write the File' : `Write ${places.length} Files`;
    const chosen = await vscode.window.showWarningMessage(
      `Write ${asked.role} for ${asked.target}?`,
      {
        modal: true,
        detail: `These files say what an agent may do here:\n${places.map(({ words }) => words).join('\n')}`,
      },
      yes,
    );
    if (chosen !== yes) return;
    for (const { uri, text } of places) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    shown = undefined;
    await vscode.commands.executeCommand('setContext', CONTEXT, false);
  }

  return { preview, write };
}

/** Where a file of an export would be: in the folder that the role is in. */
function placeOf(role: string, path: string): vscode.Uri | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(role));
  return folder && isInside(path) ? vscode.Uri.joinPath(folder.uri, path) : undefined;
}

function isInside(path: string): boolean {
  return !path.startsWith('/') && !/^[a-z]:/i.test(path) && !path.split(/[/\\]/).includes('..');
}

/** Why a file is not written although it was agreed to; undefined where it may be. */
async function refusalOf(role: string, path: string): Promise<string | undefined> {
  const parts = path.split('/');
  if (parts.includes('.git')) return 'what is in .git is never written';
  for (let length = 1; length <= parts.length; length++) {
    const uri = placeOf(role, parts.slice(0, length).join('/'));
    if (!uri) return 'it is outside of the folder';
    const type = await vscode.workspace.fs.stat(uri).then(
      (found) => found.type,
      () => undefined,
    );
    if (type !== undefined && (type & vscode.FileType.SymbolicLink) !== 0)
      return 'a symbolic link is on its way, and may lead out of the folder';
  }
  return undefined;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
