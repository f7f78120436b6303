import * as vscode from 'vscode';

/** Paths of the files beneath a directory, for a server that cannot look for itself: in a browser, say. */
export async function listFiles(asked: { root: string; limit: number }): Promise<{ paths: string[] }> {
  const root = vscode.Uri.parse(asked.root);
  const under = root.path.endsWith('/') ? root.path : `${root.path}/`;
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(root, '**/*'),
    '**/{node_modules,.git}/**',
    asked.limit,
  );
  return { paths: found.filter(({ path }) => path.startsWith(under)).map(({ path }) => path.slice(under.length)) };
}

/** The text of a file, whatever holds it, or null where it cannot be read. */
export async function readFile(uri: string): Promise<{ text: string } | null> {
  try {
    return { text: new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(uri))) };
  } catch {
    return null;
  }
}
