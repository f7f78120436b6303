import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hoverOn, ours, until, uriOf } from './editor.ts';

/** The role whose last commit grants `git log --oneline -20` and whose file on the disk grants `git log **`. */
const CHANGED = 'agents/roles/pr-reviewer.agent-role.yaml';

export function review(): void {
  describe('reviewing a change in a diff editor', () => {
    it('hovers both sides, and finds nothing on either', async () => {
      await vscode.workspace.openTextDocument(uriOf(CHANGED));
      const input = await until('the diff editor', async () => {
        // Git looks through the folder in its own time; until then it does not know the change.
        await vscode.commands.executeCommand('git.openChange', uriOf(CHANGED));
        const { activeTab } = vscode.window.tabGroups.activeTabGroup;
        return activeTab?.input instanceof vscode.TabInputTextDiff ? activeTab.input : undefined;
      });
      assert.equal(input.original.scheme, 'git');
      const before = await vscode.workspace.openTextDocument(input.original);
      const after = await vscode.workspace.openTextDocument(input.modified);
      assert.equal(before.languageId, 'bailiwick');
      assert.match(await hoverOn(before, 'git log --oneline -20'), /pr-reviewer/);
      const changed = await hoverOn(after, 'git log **');
      assert.match(changed, /pr-reviewer/);
      assert.match(changed, /since the last commit/);
      assert.match(changed, /git log --oneline -20/);
      assert.deepEqual(ours(before.uri), []);
    });
  });
}
