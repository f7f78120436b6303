import * as vscode from 'vscode';
import { type AgentEntry, Agents } from '../../server/src/protocol/index.ts';
import type { Server } from './start.ts';

type Item = { readonly agent: AgentEntry } | { readonly agent: AgentEntry; readonly cell: AgentEntry['cells'][number] };

/** The view of the side bar that says which agents can do what in this repository. Returns what asks for it anew. */
export function registerAgentsView(context: vscode.ExtensionContext, server: Server): () => void {
  const changed = new vscode.EventEmitter<undefined>();
  const view = vscode.window.createTreeView<Item>('bailiwick.agents', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      async getChildren(item) {
        if (item === undefined) return (await server.ask(Agents, {})).map((agent) => ({ agent }));
        return 'cell' in item ? [] : item.agent.cells.map((cell) => ({ agent: item.agent, cell }));
      },
      getTreeItem: treeItem,
    },
  });
  // What is on the screen is asked for again when a file that it may come from was saved, and when it is looked at.
  context.subscriptions.push(
    changed,
    view,
    view.onDidChangeVisibility(({ visible }) => visible && changed.fire(undefined)),
    vscode.workspace.onDidSaveTextDocument(() => view.visible && changed.fire(undefined)),
  );
  return () => changed.fire(undefined);
}

function treeItem(item: Item): vscode.TreeItem {
  const { agent } = item;
  const open = {
    command: 'vscode.open',
    title: 'Open',
    arguments: [
      vscode.Uri.parse(agent.uri),
      { selection: new vscode.Range(agent.line, agent.character, agent.line, agent.character) },
    ],
  };
  if (!('cell' in item)) {
    const worst = agent.cells.filter(({ more }) => more);
    const tree = new vscode.TreeItem(agent.name, vscode.TreeItemCollapsibleState.Collapsed);
    tree.description = [agent.kind, ...worst.slice(0, 2).map(({ column, words }) => `${column} ${words}`)].join(' · ');
    tree.iconPath = new vscode.ThemeIcon(worst.length > 0 ? 'warning' : 'shield');
    tree.tooltip = `${agent.name} (${agent.kind})`;
    tree.accessibilityInformation = { label: `${agent.name}, ${tree.description}` };
    tree.command = open;
    return tree;
  }
  const { column, words, more, detail } = item.cell;
  const tree = new vscode.TreeItem(`${column}: ${words}`);
  if (more) tree.iconPath = new vscode.ThemeIcon('warning');
  if (detail !== '') {
    tree.description = detail;
    tree.tooltip = detail;
  }
  tree.command = open;
  return tree;
}
