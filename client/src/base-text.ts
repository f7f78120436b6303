import * as vscode from 'vscode';

/** The little of the built-in git extension's API that is used here (vscode.git, version 1). */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): {
    getRepository(uri: vscode.Uri): {
      readonly state: { readonly HEAD?: { readonly name?: string } };
      show(ref: string, path: string): Promise<string>;
    } | null;
  };
}

/** The text of a file at the last commit, or null where git has none: a new file, no repository, git switched off. */
export async function baseText(uri: string): Promise<{ text: string; label: string } | null> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return null;
  const git = extension.isActive ? extension.exports : await extension.activate();
  if (!git.enabled) return null;
  const file = vscode.Uri.parse(uri);
  const repository = git.getAPI(1).getRepository(file);
  if (!repository) return null;
  try {
    return { text: await repository.show('HEAD', file.fsPath), label: 'since the last commit' };
  } catch {
    // Git says so by failing: the file is not in the last commit.
    return null;
  }
}
