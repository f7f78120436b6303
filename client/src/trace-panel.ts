import * as vscode from 'vscode';
import { COMMANDS } from '../../server/src/protocol/requests.ts';
import { readTrace, type Trace, type TracePlace } from '../../server/src/protocol/trace.ts';
import type { PageState } from '../../server/src/protocol/viewer.ts';
import { createTracePage, latestPage, type TracePage } from './trace-page.ts';

/** A run to show: an OTLP/JSON trace, as text or parsed, and how to get it anew after the manifests have changed. */
export interface ShownTrace {
  readonly title: string;
  readonly trace: unknown;
  readonly rerun?: () => Promise<unknown>;
}

const VIEW = 'bailiwick.trace';

/** What the page's state says about a panel that is to be brought back. */
interface Restore {
  readonly title: string;
  /** The file that is shown, where one was opened. */
  readonly file?: string;
}

/** The one panel that there is. */
let panel:
  | { readonly webview: vscode.WebviewPanel; readonly page: TracePage; trace: Trace; title: string; placed: boolean }
  | undefined;

/** Shows the trace in the panel, beside the editor; a run of the same title is compared with the one before it. */
export function showTrace(context: vscode.ExtensionContext, shown: ShownTrace): void {
  const text = typeof shown.trace === 'string' ? shown.trace : JSON.stringify(shown.trace, null, 1);
  const stored = storageOf(context);
  void keep(stored, text);
  present(context, text, { title: shown.title, rerun: shown.rerun });
  void reveal();
}

/** Opens a saved trace in the panel. */
export async function openTraceFile(context: vscode.ExtensionContext, file: vscode.Uri): Promise<void> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  present(context, text, { title: nameOf(file), file });
  await reveal();
}

/** Brings the panel back after the window was reloaded. */
export function registerTracePanel(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(VIEW, {
      async deserializeWebviewPanel(webview, state: PageState | undefined) {
        const restore = state?.restore as Restore | undefined;
        adopt(context, webview);
        const file = restore?.file === undefined ? undefined : vscode.Uri.parse(restore.file);
        try {
          const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file ?? storageOf(context)));
          present(context, text, { title: restore?.title ?? 'Trace', ...(file ? { file } : {}) });
        } catch {
          panel?.page.fail(
            'This run is gone',
            'It was not saved before the window was closed. Run the scenario again.',
            [],
          );
        }
      },
    }),
    // For tests inside the editor, which cannot look into a webview: what it shows, and a key pressed in it.
    vscode.commands.registerCommand('_bailiwick.describeTrace', () => latestPage()?.describe()),
    vscode.commands.registerCommand('_bailiwick.pressInTrace', (key: string) => latestPage()?.press(key)),
  );
}

/**
 * Brings the panel to the front. A group of editors that was made for it is locked, so that manifests opened from then
 * on come up beside the run and not over it.
 */
async function reveal(): Promise<void> {
  panel?.webview.reveal(undefined, false);
  if (panel === undefined || panel.placed) return;
  panel.placed = true;
  // The tabs are brought up to date after the panel has been made.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const group = vscode.window.tabGroups.activeTabGroup;
  const [tab] = group.tabs;
  const isOurs = tab?.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith(VIEW);
  if (group.tabs.length === 1 && isOurs) await vscode.commands.executeCommand('workbench.action.lockEditorGroup');
}

function present(
  context: vscode.ExtensionContext,
  text: string,
  { title, file, rerun }: { title: string; file?: vscode.Uri; rerun?: (() => Promise<unknown>) | undefined },
): void {
  const trace = readTrace(text);
  const before = panel?.title === title ? panel.trace : undefined;
  const current = panel ?? adopt(context, vscode.window.createWebviewPanel(VIEW, title, vscode.ViewColumn.Beside));
  current.trace = trace;
  current.title = title;
  current.webview.title = `Run: ${title}`;
  const again = rerun ?? (file === undefined ? scenarioRun(trace) : undefined);
  current.page.show({
    title,
    text,
    trace,
    ...(before === undefined || file !== undefined ? {} : { before }),
    ...(file === undefined ? {} : { file: nameOf(file) }),
    ...(again === undefined ? {} : { rerun: () => runAgain(context, title, again) }),
    restore: { title, ...(file === undefined ? {} : { file: file.toString() }) } satisfies Restore,
  });
}

function adopt(context: vscode.ExtensionContext, webview: vscode.WebviewPanel) {
  const page = createTracePage(context, webview);
  const made = { webview, page, trace: { runs: [], problems: [], otherSpans: 0 } as Trace, title: '', placed: false };
  webview.onDidDispose(() => {
    if (panel === made) panel = undefined;
  });
  panel?.webview.dispose();
  panel = made;
  return made;
}

async function runAgain(context: vscode.ExtensionContext, title: string, rerun: () => Promise<unknown>): Promise<void> {
  const trace = await rerun();
  // A scenario's own command shows its run itself.
  if (trace !== undefined) showTrace(context, { title, trace, rerun });
}

/** After a reload nobody holds the way to run it again; a scenario is run through its command. */
function scenarioRun(trace: Trace): (() => Promise<unknown>) | undefined {
  const place = trace.runs.length === 1 ? trace.runs[0]?.scenario?.place : undefined;
  if (place === undefined) return undefined;
  return async () => {
    await vscode.commands.executeCommand(COMMANDS.runScenario, place.uri, await indexOfManifest(place));
    return undefined;
  };
}

/** Which manifest of its file a place is in. */
async function indexOfManifest({ uri, range }: TracePlace): Promise<number> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  let index = 0;
  let content = false;
  for (let line = 0; line < Math.min(document.lineCount, range.start.line - 1); line++) {
    const { text } = document.lineAt(line);
    if (/^---(\s|$)/.test(text)) {
      if (content) index++;
      content = false;
    } else if (/^[^\s#]/.test(text)) content = true;
  }
  return index;
}

function storageOf(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'last-run.trace.json');
}

async function keep(file: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  } catch {
    // Without storage the run does not survive a reload; the panel then says so.
  }
}

function nameOf(file: vscode.Uri): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}
