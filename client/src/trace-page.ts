import * as vscode from 'vscode';
import { compareSteps, type Trace, type TracePlace, type TraceProblem } from '../../server/src/protocol/trace.ts';
import { toColumns } from '../../server/src/protocol/trace-columns.ts';
import type { Described, HostMessage, PageMessage, Show } from '../../server/src/protocol/viewer.ts';

/** What a page shows, and what its buttons do. */
export interface Shown {
  readonly title: string;
  readonly text: string;
  readonly trace: Trace;
  /** The run that was shown before, to compare with. */
  readonly before?: Trace;
  readonly file?: string;
  readonly rerun?: () => Promise<void>;
  readonly restore?: unknown;
}

/** The viewer in one webview, whichever panel or editor holds it. */
export interface TracePage {
  show(shown: Shown): void;
  fail(title: string, message: string, problems: readonly TraceProblem[]): void;
  /** What is on the screen; undefined while the page is not there or does not answer. */
  describe(): Promise<Described | undefined>;
  press(key: string): void;
}

const MANIFESTS = '**/*.{agent-role,tool-scope,scenario,boundary}.{yaml,yml,json}';

let latest: TracePage | undefined;

/** The page that was shown or looked at last. */
export function latestPage(): TracePage | undefined {
  return latest;
}

export function createTracePage(context: vscode.ExtensionContext, panel: vscode.WebviewPanel): TracePage {
  const { webview } = panel;
  const disposables: vscode.Disposable[] = [];
  const described = new Map<number, (answer: Described) => void>();
  let asked = 0;
  let ready = false;
  let stale = false;
  let current: Shown | undefined;
  let content: HostMessage | undefined;

  const post = (message: HostMessage) => {
    // A page that is not there yet gets everything when it says that it is.
    if (ready) void webview.postMessage(message);
  };
  const present = (message: HostMessage) => {
    content = message;
    post(message);
  };
  const sendAll = () => {
    if (content !== undefined) post(content);
    if (stale) post({ type: 'stale', stale });
  };
  const markStale = (uri: vscode.Uri) => {
    if (stale || current === undefined || uri.scheme === 'git') return;
    stale = true;
    post({ type: 'stale', stale });
  };

  async function receive(message: PageMessage): Promise<void> {
    if (!ready && message.type !== 'ready') {
      // A page that answers is there, also where it was hidden only for a moment and never had to be made again.
      ready = true;
      sendAll();
    }
    switch (message.type) {
      case 'ready':
        ready = true;
        sendAll();
        break;
      case 'open':
        await openPlace(message.place, message.beside ? vscode.ViewColumn.Beside : columnBeside(panel));
        break;
      case 'rerun':
        if (current?.rerun === undefined) break;
        await again(current.rerun);
        break;
      case 'save':
        if (current !== undefined) await save(current);
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        vscode.window.setStatusBarMessage(`Copied ${message.what}`, 3_000);
        break;
      case 'described':
        described.get(message.id)?.(message);
        described.delete(message.id);
        break;
    }
  }

  async function again(rerun: () => Promise<void>): Promise<void> {
    const before = content;
    post({ type: 'busy', what: 'Running it again' });
    try {
      await rerun();
    } finally {
      // Nothing came of it, and somebody else has said why: the page is as it was.
      if (content === before) sendAll();
    }
  }

  const page: TracePage = {
    show(shown) {
      current = shown;
      stale = false;
      latest = page;
      if (shown.trace.runs.length === 0) {
        const message = `${shown.file ?? shown.title} is not a trace in OTLP/JSON, or only a part of one.`;
        present({ type: 'fail', title: 'This trace cannot be read', message, problems: shown.trace.problems });
      } else present(messageOf(shown));
    },
    fail(title, message, problems) {
      current = undefined;
      present({ type: 'fail', title, message, problems });
    },
    describe() {
      const id = ++asked;
      return new Promise((resolve) => {
        described.set(id, resolve);
        setTimeout(() => {
          if (described.delete(id)) resolve(undefined);
        }, 2_000);
        void webview.postMessage({ type: 'describe', id } satisfies HostMessage);
      });
    },
    press: (key) => post({ type: 'press', key }),
  };

  const watcher = vscode.workspace.createFileSystemWatcher(MANIFESTS);
  disposables.push(
    watcher,
    watcher.onDidChange(markStale),
    watcher.onDidCreate(markStale),
    watcher.onDidDelete(markStale),
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.contentChanges.length > 0 && event.document.languageId === 'bailiwick') markStale(event.document.uri);
    }),
    webview.onDidReceiveMessage((message: PageMessage) => {
      receive(message).then(undefined, (error: unknown) => {
        void vscode.window.showErrorMessage(
          `The trace viewer could not do that: ${error instanceof Error ? error.message : error}`,
        );
      });
    }),
    panel.onDidChangeViewState(() => {
      if (panel.active) latest = page;
      // A hidden page is thrown away and says that it is ready when it is made again.
      if (!panel.visible) ready = false;
      // One that was kept does not say so by itself, and is asked.
      else if (!ready) void page.describe();
    }),
    panel.onDidDispose(() => {
      if (latest === page) latest = undefined;
      for (const each of disposables) each.dispose();
    }),
  );
  webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(context.extensionUri, 'dist')] };
  webview.html = pageHtml(webview, context.extensionUri);
  return page;
}

function messageOf({ title, trace, before, file, rerun, restore }: Shown): Show {
  const columns = toColumns(trace);
  const changes =
    before === undefined || before.runs.length !== trace.runs.length
      ? undefined
      : trace.runs.flatMap((run, i) => {
          const indexes = new Map(run.steps.map((step, at) => [step.number, columns.runs[i]!.first + at]));
          return compareSteps(before.runs[i]!.steps, run.steps).map((change) => ({
            ...change,
            index: indexes.get(change.step) ?? 0,
          }));
        });
  return {
    type: 'show',
    columns,
    view: {
      title,
      canRerun: rerun !== undefined,
      canSave: file === undefined,
      ...(file === undefined ? {} : { file }),
      ...(restore === undefined ? {} : { restore }),
    },
    ...(changes === undefined ? {} : { changes }),
  };
}

async function openPlace({ uri, range }: TracePlace, viewColumn: vscode.ViewColumn): Promise<void> {
  const at = ({ line, column }: { line: number; column: number }) =>
    new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const file = vscode.Uri.parse(uri);
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === file.toString());
  await vscode.window.showTextDocument(file, {
    viewColumn: visible?.viewColumn ?? viewColumn,
    // The cursor at the beginning of the rule: a selection of all of it would be typed over by accident.
    selection: new vscode.Range(at(range.start), at(range.start)),
  });
}

/** Where a manifest opens without covering the page. */
function columnBeside(panel: vscode.WebviewPanel): vscode.ViewColumn {
  return panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
}

async function save({ title, text }: Shown): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${title.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.trace.json`;
  const file = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { Traces: ['trace.json', 'json'] },
  });
  if (file) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}

function pageHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const resource = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resource('viewer.css')}">
<title>Trace</title>
</head>
<body>
<script type="module" nonce="${nonce}" src="${resource('viewer.js')}"></script>
</body>
</html>`;
}
