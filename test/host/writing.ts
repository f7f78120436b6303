import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findingsOf, noFinding, open, rangeOf, until, uriOf } from './editor.ts';

export function writing(): void {
  describe('writing a manifest', () => {
    afterEach(() => vscode.commands.executeCommand('workbench.action.files.revert'));

    it('completes the operations of the tools that there are', async () => {
      const { document } = await open('agents/roles/nightly-fixer.agent-role.yaml');
      const at = rangeOf(document, 'mail/send').end;
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        at,
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('github/get_issue'), labels.slice(0, 20).join(', '));
      assert.ok(labels.includes('mail/send'), labels.slice(0, 20).join(', '));
    });

    it('applies a fix, and the finding is gone', async () => {
      const { document } = await open('agents/roles/nightly-fixer.agent-role.yaml');
      const [finding] = await findingsOf(document.uri, 'approval-fails-open');
      assert.ok(finding);
      const actions = await until('the fixes', async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          finding.range,
          vscode.CodeActionKind.QuickFix.value,
          10,
        );
        return found.length > 0 ? found : undefined;
      });
      const fix = actions.find(({ title }) => title === 'Deny when nobody answers');
      assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      await noFinding(document.uri, 'approval-fails-open');
      assert.doesNotMatch(document.getText(), /otherwise: allow/);
    });

    it('renames a role in every file that names it', async () => {
      const { document } = await open('agents/roles/base-reader.agent-role.yaml');
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        rangeOf(document, 'base-reader').start.translate(0, 1),
        'plain-reader',
      );
      const paths = edit.entries().map(([uri]) => uri.path);
      assert.ok(paths.includes(document.uri.path), paths.join(', '));
      assert.ok(paths.includes(uriOf('agents/roles/pr-reviewer.agent-role.yaml').path), paths.join(', '));
      assert.ok(await vscode.workspace.applyEdit(edit));
      for (const path of paths) {
        const renamed = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
        assert.doesNotMatch(renamed.getText(), /(?<!sa-)base-reader/, path);
        assert.match(renamed.getText(), /\bplain-reader\b/, path);
      }
      await vscode.commands.executeCommand('undo');
      for (const path of paths) {
        await vscode.window.showTextDocument(vscode.Uri.file(path));
        await vscode.commands.executeCommand('workbench.action.files.revert');
      }
    });

    it('opens a new role from a template and writes nothing', async () => {
      const made = vscode.commands.executeCommand('bailiwick.newAgentRole');
      await until('the new file', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return vscode.window.activeTextEditor?.document.isUntitled || undefined;
      });
      await made;
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document);
      assert.equal(document.languageId, 'bailiwick');
      assert.match(document.getText(), /^kind: AgentRole$/m);
      assert.match(document.uri.path, /\.agent-role\.yaml$/);
      await assert.rejects(async () => vscode.workspace.fs.stat(vscode.Uri.file(document.uri.path)));
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });
  });
}
